import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const nullW: readonly Scenario[] = scenariosOf({
  row: 'null-w',
  object: '/dev/null opened for writing',
  access: 'w',
  flags: [],
  make: [[{ do: 'open', as: 'member', path: '/dev/null', access: 'w' }, { see: 'done' }]],
  handle: 'member',
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
