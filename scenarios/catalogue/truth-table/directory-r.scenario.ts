import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

export const directoryR: readonly Scenario[] = scenariosOf({
  row: 'directory-r',
  object: 'a directory',
  access: 'r',
  flags: [],
  make: [
    [{ do: 'mkdir', path: '{dir}/folder' }, { see: 'done' }],
    [{ do: 'open', as: 'member', path: '{dir}/folder', access: 'r', flags: ['directory'] }, { see: 'done' }],
  ],
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
