import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';

const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** Chardevs that got descriptor 0. Source: DEF-04. */
export const descriptorZeroServes: readonly Scenario[] = [
  {
    id: 'def/descriptor-zero-serves/file',
    title: 'a file chardev on descriptor 0 writes, and closes it',
    clauses: ['DEF-04'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    needs: ['serial'],
    launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'x', backend: { type: 'parallel', data: { device: '{dir}/none' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'x': Could not open '{dir}/none': No such file or directory",
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'w', flags: ['nonblock'], closeOnExec: true }] },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'abc' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abc', end: true },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
  {
    id: 'def/descriptor-zero-serves/log',
    title: 'a logfile on descriptor 0 is written, and closed',
    clauses: ['DEF-04'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    needs: ['serial'],
    launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'x', backend: { type: 'parallel', data: { device: '{dir}/none' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'x': Could not open '{dir}/none': No such file or directory",
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'null', data: { logfile: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'abc' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abc', end: true },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
  {
    id: 'def/descriptor-zero-serves/pipe',
    title: 'a pipe chardev on descriptor 0 reads and writes, and closes it',
    clauses: ['DEF-04'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    needs: ['serial'],
    launch,
    steps: [
      [{ do: 'mkfifo', path: '{dir}/p' }, { see: 'done' }],
      [{ do: 'open', as: 'end', path: '{dir}/p', access: 'rw' }, { see: 'done' }],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'x', backend: { type: 'parallel', data: { device: '{dir}/none' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'x': Could not open '{dir}/none': No such file or directory",
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'pipe', data: { device: '{dir}/p' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/p', access: 'rw', flags: ['nonblock'], closeOnExec: true }] },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'abc' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'abc', end: false },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
];
