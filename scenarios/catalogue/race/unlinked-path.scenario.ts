import type { PortSpec } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { addServer, closes, connects, guestSends, peerGets, serverAt, swapChardev } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const server = 'socket,id=c,path={dir}/s,server=on,wait=off';

/** A change from a listening socket to one at the same path. Source: RACE-S02, RACE-37, SAFE-19. */
export const unlinkedPath: readonly Scenario[] = [
  {
    id: 'race/unlinked-path/under-a-frontend',
    title: 'closing the old one unlinks the path that the new one listens at: nobody can connect',
    clauses: ['RACE-S02', 'RACE-37', 'SAFE-19', 'ENG-15', 'ENG-27'],
    bugs: ['HS17-23'],
    launch: { args: ['-chardev', server], ports: [com1] },
    steps: [
      connects('x'),
      guestSends('com1', 'old'),
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      peerGets('x', 'old', true),
      [
        { do: 'connect-socket', as: 'y', path: '{dir}/s' },
        { byProfile: { design: { see: 'done' }, else: { see: 'errno', errno: 'ENOENT' } } },
      ],
      guestSends('com1', 'new'),
    ],
  },
  {
    id: 'race/unlinked-path/unattached',
    title: 'without a frontend the old one goes first, and the path is there',
    clauses: ['RACE-S02', 'SWAP-S04'],
    steps: [addServer('c'), swapChardev('c', 'socket', serverAt('{dir}/s')), connects('x'), closes('x')],
  },
];
