import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';

const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** What a chardev does when reading or writing fails. Source: FILE-07, CHR-63, LOG-03, LOG-01, CHR-81. */
export const faults: readonly Scenario[] = [
  {
    id: 'file/faults/full-disk',
    title: 'a byte that the disk has no room for is lost, the next one is written',
    clauses: ['FILE-07', 'CHR-63'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'ab' },
        { see: 'accepted', count: 2 },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'ENOSPC' }, object: '{dir}/f' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'c' },
        { see: 'accepted', count: 1 },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'd' },
        { see: 'accepted', count: 1 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abd', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/broken-output',
    title: 'a failing write drops its byte and no other',
    clauses: ['FILE-07'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'EIO' }, object: '{dir}/f', times: 2 }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'abcd' },
        { see: 'accepted', count: 4 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'cd', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/again',
    title: 'EAGAIN is waited for',
    clauses: ['FILE-07'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'a' },
        { see: 'accepted', count: 1 },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'EAGAIN' }, object: '{dir}/f' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'bc' },
        { see: 'accepted', count: 2 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abc', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/interrupted',
    title: 'a write that a signal interrupts is made again, and nobody is the wiser',
    clauses: ['FILE-07', 'CHR-63'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'EINTR' }, object: '{dir}/f', times: 3 }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'ab' },
        { see: 'accepted', count: 2 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'ab', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/interrupted-at-once',
    title: 'the write itself is made again: whoever writes hears of no EAGAIN',
    clauses: ['FILE-07', 'CHR-63'],
    needs: ['witness', 'inject-faults'],
    launch: { args: ['-chardev', 'file,id=c,path={dir}/f'], ports: [{ id: 'w', kind: 'witness', chardev: 'c' }] },
    steps: [
      [{ do: 'fault', call: 'write', give: { errno: 'EINTR' }, object: '{dir}/f', times: 3 }, { see: 'done' }],
      [
        { do: 'witness-write', port: 'w', bytes: 'abc' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abc', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/again-between',
    title: 'the main loop has its turn between two bytes: what EAGAIN held back is gone when the third one comes',
    clauses: ['FILE-07', 'CHR-91'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        { see: 'return', value: {} },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'EAGAIN' }, object: '{dir}/f' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'abc' },
        { see: 'accepted', count: 3 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abc', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/log-write',
    title: 'a log that cannot be written loses its byte, the backend does not',
    clauses: ['LOG-03'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f', logfile: '{dir}/log' } } },
        },
        { see: 'return', value: {} },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'ENOSPC' }, object: '{dir}/log' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'ab' },
        { see: 'accepted', count: 2 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'ab', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'b', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/fatal-error-logged',
    title: 'a fatal error of the backend is logged whole',
    clauses: ['LOG-01'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/f', logfile: '{dir}/log' } } },
        },
        { see: 'return', value: {} },
      ],
      [{ do: 'fault', call: 'write', give: { errno: 'EIO' }, object: '{dir}/f' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'ab' },
        { see: 'accepted', count: 2 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'b', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'ab', end: true },
      ],
    ],
  },
  {
    id: 'file/faults/short-input',
    title: 'input that comes in pieces comes whole',
    clauses: ['CHR-81'],
    needs: ['serial', 'inject-faults'],
    launch: launch,
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: {
            id: 'c',
            backend: { type: 'file', data: { out: '/dev/null', append: true, in: '/dev/fdset/1' } },
          },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: '', end: false },
      ],
      [{ do: 'fault', call: 'read', give: { short: 2 }, object: 'p', times: 2 }, { see: 'done' }],
      [
        { do: 'write', to: 'p.write', bytes: 'abcdefg' },
        { see: 'wrote', count: 7 },
      ],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'abcdefg', end: false },
      ],
    ],
  },
];
