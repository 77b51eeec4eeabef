import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, addServer, command, done, refusal, removeChardev, socketPath } from '../../steps.ts';

const refused = (id: string): Step =>
  addChardev(
    id,
    'parallel',
    { device: '/dev/null' },
    refusal(`Failed to add chardev '${id}': not a parallel port: Inappropriate ioctl for device`),
  );

/** A listener whose number was closed behind its back. Source: DEF-01, CHR-13, experiment on 7.2 (whose main loop spins meanwhile). */
export const listenerNumberTaken: readonly Scenario[] = [
  {
    id: 'sock/listener-number-taken/by-a-file',
    title:
      'a listener that got number 0 loses it to the next refused parallel port, and what gets it then is nobody’s client',
    clauses: ['DEF-01', 'SOCK-03'],
    launch: {},
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'x' }, done],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'r' }, done],
      refused('a'),
      addServer('s'),
      refused('b'),
      [
        { do: 'connect-socket', as: 'k', path: socketPath },
        { byProfile: { 'qemu-7.2': { see: 'errno', errno: 'ECONNREFUSED' }, else: done } },
      ],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] }, { see: 'return' }],
      command('chardev-remove', { id: 's' }),
    ],
  },
  {
    id: 'sock/listener-number-taken/by-a-server',
    title: 'a server that goes takes along the path of whoever listens on its number by then',
    clauses: ['DEF-01', 'CHR-13'],
    launch: {},
    steps: [
      refused('a'),
      addServer('s'),
      refused('b'),
      addServer('t', '{dir}/t'),
      removeChardev('s'),
      [
        { do: 'connect-socket', as: 'k', path: '{dir}/t' },
        { byProfile: { 'qemu-7.2': { see: 'errno', errno: 'ENOENT' }, else: done } },
      ],
    ],
  },
];
