import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const pathR: readonly Scenario[] = scenariosOf({
  row: 'path-r',
  object: 'an O_PATH descriptor',
  access: 'r',
  flags: ['path'],
  make: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'kept' }, { see: 'done' }],
    [{ do: 'open', as: 'member', path: '{dir}/file', access: 'r', flags: ['path'] }, { see: 'done' }],
  ],
  handle: 'member',
  content: { before: 'kept', look: { do: 'read-file', path: '{dir}/file' } },
  cells: [
    { use: 'file-truncate', verdict: 'refused' },
    { use: 'file-append', verdict: 'refused' },
    { use: 'file-in', verdict: 'failed', because: 'EBADF' },
    { use: 'pipe', verdict: 'refused' },
    { use: 'logfile', verdict: 'refused' },
    { use: 'logfile-append', verdict: 'refused' },
    { use: 'serial', verdict: 'refused' },
  ],
});
