import type { LaunchOptions } from '../../../model/language/action.ts';
import type { WitnessRecord } from '../../../model/language/outcome.ts';
import type { Value } from '../../../model/language/value.ts';
import { inBothUnits } from '../../reconnect.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addServer,
  attaches,
  closes,
  connects,
  done,
  listed,
  listens,
  offers,
  peerGets,
  peerSends,
  refusal,
  sendBreak,
  swapChardev,
  tcpAddress,
  told,
  writeFails,
  writes,
} from '../../steps.ts';

const witness: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const opened = { event: 'OPENED' } as const;
const shut = { event: 'CLOSED' } as const;
const leaves: Step = [{ do: 'witness-disconnect', port: 'w' }, done];
const leavesAtOpened: Step = [{ do: 'witness-disconnect', port: 'w', within: 'OPENED' }, done];
const accepts = (as: string): Step => [{ do: 'accept', as, on: 'l' }, done];
const after = (ms: number): Step => [{ do: 'advance', ms }, done];

const byRelease = (real: readonly WitnessRecord[], design: readonly WitnessRecord[]): Expectation => ({
  byProfile: { design: { see: 'records', records: design }, else: { see: 'records', records: real } },
});

const reconnectError = (name: 'unix' | 'tcp', listen: Step, addr: Value): Scenario => ({
  id: `sock/left-by-the-frontend/first-${name}`,
  title: `a ${name} client whose frontend leaves at once within OPENED connects again later, and stays`,
  clauses: ['SOCK-05', 'SOCK-06', 'SOCK-12'],
  upstream: [`/char/socket/client/reconnect-error/${name}`],
  bugs: ['BUG-088'],
  launch: witness,
  steps: [
    addChardev('c', 'socket', { addr, server: false, reconnect: 1 }),
    attaches('w', 'c'),
    listens('w'),
    leavesAtOpened,
    listen,
    after(1000),
    told('w', opened, shut),
    accepts('first'),
    peerGets('first', '', true),
    after(999),
    told('w'),
    after(1),
    accepts('second'),
    told('w', opened),
    offers('w', 10),
    writes('w', 'PING'),
    peerGets('second', 'PING'),
    peerSends('second', 'PONG'),
    told('w', { read: 'PONG' }),
  ],
});

/** tcp_chr_wait_connected goes round until there is a connection. Source: SOCK-18. */
const waitsForTheNext: Scenario = {
  id: 'sock/left-by-the-frontend/while-it-waits',
  title: 'a frontend that waits for a client and leaves within OPENED waits for the next one',
  clauses: ['SOCK-18', 'SOCK-12'],
  launch: witness,
  steps: [
    addServer('c', '{dir}/s'),
    attaches('w', 'c'),
    listens('w'),
    leavesAtOpened,
    [{ do: 'witness-wait-connected', port: 'w' }, { see: 'silent' }],
    connects('first', '{dir}/s'),
    peerGets('first', '', true),
    [{ do: 'witness-write', port: 'w', bytes: 'x' }, { see: 'silent' }],
    connects('second', '{dir}/s'),
    peerGets('second', ''),
    told('w', opened, shut, opened),
  ],
};

/** A frontend that ends the connection itself, as vhost-user does when it sees something that it does not like. */
export const leftByTheFrontend: readonly Scenario[] = inBothUnits([
  waitsForTheNext,
  reconnectError('unix', [{ do: 'listen', as: 'l', path: '{dir}/s' }, done], {
    type: 'unix',
    data: { path: '{dir}/s' },
  }),
  reconnectError('tcp', [{ do: 'listen', as: 'l', port: 'a' }, done], tcpAddress('{port:a}')),
  {
    id: 'sock/left-by-the-frontend/server',
    title: 'a server that its frontend leaves takes the next client, whose OPENED may be left likewise',
    clauses: ['SOCK-12', 'SOCK-03', 'SOCK-14'],
    bugs: ['BUG-088'],
    launch: witness,
    steps: [
      addServer('c'),
      attaches('w', 'c'),
      listens('w'),
      leaves,
      told('w'),
      connects('p'),
      told('w', opened),
      leaves,
      told('w', shut),
      peerGets('p', '', true),
      writeFails('w', 'x', 'EIO'),
      leavesAtOpened,
      connects('q'),
      connects('r'),
      told('w', opened, shut, opened),
      peerGets('q', '', true),
      writes('w', 'x'),
      peerGets('r', 'x'),
      closes('r'),
      told('w', shut),
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true]),
    ],
  },
  {
    id: 'sock/left-by-the-frontend/other-events-stay',
    title: 'a break is no OPENED, and what is no socket has no connection to end',
    clauses: ['SOCK-12', 'CHR-14'],
    launch: witness,
    steps: [
      addChardev('r', 'ringbuf'),
      leavesAtOpened,
      attaches('w', 'r'),
      sendBreak('r'),
      listens('w'),
      told('w', opened),
      leaves,
      told('w'),
      writes('w', 'x'),
    ],
  },
  {
    id: 'sock/left-by-the-frontend/refused-change',
    title:
      'after a refused change it may leave within the OPENED of the old backend; one of a new backend is spent there',
    clauses: ['SOCK-12', 'SWAP-S07', 'ENG-22'],
    launch: witness,
    steps: [
      addServer('c'),
      attaches('w', 'c'),
      listens('w'),
      connects('p'),
      told('w', opened),
      [{ do: 'witness-changes', port: 'w', answer: 'listens-and-refuses' }, done],
      leavesAtOpened,
      swapChardev('c', 'ringbuf', {}, refusal("Chardev 'c' change failed")),
      [{ do: 'witness-records', port: 'w' }, byRelease([opened], [])],
      peerGets('p', ''),
      leavesAtOpened,
      swapChardev('c', 'null', {}, refusal("Chardev 'c' change failed")),
      [{ do: 'witness-records', port: 'w' }, byRelease([shut, opened, shut], [])],
      [
        { do: 'read', from: 'p' },
        {
          byProfile: {
            design: { see: 'data', bytes: '', end: false },
            else: { see: 'data', bytes: '', end: true },
          },
        },
      ],
    ],
  },
  {
    id: 'sock/left-by-the-frontend/not-through-a-mux',
    title: 'a mux does not pass it on',
    clauses: ['SOCK-12', 'HUB-11'],
    launch: witness,
    steps: [
      addServer('c'),
      addChardev('m', 'mux', { chardev: 'c' }),
      attaches('w', 'm'),
      listens('w'),
      connects('p'),
      leaves,
      writes('w', 'still'),
      peerGets('p', 'still'),
    ],
  },
]);
