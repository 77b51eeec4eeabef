import type { PortSpec } from '../../../model/language/action.ts';
import {
  events,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  portChange,
  portIs,
  posts,
  starts,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  closes,
  command,
  connects,
  done,
  entries,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
} from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const server = 'socket,id=c,path={dir}/s,server=on,wait=off';
const changeTo = (type: string, data: Record<string, string | boolean> = {}): Step =>
  command('chardev-change', { id: 'c', backend: { type, data } });

/** chardev-change under ports. */
export const swap: readonly Scenario[] = [
  {
    id: 'vser/swap/open-and-closed',
    title: 'the guest is told when the host side opens or closes by a swap, and nothing when it stays open; no event',
    clauses: ['VSER-54'],
    bugs: ['HS17-21'],
    launch: virtio([port], 'ringbuf,id=c'),
    steps: [
      starts,
      guestOpens('v'),
      events(portChange('v', true)),
      changeTo('null'),
      guestHears(hostClosed(1)),
      changeTo('ringbuf'),
      guestHears(hostOpened(1)),
      changeTo('file', { out: '{dir}/out' }),
      guestHears(),
      events(),
      portIs('v', stateOf(1, 'host', 'guest')),
      guestSends('v', 'new'),
      [
        { do: 'read-file', path: '{dir}/out' },
        { see: 'data', bytes: 'new', end: true },
      ],
    ],
  },
  {
    id: 'vser/swap/to-a-mux-on-a-terminal',
    title:
      'a mux that opens with the handlers of its port, as its terminal is looked at then, is no news for the guest',
    clauses: ['VSER-54', 'PTY-02', 'ENG-21'],
    launch: virtio([port], 'ringbuf,id=c', 'pty,id=y'),
    steps: [
      [{ do: 'open-pty', as: 't', chardev: 'y' }, done],
      starts,
      guestOpens('v'),
      changeTo('mux', { chardev: 'y' }),
      guestHears(),
      portIs('v', stateOf(1, 'host', 'guest')),
    ],
  },
  {
    id: 'vser/swap/console',
    title: 'a console is swapped without a word to the guest',
    clauses: ['VSER-54', 'VSER-20'],
    launch: virtio([{ ...port, kind: 'virtconsole' }], 'ringbuf,id=c'),
    steps: [
      starts,
      changeTo('null'),
      changeTo('ringbuf'),
      guestHears(),
      portIs('v', stateOf(0, 'host')),
      listed(['c', 'ringbuf', true]),
    ],
  },
  {
    id: 'vser/swap/under-a-client',
    title: 'a client loses its connection by the swap, the next one has the port',
    clauses: ['VSER-54', 'VSER-55', 'VSER-43', 'SWAP-S14'],
    launch: virtio([port], server),
    steps: [
      starts,
      connects('x'),
      guestOpens('v'),
      posts('v', 2, 100),
      peerSends('x', 'one'),
      guestGets('v', 'one'),
      guestSends('v', 'old'),
      command('chardev-change', {
        id: 'c',
        backend: {
          type: 'socket',
          data: { addr: { type: 'unix', data: { path: '{dir}/t' } }, server: true, wait: false },
        },
      }),
      peerGets('x', 'old', true),
      closes('x'),
      guestHears(hostOpened(1), hostClosed(1)),
      [
        { do: 'qmp', execute: 'query-chardev' },
        {
          byProfile: {
            design: entries(['c', 'disconnected:unix:{dir}/t,server=on', true]),
            else: entries(['c', 'disconnected:unix:{dir}/t,server=on', false]),
          },
        },
      ],
      portIs('v', stateOf(1, 'guest')),
      connects('y', '{dir}/t'),
      guestHears(hostOpened(1)),
      peerSends('y', 'two'),
      guestGets('v', 'two'),
      guestSends('v', 'new'),
      peerGets('y', 'new'),
    ],
  },
];
