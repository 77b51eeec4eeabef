import type { Scenario } from '../../scenario.ts';

export const changeUnderFrontend: readonly Scenario[] = [
  {
    id: 'chardev/change-under-frontend/output-follows',
    title: "the guest's output goes to the new backend from the reply on, and the old file is closed",
    clauses: ['SWAP-S01', 'SWAP-S06', 'FDSET-46'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'file,id=c,path=first'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      [
        { do: 'guest-write', port: 'com1', bytes: 'one' },
        { see: 'accepted', count: 3 },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/second' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'two' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'read-file', path: '{dir}/first' },
        { see: 'data', bytes: 'one', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/second' },
        { see: 'data', bytes: 'two', end: true },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [{ object: '{dir}/second', access: 'w', flags: ['nonblock'], closeOnExec: true }],
        },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        // The new one has not been told of its frontend.
        { see: 'return', value: [{ label: 'c', filename: 'file', 'frontend-open': true }] },
      ],
    ],
  },
  {
    id: 'chardev/change-under-frontend/failure-keeps-old',
    title: 'a change that fails under a frontend leaves the old backend, and its text has no prefix',
    clauses: ['SWAP-S02', 'SWAP-S05', 'FDSET-46'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'file,id=c,path=first'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/nonexistent/x' } } },
        },
        { see: 'error', class: 'GenericError', desc: "Could not open '/nonexistent/x': No such file or directory" },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
        },
        { see: 'error', class: 'GenericError', desc: "Could not open '/dev/fdset/1': Invalid argument" },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'ringbuf', data: { size: 3 } } },
        },
        { see: 'error', class: 'GenericError', desc: 'size of ringbuf chardev must be power of two' },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'kept' },
        { see: 'accepted', count: 4 },
      ],
      [
        { do: 'read-file', path: '{dir}/first' },
        { see: 'data', bytes: 'kept', end: true },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'chardev/change-under-frontend/same-set',
    title: 'a change to the set that the old backend uses opens the new dup before the old one goes',
    clauses: ['FDSET-46', 'SWAP-S05', 'SWAP-S06', 'OPEN-15'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
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
        { do: 'guest-write', port: 'com1', bytes: 'through' },
        { see: 'accepted', count: 7 },
      ],
      [
        { do: 'read', from: 'p.read' },
        { see: 'data', bytes: 'through', end: false },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
      [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
      [
        { do: 'read', from: 'p.read' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'chardev/change-under-frontend/ringbuf',
    title: 'output to a ring buffer is read by ringbuf-read, and a change to null drops what follows',
    clauses: ['SWAP-S01', 'QMP-14'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'ringbuf,id=c,size=16'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      [
        { do: 'guest-write', port: 'com1', bytes: 'ring' },
        { see: 'accepted', count: 4 },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 16 } },
        { see: 'return', value: 'ring' },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'dropped' },
        { see: 'accepted', count: 7 },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 16 } },
        { see: 'error', class: 'GenericError', desc: 'c is not a ringbuf device' },
      ],
    ],
  },
];
