import type { Scenario } from '../../scenario.ts';

/** A client that reconnects while another stayed finds the members it left. Source: FDSET-37. */
export const secondClientTakesOver: Scenario = {
  id: 'fdset/second-client-takes-over',
  title: 'a client that reconnects while another stayed finds the members it left',
  clauses: ['FDSET-37'],
  needs: ['listening-monitors'],
  launch: {
    monitors: [
      { id: 'm', mode: 'qmp', via: 'listen' },
      { id: 'n', mode: 'qmp', via: 'listen' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'a' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'connect', monitor: 'n', as: 'b' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', on: 'a', execute: 'add-fd', arguments: { 'fdset-id': 1, opaque: 'a' }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'disconnect', on: 'a' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'a' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', on: 'a', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' }, opaque: 'a' }] }] },
    ],
    [{ do: 'disconnect', on: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', on: 'a', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' }, opaque: 'a' }] }] },
    ],
    [
      { do: 'qmp', on: 'a', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
