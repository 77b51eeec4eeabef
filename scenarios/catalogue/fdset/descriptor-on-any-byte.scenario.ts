import type { Scenario } from '../../scenario.ts';

/** A descriptor may ride on any byte of a command up to its closing brace. Source: FDSET-02, FDSET-15, QMP-08. */
export const descriptorOnAnyByte: readonly Scenario[] = [
  {
    id: 'fdset/descriptor-on-any-byte/lone-space',
    title: 'a descriptor on a lone space before the command satisfies it',
    clauses: ['FDSET-02'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: ' ', fds: ['p.write'] },
        { see: 'messages', messages: [] },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/descriptor-on-any-byte/first-half',
    title: 'a descriptor on the first half of a command satisfies it',
    clauses: ['FDSET-02'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{"execute":"add-fd","argu', fds: ['p.write'] },
        { see: 'messages', messages: [] },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        { do: 'send', bytes: 'ments":{"fdset-id":1}}' },
        { see: 'messages', messages: [{ return: { 'fdset-id': 1, fd: { $: 'member' } } }] },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/descriptor-on-any-byte/second-half',
    title: 'a descriptor on the second half of a command satisfies it',
    clauses: ['FDSET-02'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{"execute":"add-fd","argu' },
        { see: 'messages', messages: [] },
      ],
      [
        { do: 'send', bytes: 'ments":{"fdset-id":1}}', fds: ['p.write'] },
        { see: 'messages', messages: [{ return: { 'fdset-id': 1, fd: { $: 'member' } } }] },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/descriptor-on-any-byte/closing-brace',
    title: 'a descriptor on the closing brace alone satisfies the command',
    clauses: ['FDSET-02'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":1}' },
        { see: 'messages', messages: [] },
      ],
      [
        { do: 'send', bytes: '}', fds: ['p.write'] },
        { see: 'messages', messages: [{ return: { 'fdset-id': 1, fd: { $: 'member' } } }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/descriptor-on-any-byte/after-the-brace',
    title: 'a descriptor on the byte after the closing brace comes too late for the command and waits for the next',
    clauses: ['FDSET-02', 'FDSET-15'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{"execute":"add-fd"}' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' } }],
        },
      ],
      [
        { do: 'send', bytes: '\n', fds: ['p.write'] },
        { see: 'messages', messages: [] },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/descriptor-on-any-byte/no-newline',
    title: 'no newline is needed: the closing brace alone runs the command',
    clauses: ['FDSET-02', 'QMP-08'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":3}}', fds: ['p.read'] },
        { see: 'messages', messages: [{ return: { 'fdset-id': 3, fd: { $: 'member' } } }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
        { see: 'return', value: {} },
      ],
    ],
  },
];
