import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const regularWAppend: readonly Scenario[] = scenariosOf({
  row: 'regular-w-append',
  object: 'a regular file opened for writing with O_APPEND',
  access: 'w',
  flags: ['append'],
  make: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'kept' }, { see: 'done' }],
    [{ do: 'open', as: 'member', path: '{dir}/file', access: 'w', flags: ['append'] }, { see: 'done' }],
  ],
  handle: 'member',
  content: { before: 'kept', look: { do: 'read-file', path: '{dir}/file' } },
  cells: [
    { use: 'file-truncate', verdict: 'ok', flags: ['nonblock'], content: 'nothing' },
    { use: 'file-append', verdict: 'ok', flags: ['append', 'nonblock'] },
    { use: 'file-in', verdict: 'refused' },
    { use: 'pipe', verdict: 'refused' },
    { use: 'logfile', verdict: 'ok', flags: [], content: 'nothing' },
    { use: 'logfile-append', verdict: 'ok', flags: ['append'] },
    { use: 'serial', verdict: 'refused' },
  ],
});
