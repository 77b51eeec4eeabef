import type { Scenario } from '../../scenario.ts';

export const separateOffsets: Scenario = {
  id: 'open/separate-offsets',
  title: 'two independently opened descriptors share no offset: without append one overwrites the other',
  clauses: ['OPEN-14'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'own', path: '{dir}/file', access: 'w' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:file},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'guest' },
      { see: 'accepted', count: 5 },
    ],
    [
      { do: 'write', to: 'own', bytes: 'CLI' },
      { see: 'wrote', count: 3 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: '!' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'read-file', path: '{dir}/file' },
      { see: 'data', bytes: 'CLIst!', end: true },
    ],
  ],
};
