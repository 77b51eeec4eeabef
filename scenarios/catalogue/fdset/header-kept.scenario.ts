import type { Scenario } from '../../scenario.ts';
import { addChardev, done, guestSends } from '../../steps.ts';

/** What a passed file holds stays when it is opened for appending. Source: OPEN-13, FILE-02. */
export const headerKept: Scenario = {
  id: 'fdset/header-kept',
  title: 'what a passed file holds stays when it is opened for appending',
  clauses: ['FILE-02'],
  bugs: ['BUG-126'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'write-file', path: '{dir}/f', bytes: 'header,' }, done],
    [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, done],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'f' } } },
    ],
    addChardev('x', 'file', { out: '/dev/fdset/1', append: true }),
    [
      { do: 'read-file', path: '{dir}/f' },
      { see: 'data', bytes: 'header,', end: true },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    guestSends('com1', 'data'),
    [
      { do: 'read-file', path: '{dir}/f' },
      { see: 'data', bytes: 'header,data', end: true },
    ],
  ],
};
