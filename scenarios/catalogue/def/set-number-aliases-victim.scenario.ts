import type { Scenario } from '../../scenario.ts';

/**
 * After a parallel failure a set number aliases the file that takes 0 next: opens reach that file and remove-fd
 * closes it. Source: DEF-04, FDSET-48.
 */
export const setNumberAliasesVictim: Scenario = {
  id: 'def/set-number-aliases-victim',
  title:
    'after a parallel failure a set number aliases the file that takes 0 next: opens reach that file and remove-fd closes it',
  clauses: ['DEF-04', 'FDSET-48'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/nonexistent/x' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'zero' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/nonexistent/x' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'victim', backend: { type: 'file', data: { out: '{dir}/victim' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: {
            see: 'descriptors',
            held: [
              { object: 'p', access: 'w', flags: [], closeOnExec: true },
              { object: '{dir}/victim', access: 'w', flags: ['nonblock'], closeOnExec: true },
            ],
          },
          else: {
            see: 'descriptors',
            held: [{ object: '{dir}/victim', access: 'w', flags: ['nonblock'], closeOnExec: true }],
          },
        },
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'alias', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: {
            see: 'descriptors',
            held: [
              { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
              { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
              { object: '{dir}/victim', access: 'w', flags: ['nonblock'], closeOnExec: true },
            ],
          },
          else: {
            see: 'descriptors',
            held: [
              { object: '{dir}/victim', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
              { object: '{dir}/victim', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
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
          design: {
            see: 'descriptors',
            held: [
              { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
              { object: '{dir}/victim', access: 'w', flags: ['nonblock'], closeOnExec: true },
            ],
          },
          else: {
            see: 'descriptors',
            held: [{ object: '{dir}/victim', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true }],
          },
        },
      },
    ],
  ],
};
