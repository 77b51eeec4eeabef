import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const regularR: readonly Scenario[] = scenariosOf({
  row: 'regular-r',
  object: 'a regular file opened for reading',
  access: 'r',
  flags: [],
  make: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'kept' }, { see: 'done' }],
    [{ do: 'open', as: 'member', path: '{dir}/file', access: 'r' }, { see: 'done' }],
  ],
  handle: 'member',
  content: { before: 'kept', look: { do: 'read-file', path: '{dir}/file' } },
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
