import type { Scenario } from '../../scenario.ts';
import { addChardev, done, refusal, removeChardev } from '../../steps.ts';

const misfit = (device: string, why: string): ReturnType<typeof addChardev> =>
  addChardev('p', 'parallel', { device }, refusal(`Failed to add chardev 'p': not a parallel port: ${why}`));

/** A pty's slave as a parallel port: without its master it has no requests at all. Source: SER-02. */
export const parallelOnATerminal: Scenario = {
  id: 'def/parallel-on-a-terminal',
  title: 'a terminal is no parallel port, and one whose master is gone fails every request',
  clauses: ['SER-02', 'PTY-12'],
  launch: { args: ['-chardev', 'pty,id=c'] },
  steps: [
    [{ do: 'open-pty', as: 't', chardev: 'c' }, done],
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['t'] }],
    misfit('/dev/fdset/1', 'Inappropriate ioctl for device'),
    removeChardev('c'),
    misfit('/dev/fdset/1', 'Input/output error'),
    misfit('/dev/fdset/1', 'Input/output error'),
  ],
};
