import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const socketpairDgramRw: readonly Scenario[] = scenariosOf({
  row: 'socketpair-dgram-rw',
  object: 'one end of a datagram socketpair',
  access: 'rw',
  flags: [],
  make: [[{ do: 'socketpair', as: 's', type: 'dgram' }, { see: 'done' }]],
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
