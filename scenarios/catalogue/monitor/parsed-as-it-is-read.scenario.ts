import type { Scenario } from '../../scenario.ts';
import { closes, connects, done, peerSends } from '../../steps.ts';

/** A monitor's thread parses each byte before it reads the next, also through a mux. Source: CHR-37, experiment. */
export const parsedAsItIsRead: Scenario = {
  id: 'monitor/parsed-as-it-is-read',
  title: 'what a client below a mux said that waited and left is not answered to the next one',
  clauses: ['CHR-37', 'MUX-07', 'QMP-08'],
  launch: {
    args: ['-chardev', 'socket,id=m,path={dir}/s,server=on,wait=off,mux=on', '-mon', 'chardev=m,mode=control'],
  },
  steps: [
    connects('a', '{dir}/s'),
    connects('b', '{dir}/s'),
    connects('c', '{dir}/s'),
    peerSends('b', 'aY'),
    closes('b'),
    [{ do: 'shutdown', socket: 'a', how: 'w' }, done],
    [
      { do: 'read', from: 'c', max: 8 },
      { see: 'data', bytes: '{"QMP": ', end: false },
    ],
    [{ do: 'read', from: 'c' }],
  ],
};
