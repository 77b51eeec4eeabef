import type { Action } from '../../../model/language/action.ts';
import type { Expectation, Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

/** Name, title, the command that brings the descriptor, its outcome. */
type Row = readonly [name: string, title: string, action: Action, outcome: Expectation];

const rows: readonly Row[] = [
  [
    'other-command-succeeded',
    'a descriptor sent with query-fdsets satisfies a later add-fd',
    { do: 'qmp', execute: 'query-fdsets', fds: ['p.write'] },
    { see: 'return', value: [] },
  ],
  [
    'other-command-failed',
    'a descriptor sent with a failing remove-fd satisfies a later add-fd',
    { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 9 }, fds: ['p.write'] },
    { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:9' not found" },
  ],
  [
    'unknown-command',
    'a descriptor sent with an unknown command satisfies a later add-fd',
    { do: 'qmp', execute: 'add-fds', fds: ['p.write'] },
    { see: 'error', class: 'CommandNotFound', desc: 'The command add-fds has not been found' },
  ],
  [
    'argument-type-error',
    'a descriptor sent with a mistyped add-fd satisfies a later add-fd',
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': '1' }, fds: ['p.write'] },
    { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
  ],
  [
    'unexpected-argument',
    'a descriptor sent with an add-fd that has an unknown key satisfies a later add-fd',
    { do: 'qmp', execute: 'add-fd', arguments: { foo: 1 }, fds: ['p.write'] },
    { see: 'error', class: 'GenericError', desc: "Parameter 'foo' is unexpected" },
  ],
  [
    'json-error',
    'a descriptor sent with broken JSON satisfies a later add-fd',
    { do: 'send', bytes: '{"execute"}\n', fds: ['p.write'] },
    jsonErrors(['1:11', 'missing : in object pair', "expecting ':'"]),
  ],
  [
    'envelope-error',
    'a descriptor sent with a command that has no execute satisfies a later add-fd',
    { do: 'send', bytes: '{}', fds: ['p.write'] },
    { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "QMP input lacks member 'execute'" } }] },
  ],
];

/**
 * A pending descriptor that a command did not take stays for the next add-fd, whatever the outcome; the repaired
 * design closes it with the command. Source: FDSET-06, FDSET-14, DEF-09.
 */
export const pendingOutlivesCommand: readonly Scenario[] = rows.map(([name, title, action, outcome]) => ({
  id: `fdset/pending-outlives-command/${name}`,
  title,
  clauses: ['FDSET-06', 'FDSET-14', 'DEF-09'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [action, outcome],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
          else: { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
  ],
}));
