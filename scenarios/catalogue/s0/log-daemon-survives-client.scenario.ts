import type { Scenario } from '../../scenario.ts';

/**
 * A restart of the management client does not disturb the stream to the log daemon. Source: S0-2, FDSET-35, FDSET-38.
 */
export const logDaemonSurvivesClient: Scenario = {
  id: 's0/log-daemon-survives-client',
  title: 'a restart of the management client does not disturb the stream to the log daemon',
  clauses: ['S0-2', 'FDSET-35', 'FDSET-38'],
  needs: ['serial', 'listening-monitors'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=2', '-chardev', 'file,id=c,path=/dev/fdset/2,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'one' },
      { see: 'accepted', count: 3 },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'two' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'onetwo', end: false },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'three' },
      { see: 'accepted', count: 5 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'three', end: false },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'member' } }] }] },
    ],
  ],
};
