import type { PortSpec } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { command, refusal, serverAt, swapChardev } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const instances = (...ids: readonly string[]): Step =>
  command('query-yank', {}, { see: 'return', value: ids.map((id) => ({ type: 'chardev', id })) });

/** Which chardevs can be yanked across changes. Source: SWAP-S18. */
export const yanked: readonly Scenario[] = [
  {
    id: 'swap/yanked/kept-and-lost',
    title:
      'a chardev can be yanked throughout a change from socket to socket, refused or not, and only while a socket backs it',
    clauses: ['SWAP-S18'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports: [com1] },
    steps: [
      instances(),
      swapChardev('c', 'socket', serverAt('{dir}/a')),
      instances('c'),
      swapChardev('c', 'socket', serverAt('{dir}/b')),
      instances('c'),
      swapChardev(
        'c',
        'socket',
        serverAt('/nonexistent/x'),
        refusal('Failed to bind socket to /nonexistent/x: No such file or directory'),
      ),
      instances('c'),
      swapChardev('c', 'ringbuf', { size: 3 }, refusal('size of ringbuf chardev must be power of two')),
      instances('c'),
      swapChardev('c', 'ringbuf'),
      instances(),
      swapChardev(
        'c',
        'socket',
        serverAt('/nonexistent/x'),
        refusal('Failed to bind socket to /nonexistent/x: No such file or directory'),
      ),
      instances(),
    ],
  },
];
