import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

/** Name, title, command, its arguments, class and text of the error. */
type Row = readonly [name: string, title: string, execute: string, argument: Value, kind: string, desc: string];

const rows: readonly Row[] = [
  [
    'known-command',
    'a known command has to wait for the negotiation',
    'query-fdsets',
    {},
    'CommandNotFound',
    "Expecting capabilities negotiation with 'qmp_capabilities'",
  ],
  [
    'unknown-command',
    'an unknown command gets the same answer',
    'nosuch',
    {},
    'CommandNotFound',
    "Expecting capabilities negotiation with 'qmp_capabilities'",
  ],
  [
    'wrong-arguments',
    'the arguments of a command that has to wait are not looked at',
    'remove-fd',
    { 'fdset-id': 'x' },
    'CommandNotFound',
    "Expecting capabilities negotiation with 'qmp_capabilities'",
  ],
  [
    'unknown-capability',
    'a name that is no capability is refused',
    'qmp_capabilities',
    { enable: ['zz'] },
    'GenericError',
    "Parameter 'null' does not accept value 'zz'",
  ],
  [
    'capability-not-a-string',
    'a capability must be a string',
    'qmp_capabilities',
    { enable: [1] },
    'GenericError',
    "Invalid parameter type for 'enable[0]', expected: string",
  ],
  [
    'capabilities-not-a-list',
    'the capabilities must be a list',
    'qmp_capabilities',
    { enable: 'oob' },
    'GenericError',
    "Invalid parameter type for 'enable', expected: array",
  ],
  [
    'unknown-key',
    'an unknown key is refused',
    'qmp_capabilities',
    { x: 1 },
    'GenericError',
    "Parameter 'x' is unexpected",
  ],
];

/** What a monitor answers before capabilities are negotiated. Source: QMP-02, QMP-06. */
export const negotiation: readonly Scenario[] = rows.map(([name, title, execute, argument, kind, desc]) => ({
  id: `qmp/negotiation/${name}`,
  title,
  clauses: ['QMP-02', 'QMP-06'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [
      { do: 'connect', monitor: 'm', as: 'qmp', negotiate: false },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute, arguments: argument },
      { see: 'error', class: kind, desc },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities' },
      { see: 'return', value: {} },
    ],
  ],
}));
