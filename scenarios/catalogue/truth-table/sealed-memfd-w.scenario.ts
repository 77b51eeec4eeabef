import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const sealedMemfdW: readonly Scenario[] = scenariosOf({
  row: 'sealed-memfd-w',
  object: 'a memfd sealed against shrinking, opened for writing',
  access: 'w',
  flags: [],
  make: [
    [{ do: 'memfd', as: 'm', bytes: 'kept', seals: ['shrink'] }, { see: 'done' }],
    [{ do: 'reopen', as: 'member', of: 'm', access: 'w' }, { see: 'done' }],
  ],
  handle: 'member',
  content: { before: 'kept', look: { do: 'read', from: 'm' } },
  cells: [
    { use: 'file-truncate', verdict: 'failed', because: 'EPERM' },
    { use: 'file-append', verdict: 'ok', flags: ['append', 'nonblock'] },
    { use: 'file-in', verdict: 'refused' },
    { use: 'pipe', verdict: 'refused' },
    { use: 'logfile', verdict: 'failed', because: 'EPERM' },
    { use: 'logfile-append', verdict: 'ok', flags: ['append'] },
    { use: 'serial', verdict: 'refused' },
  ],
});
