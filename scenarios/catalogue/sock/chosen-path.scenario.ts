import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  removeChardev,
} from '../../steps.ts';

const addUnnamed = (id: string): Step =>
  addChardev(id, 'socket', { addr: { type: 'unix', data: { path: '' } }, server: true, wait: false });
const chosen = (id: string): string => `{socket:${id}}`;

/** A server that is given an empty path looks for one itself. Source: SOCK-11. */
export const chosenPath: readonly Scenario[] = [
  {
    id: 'sock/chosen-path/one-each',
    title: 'two servers without a path listen at two of their own choice, which go with them',
    clauses: ['SOCK-11', 'SOCK-20', 'SOCK-21', 'CHR-13'],
    steps: [
      addUnnamed('c'),
      addUnnamed('d'),
      listed(
        ['c', `disconnected:unix:${chosen('c')},server=on`, false],
        ['d', `disconnected:unix:${chosen('d')},server=on`, false],
      ),
      connects('p', chosen('c')),
      connects('q', chosen('d')),
      listed(['c', `unix:${chosen('c')},server=on`, false], ['d', `unix:${chosen('d')},server=on`, false]),
      closes('q'),
      removeChardev('c'),
      peerGets('p', '', true),
      [{ do: 'connect-socket', as: 'r', path: chosen('d') }, { see: 'done' }],
    ],
  },
  {
    id: 'sock/chosen-path/serves',
    title: 'whoever finds it is served there, from the command line too',
    clauses: ['SOCK-11', 'SOCK-03'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'socket,id=c,path=,server=on,wait=off'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      guestGets('com1', ''),
      listed(['c', `disconnected:unix:${chosen('c')},server=on`, true]),
      connects('p', chosen('c')),
      peerSends('p', 'in'),
      guestGets('com1', 'in'),
      guestSends('com1', 'out'),
      peerGets('p', 'out'),
      [{ do: 'close', handle: 'p' }, done],
      listed(['c', `disconnected:unix:${chosen('c')},server=on`, true]),
    ],
  },
];
