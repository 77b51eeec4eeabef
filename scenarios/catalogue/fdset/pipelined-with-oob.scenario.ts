import type { Scenario } from '../../scenario.ts';

/**
 * With oob two pipelined add-fd bind in order, or the first takes the second one's descriptor and the second fails.
 * Source: FDSET-11, DEF-02.
 */
export const pipelinedWithOob: Scenario = {
  id: 'fdset/pipelined-with-oob',
  title:
    "with oob two pipelined add-fd bind in order, or the first takes the second one's descriptor and the second fails",
  clauses: ['FDSET-11', 'DEF-02'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":1}}', fds: ['a.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":2}}', fds: ['b.write'] },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        byProfile: {
          design: {
            see: 'messages',
            messages: [
              { return: { 'fdset-id': 1, fd: { $: 'first' } } },
              { return: { 'fdset-id': 2, fd: { $: 'second' } } },
            ],
          },
          else: {
            oneOf: [
              {
                see: 'messages',
                messages: [
                  { return: { 'fdset-id': 1, fd: { $: 'first' } } },
                  { return: { 'fdset-id': 2, fd: { $: 'second' } } },
                ],
              },
              {
                see: 'messages',
                messages: [
                  { return: { 'fdset-id': 1, fd: { $: 'first' } } },
                  { error: { class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' } },
                ],
              },
            ],
          },
        },
      },
    ],
    // Never both on a: the descriptor of the second message is in every allowed outcome.
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: {
            see: 'descriptors',
            held: [
              { object: 'a', access: 'w', flags: [], closeOnExec: true },
              { object: 'b', access: 'w', flags: [], closeOnExec: true },
            ],
          },
          else: {
            oneOf: [
              {
                see: 'descriptors',
                held: [
                  { object: 'a', access: 'w', flags: [], closeOnExec: true },
                  { object: 'b', access: 'w', flags: [], closeOnExec: true },
                ],
              },
              { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
            ],
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
          else: {
            oneOf: [
              { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
              { see: 'descriptors', held: [] },
            ],
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      {
        byProfile: {
          design: { see: 'return', value: {} },
          else: {
            oneOf: [
              { see: 'return', value: {} },
              { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:2' not found" },
            ],
          },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
