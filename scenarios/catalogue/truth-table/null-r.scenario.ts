import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const nullR: readonly Scenario[] = scenariosOf({
  row: 'null-r',
  object: '/dev/null opened for reading',
  access: 'r',
  flags: [],
  make: [[{ do: 'open', as: 'member', path: '/dev/null', access: 'r' }, { see: 'done' }]],
  handle: 'member',
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
