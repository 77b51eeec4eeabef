import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const fifoRw: readonly Scenario[] = scenariosOf({
  row: 'fifo-rw',
  object: 'a FIFO opened for both',
  access: 'rw',
  flags: [],
  make: [
    [{ do: 'mkfifo', path: '{dir}/fifo' }, { see: 'done' }],
    [{ do: 'open', as: 'member', path: '{dir}/fifo', access: 'rw' }, { see: 'done' }],
  ],
  handle: 'member',
  cells: [
    { use: 'file-truncate', verdict: 'refused' },
    { use: 'file-append', verdict: 'refused' },
    { use: 'file-in', verdict: 'refused' },
    { use: 'pipe', verdict: 'ok', flags: ['nonblock'] },
    { use: 'logfile', verdict: 'refused' },
    { use: 'logfile-append', verdict: 'refused' },
    { use: 'serial', verdict: 'ok', flags: ['nonblock'] },
  ],
});
