import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { inBothUnits } from '../../reconnect.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  attaches,
  closes,
  done,
  listens,
  offers,
  peerGets,
  peerSends,
  tcpAddress,
  told,
  writes,
} from '../../steps.ts';

const witness: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const opened = { event: 'OPENED' } as const;
const shut = { event: 'CLOSED' } as const;
const waits: Step = [{ do: 'witness-wait-connected', port: 'w' }, done];
const accepts = (as: string): Step => [{ do: 'accept', as, on: 'l' }, done];
const nobody: Step = [
  { do: 'accept', as: 'none', on: 'l' },
  { see: 'errno', errno: 'EAGAIN' },
];
/** What listens, and the address of it. */
type Place = { readonly name: 'unix' | 'tcp'; readonly listen: Step; readonly addr: Value };
const places: readonly Place[] = [
  {
    name: 'unix',
    listen: [{ do: 'listen', as: 'l', path: '{dir}/s' }, done],
    addr: { type: 'unix', data: { path: '{dir}/s' } },
  },
  { name: 'tcp', listen: [{ do: 'listen', as: 'l', port: 'a' }, done], addr: tcpAddress('{port:a}') },
];
const add = (addr: Value, more: Readonly<Record<string, Value>> = {}): Step =>
  addChardev('c', 'socket', { addr, server: false, ...more });
const pingPong: readonly Step[] = [
  writes('w', 'PING'),
  peerGets('p', 'PING'),
  peerSends('p', 'PONG'),
  told('w', { read: 'PONG' }),
];

function waitsForReconnecting({ name, listen, addr }: Place): Scenario {
  return {
    id: `sock/wait-connected/reconnecting-${name}`,
    title: `who waits for a reconnecting ${name} client has the connection that is under way, and no second one`,
    clauses: ['SOCK-18', 'SOCK-05', 'SOCK-06'],
    upstream: [`/char/socket/client/wait-conn-reconnect/${name}`],
    bugs: ['BUG-076'],
    launch: witness,
    steps: [
      listen,
      add(addr, { reconnect: 1 }),
      attaches('w', 'c'),
      offers('w', 100),
      waits,
      listens('w'),
      told('w', opened),
      accepts('p'),
      nobody,
      ...pingPong,
      closes('p'),
      told('w', shut),
      nobody,
      [{ do: 'advance', ms: 1000 }, done],
      accepts('q'),
      told('w', opened),
      nobody,
    ],
  };
}

function idTaken({ name, listen, addr }: Place): Scenario {
  return {
    id: `sock/wait-connected/id-taken-${name}`,
    title: `a taken id of a reconnecting ${name} client fails while the first is connecting, and harms it not`,
    clauses: ['CHR-03', 'SOCK-05', 'CHR-21'],
    upstream: [`/char/socket/client/dupid-reconnect/${name}`],
    bugs: ['BUG-003', 'BUG-070'],
    launch: {},
    steps: [
      listen,
      [{ do: 'hold' }, done],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'c', backend: { type: 'socket', data: { addr, server: false, reconnect: 1 } } },
          patienceMs: 100,
        },
        { see: 'silent' },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'c', backend: { type: 'socket', data: { addr, server: false, reconnect: 1 } } },
          patienceMs: 100,
        },
        { see: 'silent' },
      ],
      [{ do: 'release' }, done],
      [
        { do: 'receive' },
        {
          see: 'messages',
          messages: [{ return: {} }, { error: { class: 'GenericError', desc: "Chardev with id 'c' already exists" } }],
        },
      ],
      accepts('p'),
      nobody,
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      peerGets('p', '', true),
    ],
  };
}

/** A frontend that waits until its socket client is connected. */
export const waitConnected: readonly Scenario[] = inBothUnits(
  places.flatMap((place) => [waitsForReconnecting(place), idTaken(place)]),
);
