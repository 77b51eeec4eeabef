import type { Scenario } from '../../scenario.ts';

export const dumpStopsAndResumes: Scenario = {
  id: 'getfd/dump-stops-and-resumes',
  title: 'a dump of a running machine stops it and lets it run on, also when it fails',
  clauses: ['GETFD-07'],
  launch: {},
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'd' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'dump-guest-memory', arguments: { paging: false, protocol: 'fd:d' } },
      { see: 'error', class: 'GenericError', desc: 'dump: no guest memory to dump' },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ event: 'STOP' }, { event: 'RESUME' }] }],
    [
      { do: 'qmp', execute: 'query-status' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: { status: 'running', singlestep: false, running: true } },
          else: { see: 'return', value: { status: 'running', running: true } },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ event: 'STOP' }] }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'd' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'dump-guest-memory', arguments: { paging: false, protocol: 'fd:d' } },
      { see: 'error', class: 'GenericError', desc: 'dump: no guest memory to dump' },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [] }],
    [
      { do: 'qmp', execute: 'query-status' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: { status: 'paused', singlestep: false, running: false } },
          else: { see: 'return', value: { status: 'paused', running: false } },
        },
      },
    ],
  ],
};
