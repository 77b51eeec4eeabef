import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, done, listed, peerGets, refusal, removeChardev } from '../../steps.ts';

const name = '{dir}/name';
function adds(
  id: string,
  more: Readonly<Record<string, Value>>,
  server = true,
  expectation?: ReturnType<typeof refusal>,
): Step {
  const addr = { type: 'unix', data: { path: name, abstract: true, ...more } };
  return addChardev(id, 'socket', server ? { addr, wait: false } : { addr, server: false }, expectation);
}
const connects = (as: string, abstract: 'tight' | 'padded'): Step => [
  { do: 'connect-socket', as, path: name, abstract },
  done,
];
const refusedTo = (abstract: 'tight' | 'padded'): Step => [
  { do: 'connect-socket', as: 'x', path: name, abstract },
  { see: 'errno', errno: 'ECONNREFUSED' },
];

/** Unix sockets outside the filesystem. */
export const abstract: readonly Scenario[] = [
  {
    id: 'sock/abstract/tight',
    title: 'an abstract name is as long as it is, and its listener is called without it',
    clauses: ['SOCK-20', 'SOCK-21'],
    bugs: ['BUG-025'],
    steps: [
      adds('c', {}),
      listed(['c', `disconnected:unix:${name},abstract=on,tight=on,server=on`, false]),
      refusedTo('padded'),
      connects('p', 'tight'),
      listed(['c', 'unix:,server=on', false]),
      removeChardev('c'),
      peerGets('p', '', true),
      refusedTo('tight'),
    ],
  },
  {
    id: 'sock/abstract/padded',
    title: 'without tight it is padded',
    clauses: ['SOCK-20'],
    steps: [
      adds('c', { tight: false }),
      listed(['c', `disconnected:unix:${name},abstract=on,server=on`, false]),
      refusedTo('tight'),
      connects('p', 'padded'),
      listed(['c', 'unix:,server=on', false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/abstract/client',
    title: 'a client connects to an abstract name, and is called as it was told',
    clauses: ['SOCK-04', 'SOCK-21'],
    steps: [
      [{ do: 'listen', as: 'l', path: name, abstract: 'tight' }, done],
      adds(
        'c',
        { tight: false },
        false,
        refusal(`Failed to add chardev 'c': Failed to connect to '${name}': Connection refused`),
      ),
      adds('c', {}, false),
      listed(['c', 'unix:', false]),
      [{ do: 'accept', as: 'p', on: 'l' }, done],
      [{ do: 'shutdown', socket: 'p', how: 'rw' }, done],
      listed(['c', `disconnected:unix:${name},abstract=on`, false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/abstract/in-use',
    title: 'an abstract name that is in use is refused',
    clauses: ['SOCK-10'],
    steps: [
      adds('c', {}),
      adds(
        'd',
        {},
        true,
        refusal(`Failed to add chardev 'd': Failed to bind socket to ${name}: Address already in use`),
      ),
      adds('d', { tight: false }),
      removeChardev('c'),
      removeChardev('d'),
    ],
  },
  {
    id: 'sock/abstract/not-abstract',
    title: 'tight alone means nothing',
    clauses: ['SOCK-20'],
    steps: [
      adds('c', { abstract: false, tight: true }),
      listed(['c', `disconnected:unix:${name},server=on`, false]),
      removeChardev('c'),
    ],
  },
];
