import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { attaches, done, listed, listens, offers, peerGets, peerSends, told, writes } from '../../steps.ts';

const launch: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,fd={fd:s.b}'],
  ports: [{ id: 'w', kind: 'witness' }],
};
const fails = (errno: string, times: number): Step => [
  { do: 'fault', call: 'recvmsg', object: 's.b', times, give: { errno } },
  done,
];
const begin: readonly Step[] = [
  [{ do: 'socketpair', as: 's' }, done],
  [{ do: 'launch', ...launch }, { see: 'launched' }],
  attaches('w', 'c'),
  listens('w'),
  offers('w', 100),
  told('w', { event: 'OPENED' }),
];

/** A socket that was readable, and then is not. */
export const spuriousWakeUp: readonly Scenario[] = [
  {
    id: 'sock/spurious-wake-up/again',
    title: 'a read that finds nothing after all is no end: what comes is read the next time',
    clauses: ['SOCK-13', 'CHR-81'],
    bugs: ['BUG-082'],
    needs: ['inject-faults'],
    launch: 'manual',
    steps: [
      ...begin,
      fails('EAGAIN', 3),
      peerSends('s.a', 'later'),
      told('w', { read: 'later' }),
      writes('w', 'still there'),
      peerGets('s.a', 'still there'),
    ],
  },
  {
    id: 'sock/spurious-wake-up/error',
    title: 'any other error of a read is the end of the connection',
    clauses: ['SOCK-13', 'SOCK-12'],
    needs: ['inject-faults'],
    launch: 'manual',
    steps: [
      ...begin,
      fails('ECONNRESET', 1),
      peerSends('s.a', 'lost'),
      told('w', { event: 'CLOSED' }),
      listed(['c', 'disconnected:fd:{fd:s.b}', true]),
    ],
  },
];
