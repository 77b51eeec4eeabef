import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const pipeW: readonly Scenario[] = scenariosOf({
  row: 'pipe-w',
  object: 'the write end of a pipe',
  access: 'w',
  flags: [],
  make: [[{ do: 'pipe', as: 'p' }, { see: 'done' }]],
  handle: 'p.write',
  cells: [
    { use: 'file-truncate', verdict: 'failed', because: 'EINVAL' },
    { use: 'file-append', verdict: 'ok', flags: ['append', 'nonblock'] },
    { use: 'file-in', verdict: 'refused' },
    { use: 'pipe', verdict: 'refused' },
    { use: 'logfile', verdict: 'failed', because: 'EINVAL' },
    { use: 'logfile-append', verdict: 'ok', flags: ['append'] },
    { use: 'serial', verdict: 'refused' },
  ],
});
