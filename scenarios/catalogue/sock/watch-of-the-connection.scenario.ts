import type { Scenario } from '../../scenario.ts';
import { closes, connects } from '../../steps.ts';

/** Whose watch is older is called first, where all are as urgent. Source: SOCK-15, CHR-92. */
export const watchOfTheConnection: Scenario = {
  id: 'sock/watch-of-the-connection',
  title: 'who waits for room hears of the end before it is told CLOSED, but on 7.2, where both are as urgent',
  clauses: ['SOCK-15', 'CHR-92'],
  launch: {
    args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
    ports: [{ id: 'w', kind: 'witness', chardev: 'c' }],
  },
  steps: [
    [{ do: 'witness-handlers', port: 'w', listening: true }, { see: 'done' }],
    connects('p', '{dir}/s'),
    [{ do: 'witness-write', port: 'w', bytes: 'x'.repeat(300_000) }],
    [{ do: 'witness-watch', port: 'w' }],
    closes('p'),
    [
      { do: 'witness-records', port: 'w' },
      {
        byProfile: {
          'qemu-7.2': { see: 'records', records: [{ event: 'OPENED' }, { event: 'CLOSED' }, { watch: 'hang-up' }] },
          else: { see: 'records', records: [{ event: 'OPENED' }, { watch: 'hang-up' }, { event: 'CLOSED' }] },
        },
      },
    ],
  ],
};
