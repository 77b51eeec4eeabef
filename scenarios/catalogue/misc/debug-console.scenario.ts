import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { guestSends, listed, ringHolds } from '../../steps.ts';

const launch: LaunchOptions = {
  args: ['-chardev', 'ringbuf,id=r'],
  ports: [{ id: 'debug', kind: 'debugcon', chardev: 'r' }],
};

/** A frontend that only writes, one byte at a time. Source: CHR-61, CHR-16. */
export const debugConsole: readonly Scenario[] = [
  {
    id: 'misc/debug-console/writes',
    title: 'each byte is written out; the frontend counts as open and reads nothing',
    clauses: ['CHR-61', 'CHR-16'],
    launch,
    steps: [guestSends('debug', 'boot\n'), ringHolds('r', 'boot\n'), listed(['r', 'ringbuf', true])],
  },
  {
    id: 'misc/debug-console/drops-without-peer',
    title: 'what nobody takes is lost',
    clauses: ['CHR-61', 'SOCK-14'],
    launch: {
      args: ['-chardev', 'socket,id=r,path={dir}/s,server=on,wait=off'],
      ports: [{ id: 'debug', kind: 'debugcon', chardev: 'r' }],
    },
    steps: [
      guestSends('debug', 'lost'),
      [{ do: 'connect-socket', as: 'c', path: '{dir}/s' }, { see: 'done' }],
      guestSends('debug', 'seen'),
      [
        { do: 'read', from: 'c' },
        { see: 'data', bytes: 'seen', end: false },
      ],
    ],
  },
];
