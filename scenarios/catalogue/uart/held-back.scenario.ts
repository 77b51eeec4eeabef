import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';

const write = (register: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register, value },
  { see: 'done' },
];
const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];
const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** What waits in the port while its backend is full. Source: UART-02. */
export const heldBack: readonly Scenario[] = [
  {
    id: 'uart/held-back/transmit-fifo-overrun',
    title: 'behind a full backend the FIFO keeps the newest sixteen bytes',
    clauses: ['UART-02'],
    bugs: ['BUG-143'],
    needs: ['serial'],
    launch,
    steps: [
      [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: '' },
        { see: 'accepted', count: 0 },
      ],
      [
        { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
        { see: 'wrote', count: 4096 },
      ],
      write(0, 0x61),
      write(0, 0x62),
      write(0, 0x63),
      write(0, 0x64),
      write(0, 0x65),
      write(0, 0x66),
      write(0, 0x67),
      write(0, 0x68),
      write(0, 0x69),
      write(0, 0x6a),
      write(0, 0x6b),
      write(0, 0x6c),
      write(0, 0x6d),
      write(0, 0x6e),
      write(0, 0x6f),
      write(0, 0x70),
      write(0, 0x71),
      write(0, 0x72),
      write(0, 0x73),
      write(0, 0x74),
      read(5, 0x00),
      [
        { do: 'read', from: 'out.read', max: 4096 },
        { see: 'data', bytes: 'w'.repeat(4096), end: false },
      ],
      read(5, 0x60),
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: 'aefghijklmnopqrst', end: false },
      ],
    ],
  },
  {
    id: 'uart/held-back/fifo-reset',
    title: 'FCR bit 2 forgets the bytes that wait behind a full backend, but for the one being sent',
    clauses: ['UART-02'],
    needs: ['serial'],
    launch,
    steps: [
      [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: '' },
        { see: 'accepted', count: 0 },
      ],
      [
        { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
        { see: 'wrote', count: 4096 },
      ],
      write(0, 0x61),
      write(0, 0x62),
      write(0, 0x63),
      read(5, 0x00),
      write(2, 0xc5),
      read(5, 0x20),
      [
        { do: 'read', from: 'out.read', max: 4096 },
        { see: 'data', bytes: 'w'.repeat(4096), end: false },
      ],
      read(5, 0x60),
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: 'a', end: false },
      ],
    ],
  },
  {
    id: 'uart/held-back/without-fifos',
    title: 'behind a full backend and without FIFOs one byte is sent and the newest one waits',
    clauses: ['UART-02'],
    needs: ['serial'],
    launch,
    steps: [
      [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
        { see: 'wrote', count: 4096 },
      ],
      write(0, 0x61),
      read(5, 0x20),
      write(0, 0x62),
      read(5, 0x00),
      write(0, 0x63),
      read(5, 0x00),
      [
        { do: 'read', from: 'out.read', max: 4096 },
        { see: 'data', bytes: 'w'.repeat(4096), end: false },
      ],
      read(5, 0x60),
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: 'ac', end: false },
      ],
    ],
  },
];
