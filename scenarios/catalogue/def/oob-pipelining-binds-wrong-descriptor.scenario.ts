import type { Scenario } from '../../scenario.ts';

/**
 * With oob two pipelined getfd may bind the second descriptor to the first name; the repaired design binds each to
 * its own. Source: DEF-02, FDSET-11, GETFD-01.
 */
export const oobPipeliningBindsWrongDescriptor: Scenario = {
  id: 'def/oob-pipelining-binds-wrong-descriptor',
  title:
    'with oob two pipelined getfd may bind the second descriptor to the first name; the repaired design binds each to its own',
  clauses: ['DEF-02', 'FDSET-11', 'GETFD-01'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"getfd","arguments":{"fdname":"a"},"id":1}', fds: ['a.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"getfd","arguments":{"fdname":"b"},"id":2}', fds: ['b.write'] },
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
              { return: {}, id: 1 },
              { return: {}, id: 2 },
            ],
          },
          else: {
            oneOf: [
              {
                see: 'messages',
                messages: [
                  { return: {}, id: 1 },
                  { return: {}, id: 2 },
                ],
              },
              {
                see: 'messages',
                messages: [
                  { return: {}, id: 1 },
                  { error: { class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' }, id: 2 },
                ],
              },
            ],
          },
        },
      },
    ],
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
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'a' } },
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
  ],
};
