import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const pipeR: readonly Scenario[] = scenariosOf({
  row: 'pipe-r',
  object: 'the read end of a pipe',
  access: 'r',
  flags: [],
  make: [[{ do: 'pipe', as: 'p' }, { see: 'done' }]],
  handle: 'p.read',
  cells: [
    { use: 'file-truncate', verdict: 'refused' },
    { use: 'file-append', verdict: 'refused' },
    { use: 'file-in', verdict: 'ok', flags: [] },
    { use: 'pipe', verdict: 'refused' },
    { use: 'logfile', verdict: 'refused' },
    { use: 'logfile-append', verdict: 'refused' },
    { use: 'serial', verdict: 'refused' },
  ],
});
