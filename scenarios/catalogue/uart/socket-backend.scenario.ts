import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';

const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];
const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** A port on a socket. Source: GETFD-07, UART-01, CHR-80. */
export const socketBackend: readonly Scenario[] = [
  {
    id: 'uart/socket-backend/both-ways',
    title: 'bytes go both ways until the peer leaves; then output is dropped',
    clauses: ['GETFD-07', 'UART-01'],
    needs: ['serial'],
    launch: launch,
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['s.a'] },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: false } },
          },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'get-flags', of: 's.a' },
        { see: 'flags', access: 'rw', flags: ['nonblock'] },
      ],
      [{ do: 'close', handle: 's.a' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'out' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'out', end: false },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'in' },
        { see: 'wrote', count: 2 },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'in', end: false },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ 'frontend-open': true, filename: 'unix:', label: 'c' }] },
      ],
      [{ do: 'close', handle: 's.b' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ 'frontend-open': true, filename: 'disconnected:fd:n', label: 'c' }] },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'lost' },
        { see: 'accepted', count: 4 },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
  {
    id: 'uart/socket-backend/more-than-the-fifo',
    title: 'input beyond the FIFO waits in the socket',
    clauses: ['GETFD-07', 'CHR-80'],
    needs: ['serial'],
    launch: launch,
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['s.a'] },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: false } },
          },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'abcdefghijklmnopqrstuvwxyz' },
        { see: 'wrote', count: 26 },
      ],
      read(5, 0x61),
      read(0, 0x61),
      read(0, 0x62),
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'cdefghijklmnopqrstuvwxyz', end: false },
      ],
      read(5, 0x60),
    ],
  },
];
