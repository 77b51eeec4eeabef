import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const regularRw: readonly Scenario[] = scenariosOf({
  row: 'regular-rw',
  object: 'a regular file opened for both',
  access: 'rw',
  flags: [],
  make: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'kept' }, { see: 'done' }],
    [{ do: 'open', as: 'member', path: '{dir}/file', access: 'rw' }, { see: 'done' }],
  ],
  handle: 'member',
  content: { before: 'kept', look: { do: 'read-file', path: '{dir}/file' } },
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
