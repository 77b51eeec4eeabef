import type { Scenario } from '../../scenario.ts';

/** A pending descriptor that a command did not take stays for the next add-fd, whatever the outcome; the repaired design closes it with the command. Source: FDSET-06, FDSET-14, FDSET-17, QMP-07, QMP-05. */
export const pendingOutlivesCommand: readonly Scenario[] = [
  {
    id: 'fdset/pending-outlives-command/other-command-succeeded',
    title: 'a descriptor sent with query-fdsets satisfies a later add-fd',
    clauses: ['FDSET-06'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'query-fdsets', fds: ['p.write'] },
        { see: 'return', value: [] },
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
  },
  {
    id: 'fdset/pending-outlives-command/other-command-failed',
    title: 'a descriptor sent with a failing remove-fd satisfies a later add-fd',
    clauses: ['FDSET-06'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 9 }, fds: ['p.write'] },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:9' not found" },
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
  },
  {
    id: 'fdset/pending-outlives-command/unknown-command',
    title: 'a descriptor sent with an unknown command satisfies a later add-fd',
    clauses: ['FDSET-06'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fds', fds: ['p.write'] },
        { see: 'error', class: 'CommandNotFound', desc: 'The command add-fds has not been found' },
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
  },
  {
    id: 'fdset/pending-outlives-command/argument-type-error',
    title: 'a descriptor sent with a mistyped add-fd satisfies a later add-fd',
    clauses: ['FDSET-06', 'FDSET-14', 'FDSET-17'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': '1' }, fds: ['p.write'] },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
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
  },
  {
    id: 'fdset/pending-outlives-command/unexpected-argument',
    title: 'a descriptor sent with an add-fd that has an unknown key satisfies a later add-fd',
    clauses: ['FDSET-06', 'FDSET-14', 'FDSET-17'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { foo: 1 }, fds: ['p.write'] },
        { see: 'error', class: 'GenericError', desc: "Parameter 'foo' is unexpected" },
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
  },
  {
    id: 'fdset/pending-outlives-command/json-error',
    title: 'a descriptor sent with broken JSON satisfies a later add-fd',
    clauses: ['FDSET-06', 'QMP-07'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{"execute"}\n', fds: ['p.write'] },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, missing : in object pair' } }],
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
  },
  {
    id: 'fdset/pending-outlives-command/envelope-error',
    title: 'a descriptor sent with a command that has no execute satisfies a later add-fd',
    clauses: ['FDSET-06', 'QMP-05'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{}', fds: ['p.write'] },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "QMP input lacks member 'execute'" } }] },
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
  },
];
