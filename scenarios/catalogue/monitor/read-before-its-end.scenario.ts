import type { Scenario } from '../../scenario.ts';
import { connects, done, peerSends } from '../../steps.ts';

/** A hang-up that comes last comes behind what the monitor's thread reads. Source: SOCK-15, CHR-37, experiment. */
export const readBeforeItsEnd: Scenario = {
  id: 'monitor/read-before-its-end',
  title:
    'what a client said that waited and hung up is read before its end is seen, but on 7.2, where that is as urgent',
  clauses: ['SOCK-15', 'CHR-37'],
  profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
  launch: { args: ['-chardev', 'socket,id=m,path={dir}/s,server=on,wait=off', '-mon', 'chardev=m,mode=control'] },
  steps: [
    connects('a', '{dir}/s'),
    [{ do: 'shutdown', socket: 'a', how: 'r' }, done],
    connects('b', '{dir}/s'),
    peerSends('b', 'ab'),
    [{ do: 'shutdown', socket: 'b', how: 'rw' }, done],
    peerSends('a', '\x01'),
    [
      { do: 'read', from: 'b' },
      {
        byProfile: { 'qemu-7.2': { see: 'errno', errno: 'ECONNRESET' }, else: { see: 'data', bytes: '', end: true } },
      },
    ],
  ],
};
