import type { Scenario } from '../../scenario.ts';
import { addChardev, closes, done, socketPath } from '../../steps.ts';

const unable = (why: string): string =>
  `qemu-system-x86_64: Unable to connect character device c: Failed to connect to '${socketPath}': ${why}`;

export const toldOnce: Scenario = {
  id: 'sock/told-once',
  title: 'a client that cannot connect says so once, and once again after it could in between',
  clauses: ['SOCK-05', 'SOCK-06'],
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // since 11.1 there are no seconds
  bugs: ['BUG-100'],
  tags: ['slow'],
  steps: [
    addChardev('c', 'socket', { addr: { type: 'unix', data: { path: socketPath } }, server: false, reconnect: 1 }),
    [{ do: 'advance', ms: 2500 }, done],
    [{ do: 'listen', as: 'l', path: socketPath }, done],
    [{ do: 'advance', ms: 1000 }, done],
    [{ do: 'accept', as: 'p', on: 'l' }, done],
    closes('l'),
    closes('p'),
    [{ do: 'advance', ms: 2500 }, done],
    [
      { do: 'qmp', execute: 'quit' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'wait-exit' },
      { see: 'exit', status: 0, stderr: [unable('No such file or directory'), unable('Connection refused')] },
    ],
  ],
};
