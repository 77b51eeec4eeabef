import type { Value } from '../../../model/language/value.ts';
import { type Area, type Kind, kind, qmp } from '../area.ts';
import type { Draw } from '../draw.ts';
import type { View } from '../view.ts';
import { datagramPorts, lifeOf } from './chardevs.ts';
import { looks, peers } from './traffic.ts';

/** Around the most that is taken of a datagram, and the most that there may be. */
const lengths: readonly number[] = [0, 0, 1, 1, 2, 15, 16, 17, 100, 4095, 4096, 4097, 5000];
const longest = 65_507;

/** Peers of datagram chardevs, and what they send: each write is one datagram. */
const datagramPeers: readonly Kind[] = [
  kind('udp', 3, (draw, view) => {
    if (view.handles('udp').length > 4) return undefined;
    const [near, far] = draw.pick(datagramPorts);
    const swapped = draw.chance(0.05);
    return { do: 'udp', as: view.fresh('dg'), port: swapped ? near : far, to: swapped ? far : near };
  }),
  kind('datagram', 6, (draw, view) => {
    const to = draw.some(view.handles('udp'))?.handle;
    if (to === undefined) return undefined;
    const length = draw.chance(0.97) ? draw.pick(lengths) : draw.pick([longest, longest + 1]);
    return { do: 'write', to, bytes: 'abcdefghij'.repeat(Math.ceil(length / 10)).slice(0, length) };
  }),
  kind('read a datagram', 3, (draw, view) => {
    const from = draw.some(view.handles('udp'))?.handle;
    return from === undefined ? undefined : { do: 'read', from, max: draw.pick([1, 10, 4096, 70_000]) };
  }),
];

/** A datagram chardev on the command line, with or without a port of its own. */
function word(draw: Draw, id: string, [near, far]: (typeof datagramPorts)[number]): string {
  const local = draw.chance(0.9) ? `,localaddr=127.0.0.1,localport={port:${near}}` : '';
  return `udp,id=${id},host=127.0.0.1,port={port:${far}}${local}`;
}

/** Datagram chardevs and their peers. */
export const udp: Area = {
  name: 'udp',
  clauses: ['UDP-01', 'UDP-02', 'UDP-03', 'UDP-04'],
  needs: ['qmp', 'tcp'],
  begin(draw, start) {
    if (draw.chance(0.7)) start.before.push({ do: 'udp', as: 'dg', port: 'far', to: 'near' });
    start.args.push('-chardev', word(draw, 'd0', datagramPorts[0]));
    start.free.push('d0');
    if (!draw.chance(0.3)) return;
    start.args.push('-chardev', word(draw, 'd1', datagramPorts[1]));
    start.free.push('d1');
  },
  kinds: [...lifeOf('udp', 'udp', 'ringbuf', 'null'), ...looks, ...peers, ...datagramPeers],
};

/** A socket that is passed under a name, and a chardev made of it. */
function ofPassedSocket(draw: Draw, view: View): Value {
  const server = view.handles('listener').length > 0 && draw.chance(0.5);
  return {
    type: 'socket',
    data: {
      addr: { type: 'fd', data: { str: draw.pick(passedNames) } },
      server,
      ...(server ? { wait: false } : {}),
      ...(draw.chance(0.15) ? { [draw.pick(['telnet', 'websocket', 'tn3270'])]: true } : {}),
    },
  };
}

const passedNames = ['x0', 'x1'] as const;

/** Sockets passed by getfd, and chardevs on them. */
export const passing: readonly Kind[] = [
  kind('getfd of a socket', 3, (draw, view) => {
    const held = draw.some(view.handles('socket', 'listener'));
    if (held === undefined) return undefined;
    const add = draw.chance(0.2) ? 'add-fd' : 'getfd';
    const given = add === 'add-fd' ? { 'fdset-id': 1 } : { fdname: draw.pick(passedNames) };
    return { do: 'qmp', execute: add, arguments: given, fds: [held.handle] };
  }),
  kind('chardev-add on it', 3, (draw, view) =>
    qmp('chardev-add', { id: view.fresh('x'), backend: ofPassedSocket(draw, view) }),
  ),
  kind('chardev-change to it', 1, (draw, view) => {
    const one = draw.some(view.chardevs());
    return one && qmp('chardev-change', { id: one.label, backend: ofPassedSocket(draw, view) });
  }),
  kind('socketpair', 1, (_draw, view) =>
    view.handles('socket').length > 8 ? undefined : { do: 'socketpair', as: view.fresh('sp') },
  ),
];
