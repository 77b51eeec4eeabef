import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const pipeRw: readonly Scenario[] = scenariosOf({
  row: 'pipe-rw',
  object: 'a pipe reopened for both',
  access: 'rw',
  flags: [],
  make: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'reopen', as: 'member', of: 'p.read', access: 'rw' }, { see: 'done' }],
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
