import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const log = (bytes: string): ExpectedOutcome => ({ see: 'data', bytes, end: true });

export const backPressureLogsTwice: Scenario = {
  id: 'log/back-pressure-logs-twice',
  title: 'a byte that waited for a full pipe reaches it once but stands twice in the log; `design` logs it once',
  clauses: ['LOG-02', 'LOG-01', 'DEF-05'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on,logfile=log'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'Z' },
      { see: 'accepted', count: 1 },
    ],
    [{ do: 'read-file', path: '{dir}/log' }, { byProfile: { design: log(''), else: log('Z') } }],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
    [{ do: 'read-file', path: '{dir}/log' }, { byProfile: { design: log('Z'), else: log('ZZ') } }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'Y' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'ZY', end: false },
    ],
    [{ do: 'read-file', path: '{dir}/log' }, { byProfile: { design: log('ZY'), else: log('ZZY') } }],
  ],
};
