import type { Scenario } from '../../scenario.ts';

/** The pipe behind an unused member ends with the last monitor, except on 10.0. Source: FDSET-35, FDSET-36. */
export const peerEofAtLastDisconnect: Scenario = {
  id: 'fdset/peer-eof-at-last-disconnect',
  title: 'the pipe behind an unused member ends with the last monitor, except on 10.0',
  clauses: ['FDSET-35', 'FDSET-36'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: false },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      {
        byProfile: { 'qemu-10.0': { see: 'data', bytes: '', end: false }, else: { see: 'data', bytes: '', end: true } },
      },
    ],
  ],
};
