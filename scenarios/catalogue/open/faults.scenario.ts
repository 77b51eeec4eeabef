import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, done, refusal } from '../../steps.ts';
import { errorWords } from './error-words.ts';

/** What an open does when a call of it fails. Source: OPEN-10, OPEN-12, OPEN-09, FBE-01, FDSET-46. */
export const faults: readonly Scenario[] = [
  {
    id: 'open/faults/dup',
    title: 'a refused dup is told, leaves no dup behind, and the next open works',
    clauses: ['OPEN-10'],
    needs: ['inject-faults'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' } }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'a': Could not open '/dev/fdset/1': Too many open files",
        },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [
            { object: '{dir}/f', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
            { object: '{dir}/f', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          ],
        },
      ],
    ],
  },
  {
    id: 'open/faults/dup-for-log',
    title: 'a refused dup for a logfile is told in its own words',
    clauses: ['OPEN-10'],
    needs: ['inject-faults'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' }, times: 2 }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'null', data: { logfile: '/dev/fdset/1' } } },
        },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'error',
              class: 'GenericError',
              desc: "Failed to add chardev 'a': Could not dup FD for /dev/fdset/1 flags 241: Too many open files",
            },
            else: {
              see: 'error',
              class: 'GenericError',
              desc: "Failed to add chardev 'a': Failed to dup() given file descriptor fd=⟦fd1⟧",
            },
          },
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'null', data: { logfile: '/dev/fdset/1' } } },
        },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'error',
              class: 'GenericError',
              desc: "Failed to add chardev 'a': Could not dup FD for /dev/fdset/1 flags 241: Too many open files",
            },
            else: {
              see: 'error',
              class: 'GenericError',
              desc: "Failed to add chardev 'a': Failed to dup() given file descriptor fd=⟦fd1⟧",
            },
          },
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'null', data: { logfile: '/dev/fdset/1' } } },
        },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'open/faults/truncation',
    title: 'a refused truncation closes the dup and keeps the bytes',
    clauses: ['OPEN-10', 'OPEN-12'],
    needs: ['inject-faults'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [{ do: 'fault', call: 'ftruncate', give: { errno: 'EIO' } }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'a': Could not open '/dev/fdset/1': Input/output error",
        },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
      [
        { do: 'get-flags', of: 'f' },
        { see: 'flags', access: 'w', flags: [] },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'open/faults/flags-of-another',
    title: 'a fault of another object is none',
    clauses: ['OPEN-09'],
    needs: ['inject-faults'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' }, object: '{dir}/other' }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [
            { object: '{dir}/f', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
            { object: '{dir}/f', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          ],
        },
      ],
    ],
  },
  {
    id: 'open/faults/plain-path',
    title: 'a plain path says why it cannot be opened',
    clauses: ['FBE-01'],
    needs: ['inject-faults'],
    steps: [
      [{ do: 'fault', call: 'open', give: { errno: 'ENOSPC' }, object: '{dir}/f' }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'a': Could not open '{dir}/f': No space left on device",
        },
      ],
      [{ do: 'fault', call: 'open', give: { errno: 'EIO' } }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'null', data: { logfile: '{dir}/f' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'a': Could not create '{dir}/f': Input/output error",
        },
      ],
      [{ do: 'fault', call: 'open', give: { errno: 'EMFILE' }, times: 3 }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'pipe', data: { device: '{dir}/f' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'a': Could not open '{dir}/f': Too many open files",
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'a', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'open/faults/second-open',
    title: 'a failing `in` releases `out`',
    clauses: ['FDSET-46'],
    needs: ['inject-faults'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.read'] },
        { see: 'return', value: { fd: { $: 'fd2' }, 'fdset-id': 2 } },
      ],
      [{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' }, object: 'p' }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'a',
            backend: { type: 'file', data: { out: '/dev/fdset/1', in: '/dev/fdset/2', append: true } },
          },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'a': Could not open '/dev/fdset/2': Too many open files",
        },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [
            { object: 'p', access: 'r', flags: [], closeOnExec: true },
            { object: '{dir}/f', access: 'w', flags: ['append'], closeOnExec: true },
          ],
        },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd2' } }], 'fdset-id': 2 }] },
      ],
    ],
  },
  {
    id: 'open/faults/block-node',
    title: 'a block node and a random source tell a failing open',
    clauses: ['OPEN-10'],
    needs: ['inject-faults', 'block'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [{ do: 'open', as: 'rw', path: '{dir}/f', access: 'rw' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['rw'] },
        { see: 'return', value: { fd: { $: 'fd2' }, 'fdset-id': 1 } },
      ],
      [{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' } }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'blockdev-add',
          arguments: { driver: 'file', 'node-name': 'n', filename: '/dev/fdset/1' },
        },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'error',
              class: 'GenericError',
              desc: 'Could not dup FD for /dev/fdset/1 flags 2: Too many open files',
            },
            else: { see: 'error', class: 'GenericError', desc: 'Failed to dup() given file descriptor fd=⟦fd2⟧' },
          },
        },
      ],
      [{ do: 'fault', call: 'open', give: { errno: 'EIO' } }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'r', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Could not open '/dev/null': Input/output error" },
      ],
    ],
  },
  {
    id: 'open/faults/slave',
    title: 'a call that fails on the slave of a pty chardev is named by the chardev',
    clauses: ['OPEN-10'],
    needs: ['inject-faults'],
    steps: [
      addChardev('t', 'pty', {}, { see: 'return' }),
      [{ do: 'open-pty', as: 's', chardev: 't' }, done],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['s'] }, { see: 'return' }],
      [{ do: 'fault', call: 'dup', object: '{pty:t}', give: { errno: 'EINTR' } }, done],
      addChardev(
        'c',
        'pipe',
        { device: '/dev/fdset/1' },
        refusal("Failed to add chardev 'c': Could not open '/dev/fdset/1': Interrupted system call"),
      ),
    ],
  },
  {
    id: 'open/faults/words',
    title: 'an error of open is told in the words of the C library',
    clauses: ['OPEN-09'],
    needs: ['inject-faults'],
    steps: Object.entries(errorWords).flatMap(([errno, text]): readonly Step[] => [
      [{ do: 'fault', call: 'open', give: { errno } }, done],
      addChardev(
        'c',
        'file',
        { out: '{dir}/f' },
        refusal(`Failed to add chardev 'c': Could not open '{dir}/f': ${text}`),
      ),
    ]),
  },
];
