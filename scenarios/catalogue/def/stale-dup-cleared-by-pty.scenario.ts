import type { Scenario } from '../../scenario.ts';
import { addChardev, command, removeChardev } from '../../steps.ts';

/** The dup that a log has left behind is unregistered by whatever file has its number next. Source: DEF-01, FDSET-48. */
export const staleDupClearedByPty: Scenario = {
  id: 'def/stale-dup-cleared-by-pty',
  title: 'a pty that gets the number of a dup which its log has left behind clears it from the set when it goes',
  clauses: ['DEF-01', 'FDSET-48', 'PTY-01'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] }],
    addChardev('o', 'null', { logfile: '/dev/fdset/1', logappend: true }),
    removeChardev('o'),
    addChardev('t', 'pty', {}, { see: 'return', value: { pty: '{pty:t}' } }),
    command('remove-fd', { 'fdset-id': 1 }),
    removeChardev('t'),
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
