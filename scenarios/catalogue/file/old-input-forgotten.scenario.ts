import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';

const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** Input watches end with their chardev. Source: CHR-83, FDSET-46, FILE-04. */
export const oldInputForgotten: readonly Scenario[] = [
  {
    id: 'file/old-input-forgotten/change',
    title: 'after a change nobody reads the old input, nor what takes its number',
    clauses: ['CHR-83', 'FDSET-46'],
    needs: ['serial'],
    launch,
    steps: [
      [{ do: 'pipe', as: 'in' }, { see: 'done' }],
      [{ do: 'pipe', as: 'next' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['in.read'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: {
            id: 'c',
            backend: { type: 'file', data: { in: '/dev/fdset/1', out: '/dev/null', append: true } },
          },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 'in.write', bytes: 'a' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'a', end: false },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['next.read'] },
        { see: 'return', value: { fd: { $: 'fd2' }, 'fdset-id': 2 } },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['next.read'] },
        { see: 'return', value: { fd: { $: 'fd3' }, 'fdset-id': 2 } },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['next.read'] },
        { see: 'return', value: { fd: { $: 'fd4' }, 'fdset-id': 2 } },
      ],
      [
        { do: 'write', to: 'in.write', bytes: 'b' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'write', to: 'next.write', bytes: 'c' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'read', from: 'in.read' },
        { see: 'data', bytes: 'b', end: false },
      ],
      [
        { do: 'read', from: 'next.read' },
        { see: 'data', bytes: 'c', end: false },
      ],
    ],
  },
  {
    id: 'file/old-input-forgotten/end-of-file',
    title: 'after the end of its input nobody reads what takes the number of a removed chardev',
    clauses: ['FILE-04'],
    needs: ['serial'],
    launch,
    steps: [
      [{ do: 'pipe', as: 'in' }, { see: 'done' }],
      [{ do: 'pipe', as: 'next' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['in.read'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: {
            id: 'c',
            backend: { type: 'file', data: { in: '/dev/fdset/1', out: '/dev/null', append: true } },
          },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 'in.write', bytes: 'a' },
        { see: 'wrote', count: 1 },
      ],
      [{ do: 'close', handle: 'in.write' }, { see: 'done' }],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'a', end: false },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'x' },
        { see: 'accepted', count: 1 },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['next.read'] },
        { see: 'return', value: { fd: { $: 'fd2' }, 'fdset-id': 2 } },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['next.read'] },
        { see: 'return', value: { fd: { $: 'fd3' }, 'fdset-id': 2 } },
      ],
      [
        { do: 'write', to: 'next.write', bytes: 'c' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'read', from: 'next.read' },
        { see: 'data', bytes: 'c', end: false },
      ],
    ],
  },
];
