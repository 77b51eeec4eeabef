import type { Scenario } from '../../scenario.ts';
import { scenariosOf } from './cell.ts';

/** Since 11.1 a monitor ends the connection of a client that sends such a descriptor. Source: FDSET-05, experiment. */
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
}).map((scenario): Scenario => ({ ...scenario, profiles: ['design', 'qemu-7.2', 'qemu-10.0'] }));
