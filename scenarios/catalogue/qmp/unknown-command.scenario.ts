import type { Scenario } from '../../scenario.ts';

/** An unknown command is named, whatever its arguments. Source: QMP-04. */
export const unknownCommand: Scenario = {
  id: 'qmp/unknown-command',
  title: 'an unknown command is named, whatever its arguments',
  clauses: ['QMP-04'],
  steps: [
    [
      { do: 'qmp', execute: 'no-such-command' },
      { see: 'error', class: 'CommandNotFound', desc: 'The command no-such-command has not been found' },
    ],
    [
      { do: 'qmp', execute: '' },
      { see: 'error', class: 'CommandNotFound', desc: 'The command  has not been found' },
    ],
    [
      { do: 'qmp', execute: 'Query-fdsets', arguments: { x: 1 } },
      { see: 'error', class: 'CommandNotFound', desc: 'The command Query-fdsets has not been found' },
    ],
  ],
};
