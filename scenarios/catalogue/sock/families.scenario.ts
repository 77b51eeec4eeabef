import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, empty, listed, refusal, removeChardev, tcpAddress } from '../../steps.ts';

type Words = Readonly<Record<string, Value>>;

const port = '{port:a}';
const inUse = (id: string): ReturnType<typeof refusal> =>
  refusal(`Failed to add chardev '${id}': Failed to find an available port: Address already in use`);

/** The host that it is listed with; null: refused. */
type Row = readonly [data: Words, shown: string | null];

/** Servers at one port, one after the other, and who is reached by which family. */
function family(name: string, title: string, rows: readonly Row[], more: readonly Step[] = []): Scenario {
  const ids = rows.map((_, at) => `c${at}`);
  const adds = rows.map(([data, shown], at): Step => {
    const id = ids[at] ?? '';
    const addr = { type: 'inet', data: { port, ...data } };
    return addChardev(id, 'socket', { addr, wait: false }, shown === null ? inUse(id) : empty);
  });
  const names = rows.flatMap(([, shown], at): [string, string, boolean][] =>
    shown === null ? [] : [[ids[at] ?? '', `disconnected:tcp:${shown}:${port},server=on`, false]],
  );
  return {
    id: `sock/families/${name}`,
    title,
    clauses: ['SOCK-10', 'SOCK-11', 'SOCK-20'],
    needs: ['ipv6'],
    steps: [...adds, listed(...names), ...more],
  };
}

function reach(as: string, host: '127.0.0.1' | '::1'): Step {
  return [{ do: 'connect-socket', as, port: 'a', host }, { see: 'done' }];
}

const connected = (id: string, host: string, as: string): [string, string, boolean] => [
  id,
  `tcp:${host}:${port},server=on <-> ${host}:{peer:${as}}`,
  false,
];

const loopback: Row = [{ host: '127.0.0.1' }, '127.0.0.1'];
const every: Words = { host: '' };

const limited = (free: number | null): Step => [{ do: 'limit-descriptors', free }, { see: 'done' }];
const adds = (id: string, words: Words): Step =>
  addChardev(id, 'socket', { addr: { type: 'inet', data: { port, ...words } }, wait: false });
/** No host stands for a socket of each family; `::` alone takes IPv4 as well where that is free. */
export const families: readonly Scenario[] = [
  family(
    'every-host',
    'a server without a host listens for each family',
    [[every, '0.0.0.0']],
    [reach('s', '::1'), listed(connected('c0', '[::1]', 's'))],
  ),
  family(
    'one-is-enough',
    'where one family is taken the other is enough',
    [loopback, [every, '::'], [every, null], [{ host: '0.0.0.0' }, null], [{ host: '::1' }, null]],
    [
      reach('s', '127.0.0.1'),
      reach('t', '::1'),
      listed(connected('c0', '127.0.0.1', 's'), connected('c1', '[::1]', 't')),
    ],
  ),
  family('six-taken', 'a server at ::1 leaves IPv4 to one without a host', [
    [{ host: '::1' }, '::1'],
    [every, '0.0.0.0'],
    [loopback[0], null],
    [{ host: '::' }, null],
  ]),
  family('both-taken', 'a server without a host leaves room for none', [
    [every, '0.0.0.0'],
    [loopback[0], null],
    [{ host: '::1' }, null],
    [{ host: '::' }, null],
    [every, null],
  ]),
  family(
    'shared',
    ':: takes IPv4 as well, in a form of its own',
    [
      [{ host: '::' }, '::'],
      [loopback[0], null],
      [every, null],
    ],
    [reach('s', '127.0.0.1'), listed(connected('c0', '[::ffff:127.0.0.1]', 's'))],
  ),
  family(
    'shared-with-a-client-of-its-own',
    'a client of the same process reaches it by IPv4, which it sees in that form',
    [[{ host: '::' }, '::']],
    [
      addChardev('d', 'socket', { addr: tcpAddress(port), server: false }),
      listed(connected('c0', '[::ffff:127.0.0.1]', '?'), ['d', `tcp:127.0.0.1:{peer:?} <-> 127.0.0.1:${port}`, false]),
    ],
  ),
  family('not-shared', ':: leaves IPv4 alone where it is asked for IPv6 alone', [
    [{ host: '::', ipv6: true }, '::'],
    loopback,
    [{ host: '', ipv4: true }, null],
  ]),
  family('without-version-4', ':: leaves IPv4 alone where that is refused', [
    [{ host: '', ipv4: false }, '::'],
    [every, '0.0.0.0'],
  ]),
  family('asked-for-both', 'who asks for both families has one socket for both', [
    [{ host: '', ipv4: true, ipv6: true }, '::'],
    [loopback[0], null],
  ]),
  family('both-in-part', 'who asks for both families is content with IPv6', [
    loopback,
    [{ host: '', ipv4: true, ipv6: true }, '::'],
  ]),
  family('version-4', 'who asks for IPv4 alone is refused where that is taken', [
    loopback,
    [{ host: '', ipv4: true }, null],
    [{ host: '', ipv6: false }, null],
  ]),
  {
    id: 'sock/families/one-number',
    title: 'a server without a host is content with the first family where there is one number',
    clauses: ['SOCK-10', 'SOCK-11'],
    needs: ['ipv6'],
    steps: [
      limited(1),
      adds('c', every),
      limited(null),
      adds('d', every),
      listed(
        ['c', `disconnected:tcp:0.0.0.0:${port},server=on`, false],
        ['d', `disconnected:tcp::::${port},server=on`, false],
      ),
    ],
  },
  {
    id: 'sock/families/two-numbers',
    title: 'a server without a host takes two numbers, and gives both back',
    clauses: ['SOCK-11', 'CHR-13'],
    needs: ['ipv6'],
    steps: [
      limited(2),
      adds('c', every),
      addChardev(
        'd',
        'socket',
        {
          addr: { type: 'inet', data: { port: '0', host: '127.0.0.1' } },
          wait: false,
        },
        refusal("Failed to add chardev 'd': Failed to create a socket: Too many open files"),
      ),
      removeChardev('c'),
      adds('d', every),
    ],
  },
  {
    id: 'sock/families/first-client',
    title: 'a start that waits takes its client from either family',
    clauses: ['SOCK-02', 'SOCK-11'],
    needs: ['ipv6'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', `socket,id=c,host=,port=${port},server=on`], patienceMs: 400 },
        { see: 'silent' },
      ],
      reach('s', '::1'),
      [{ do: 'wait-launch' }, { see: 'launched' }],
      listed(connected('c', '[::1]', 's')),
    ],
  },
  {
    id: 'sock/families/no-number-for-the-client',
    title: 'a client waits in the queue until there is a number for it',
    clauses: ['SOCK-03'],
    steps: [
      addChardev('c', 'socket', { addr: { type: 'unix', data: { path: '{dir}/s' } }, wait: false }),
      limited(0),
      [{ do: 'connect-socket', as: 's', path: '{dir}/s' }, { see: 'done' }],
      listed(['c', 'disconnected:unix:{dir}/s,server=on', false]),
      limited(null),
      listed(['c', 'unix:{dir}/s,server=on', false]),
    ],
  },
];
