import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { addServer, closes, connects, done, entries, guestGets, listed } from '../../steps.ts';

const limited = (free: number | null): Step => [{ do: 'limit-descriptors', free }, done];
const asks: Step[0] = { do: 'qmp', execute: 'query-chardev' };
const unchanged: ExpectedOutcome = entries(['a', 'unix:{dir}/a,server=on', false], ['b', gone('b'), false]);
const served: ExpectedOutcome = entries(['a', gone('a'), false], ['b', 'unix:{dir}/b,server=on', false]);

function gone(id: string): string {
  return `disconnected:unix:{dir}/${id},server=on`;
}

/** A client of a server that has no frontend leaves, as somebody waits for a number. Source: Q-FOUND-16. */
export const hangUpBehindACaller: readonly Scenario[] = [
  {
    id: 'sock/hang-up-behind-a-caller/keeps-its-number',
    title:
      'who leaves gives the descriptor to the client that waits for one; since 10.0 nobody sees it leave meanwhile',
    clauses: ['Q-FOUND-16', 'SOCK-03', 'SOCK-13'],
    launch: {},
    steps: [
      addServer('a', '{dir}/a'),
      addServer('b', '{dir}/b'),
      connects('p', '{dir}/a'),
      limited(0),
      connects('q', '{dir}/b'),
      [asks, unchanged],
      closes('p'),
      [asks, { byProfile: { 'qemu-10.0': unchanged, 'qemu-11.1': unchanged, else: served } }],
      limited(null),
      [asks, served],
    ],
  },
  {
    id: 'sock/hang-up-behind-a-caller/found-by-reading',
    title: 'an end that reading finds out is seen, whoever waits',
    clauses: ['Q-FOUND-16', 'SOCK-13', 'SOCK-15'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: [
            '-chardev',
            'socket,id=a,path={dir}/a,server=on,wait=off',
            '-chardev',
            'socket,id=b,path={dir}/b,server=on,wait=off',
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'a' }],
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      connects('p', '{dir}/a'),
      limited(0),
      connects('q', '{dir}/b'),
      closes('p'),
      listed(['a', gone('a'), true], ['b', 'unix:{dir}/b,server=on', false]),
    ],
  },
];
