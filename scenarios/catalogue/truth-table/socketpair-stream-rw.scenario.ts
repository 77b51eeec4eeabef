import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const socketpairStreamRw: readonly Scenario[] = scenariosOf({
  row: 'socketpair-stream-rw',
  object: 'one end of a stream socketpair',
  access: 'rw',
  flags: [],
  make: [[{ do: 'socketpair', as: 's' }, { see: 'done' }]],
  handle: 's.a',
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
