import type { Scenario } from '../../scenario.ts';

/** A stale dup makes 7.2 keep re-added members past the last disconnect. Source: DEF-01, FDSET-38, FDSET-36. */
export const staleDupKeepsMembersOn72: Scenario = {
  id: 'def/stale-dup-keeps-members-on-7-2',
  title: 'a stale dup makes 7.2 keep re-added members past the last disconnect',
  clauses: ['DEF-01', 'FDSET-38', 'FDSET-36'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'null', data: { logfile: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'again' } } },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'again' } }] }] },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: '{dir}/log', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
  ],
};
