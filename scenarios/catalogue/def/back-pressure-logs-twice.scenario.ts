import type { Scenario } from '../../scenario.ts';

/**
 * A write refused with EAGAIN is logged at once and again after the retry; the repaired design logs what was
 * accepted. Source: DEF-05, LOG-02.
 */
export const backPressureLogsTwice: Scenario = {
  id: 'def/back-pressure-logs-twice',
  title:
    'a write refused with EAGAIN is logged at once and again after the retry; the repaired design logs what was accepted',
  clauses: ['DEF-05', 'LOG-02'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      { do: 'write', to: 'p.write', bytes: '.'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:p.write},set=1',
          '-chardev',
          'file,id=c,path=/dev/fdset/1,append=on,logfile={dir}/log',
        ],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'Z' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { byProfile: { design: { see: 'data', bytes: '', end: true }, else: { see: 'data', bytes: 'Z', end: true } } },
    ],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: '.'.repeat(4096), end: false },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'Z', end: false },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { byProfile: { design: { see: 'data', bytes: 'Z', end: true }, else: { see: 'data', bytes: 'ZZ', end: true } } },
    ],
  ],
};
