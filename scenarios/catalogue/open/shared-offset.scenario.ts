import type { Scenario } from '../../scenario.ts';

export const sharedOffset: Scenario = {
  id: 'open/shared-offset',
  title: "the guest's writes move the client's offset, and the client's writes move the guest's",
  clauses: ['OPEN-14'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:file},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'write', to: 'file', bytes: 'ab' },
      { see: 'wrote', count: 2 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'CD' },
      { see: 'accepted', count: 2 },
    ],
    [
      { do: 'write', to: 'file', bytes: 'ef' },
      { see: 'wrote', count: 2 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'GH' },
      { see: 'accepted', count: 2 },
    ],
    [
      { do: 'read-file', path: '{dir}/file' },
      { see: 'data', bytes: 'abCDefGH', end: true },
    ],
  ],
};
