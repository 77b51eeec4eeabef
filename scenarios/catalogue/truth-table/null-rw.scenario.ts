import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const nullRw: readonly Scenario[] = scenariosOf({
  row: 'null-rw',
  object: '/dev/null opened for both',
  access: 'rw',
  flags: [],
  make: [[{ do: 'open', as: 'member', path: '/dev/null', access: 'rw' }, { see: 'done' }]],
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
