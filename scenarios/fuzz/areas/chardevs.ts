import type { Value } from '../../../model/language/value.ts';
import { type Area, type Kind, kind, qmp } from '../area.ts';
import type { Draw } from '../draw.ts';
import { base64, chardevId, filePath, goodIds, junk, ringSize, setPath } from '../values.ts';
import { listeningPlaces, type View } from '../view.ts';
import { makeEnds, runState } from './descriptors.ts';
import { arrivals, looks, peers, returns } from './traffic.ts';

type Data = { readonly [key: string]: Value };

/** A chardev that is there, mostly; else an id. */
export function someChardev(draw: Draw, view: View): string {
  const known = view.chardevs();
  return known.length > 0 && draw.chance(0.85) ? draw.pick(known).label : draw.of(chardevId);
}

const logging = (draw: Draw): Data =>
  draw.chance(0.12)
    ? {
        logfile: draw.chance(0.8) ? draw.pick(['{dir}/log', '{dir}/log1']) : draw.of(filePath),
        ...(draw.chance(0.5) ? { logappend: draw.chance(0.5) } : {}),
      }
    : {};

/** How long after a failure a client tries again, in the unit that the profile knows, or never. */
function againAfter(draw: Draw, { profile }: View): Data {
  if (draw.chance(0.5)) return {};
  if (!profile.reconnectSeconds || (profile.reconnectMs && draw.chance(0.4)))
    return { 'reconnect-ms': draw.pick([1000, 1000, 1500, 0]) };
  return { reconnect: draw.below(3) };
}

/** Of datagram chardevs and of their peers. */
export const datagramPorts = [
  ['near', 'far'],
  ['near1', 'far1'],
] as const;

/** Ports that the kernel chose for servers. */
function chosenPorts(view: View): readonly string[] {
  return listeningPlaces(view).flatMap(({ at }) => (at.is === 'inet' && at.port.includes('chardev ') ? [at.port] : []));
}

const makers: Readonly<Record<string, (draw: Draw, view: View) => Data>> = {
  null: () => ({}),
  ringbuf: (draw) => (draw.chance(0.85) ? { size: draw.of(ringSize) } : {}),
  file: (draw) => ({
    out: draw.chance(0.75) ? draw.of(filePath) : draw.of(setPath),
    ...(draw.chance(0.4) ? { append: draw.chance(0.6) } : {}),
    ...(draw.chance(0.1) ? { in: draw.of(filePath) } : {}),
  }),
  pipe: (draw) => ({ device: draw.chance(0.4) ? '{dir}/fifo' : draw.of(filePath) }),
  socket: (draw) => ({
    addr: { type: 'unix', data: { path: draw.pick(['{dir}/s0', '{dir}/s1', '{dir}/s2', '{dir}/none']) } },
    server: draw.chance(0.8),
    ...(draw.chance(0.85) ? { wait: false } : {}),
    ...(draw.chance(0.1) ? { reconnect: draw.below(3) } : {}),
  }),
  tcp: (draw, view) => {
    const server = draw.chance(0.8);
    const host = view.simulated && draw.chance(0.08) ? '::1' : draw.pick(['127.0.0.1', '127.0.0.1', '127.0.0.1', '']);
    const found = server || !view.simulated || draw.chance(0.7) ? undefined : draw.some(chosenPorts(view));
    const port = found ?? (draw.chance(0.1) ? '0' : `{port:${draw.pick(['a', 'a', 'b', 'a+1', 'far'])}}`);
    const more: Data = draw.chance(0.1) && server ? { to: { $port: 'a+3' } } : draw.chance(0.05) ? { ipv4: true } : {};
    return {
      addr: { type: 'inet', data: { host: host === '' && !server ? '127.0.0.1' : host, port, ...more } },
      server,
      ...(server ? (draw.chance(0.95) ? { wait: false } : {}) : againAfter(draw, view)),
      ...(draw.chance(0.55)
        ? { [draw.pick(['telnet', 'telnet', 'tn3270', 'tn3270', 'websocket', 'websocket'])]: true }
        : {}),
      ...(draw.chance(0.05) ? { nodelay: true } : {}),
    };
  },
  udp: (draw) => {
    const [near, far] = draw.pick(datagramPorts);
    const inet = (port: string): Value => ({ type: 'inet', data: { host: '127.0.0.1', port } });
    return {
      remote: draw.chance(0.97) ? inet(`{port:${far}}`) : { type: 'unix', data: { path: '{dir}/u' } },
      ...(draw.chance(0.9) ? { local: inet(draw.chance(0.95) ? `{port:${near}}` : '0') } : {}),
    };
  },
  pty: () => ({}),
  testdev: () => ({}),
  msmouse: () => ({}),
  wctablet: () => ({}),
  vc: (draw) => (draw.chance(0.1) ? { cols: draw.pick([0, 1, 80]), rows: draw.pick([0, 1, 25]) } : {}),
  mux: (draw, view) => ({ chardev: someChardev(draw, view) }),
  hub: (draw, view) => ({
    chardevs: draw.chance(0.4)
      ? freeChardevs(draw, view)
      : Array.from({ length: draw.pick([1, 2, 2, 2, 3, 4, 5]) }, () => someChardev(draw, view)),
  }),
};

/** Up to six that nobody uses, each once: what a hub takes, but for their number. */
function freeChardevs(draw: Draw, view: View): readonly string[] {
  const free = view.chardevs().flatMap(({ label, type, user }) => (user === null && type !== 'mux' ? [label] : []));
  const found: string[] = [];
  for (const count = draw.pick([2, 4, 5, 5, 6]); found.length < count && free.length > 0; )
    found.push(...free.splice(draw.below(free.length), 1));
  return found;
}

/** A backend of one of these types, sometimes with a member that does not fit. */
export function backend(draw: Draw, view: View, ...types: readonly string[]): Value {
  const possible = types.filter((type) => type !== 'hub' || view.profile.hub);
  const drawn = draw.chance(0.02) ? draw.pick(['nope', 'parallel', '']) : draw.pick(possible);
  const type = drawn === 'tcp' ? 'socket' : drawn;
  const data: Data = { ...(makers[drawn]?.(draw, view) ?? {}), ...logging(draw) };
  const spoiled = draw.some(Object.keys(data));
  if (spoiled !== undefined && draw.chance(0.02)) return { type, data: { ...data, [spoiled]: draw.of(junk) } };
  return { type, data: draw.chance(0.01) ? { ...data, foo: 1 } : data };
}

const simple = ['null', 'ringbuf', 'ringbuf', 'file', 'msmouse', 'wctablet', 'testdev', 'vc', 'pipe', 'pty', 'socket'];

/** chardev-add, -remove, -change and -send-break over these types. */
export function lifeOf(...types: readonly string[]): readonly Kind[] {
  return [
    kind('chardev-add', 6, (draw, view) =>
      qmp('chardev-add', { id: draw.of(chardevId), backend: backend(draw, view, ...types) }),
    ),
    kind('chardev-remove', 3, (draw, view) => qmp('chardev-remove', { id: someChardev(draw, view) })),
    kind('chardev-change', 3, (draw, view) =>
      qmp('chardev-change', { id: someChardev(draw, view), backend: backend(draw, view, ...types) }),
    ),
    kind('chardev-send-break', 1, (draw, view) => qmp('chardev-send-break', { id: someChardev(draw, view) })),
  ];
}

/** Ring buffers through QMP. */
export const rings: readonly Kind[] = [
  kind('ringbuf-write', 4, (draw, view) => {
    const ring = draw.chance(0.9) ? draw.some(view.chardevs('ringbuf'))?.label : someChardev(draw, view);
    if (ring === undefined) return undefined;
    const text = draw.chance(0.3)
      ? { data: draw.of(base64), format: 'base64' }
      : { data: draw.pick(['a', 'hello', '', 'x'.repeat(20), '0123456789abcdef']) };
    return qmp('ringbuf-write', { device: ring, ...text });
  }),
  kind('ringbuf-read', 4, (draw, view) => {
    const ring = draw.chance(0.9) ? draw.some(view.chardevs('ringbuf'))?.label : someChardev(draw, view);
    if (ring === undefined) return undefined;
    return qmp('ringbuf-read', {
      device: ring,
      size: draw.chance(0.95) ? draw.pick([1, 2, 5, 16, 100, 65536]) : draw.pick([0, -1, 1.5]),
      ...(draw.chance(0.2) ? { format: draw.pick(['utf8', 'base64', 'nope']) } : {}),
    });
  }),
];

const words: readonly string[] = ['null', 'ringbuf', 'ringbuf,size=16', 'testdev', 'msmouse', 'wctablet', 'vc', 'pty'];

/** Chardevs of every simple type come, change and go. */
export const chardev: Area = {
  name: 'chardev',
  clauses: ['CHR-01', 'CHR-05', 'CHR-10', 'CHR-15', 'QMP-13'],
  needs: ['qmp'],
  begin(draw, start) {
    start.before.push({ do: 'mkfifo', path: '{dir}/fifo' }, { do: 'write-file', path: '{dir}/f1', bytes: 'old' });
    for (const id of goodIds.filter(() => draw.chance(0.4))) {
      start.args.push('-chardev', `${draw.pick(words)},id=${id}`);
      start.free.push(id);
    }
  },
  kinds: [...lifeOf(...simple), ...rings, ...looks, ...arrivals, ...peers, ...makeEnds.slice(0, 2)],
};

/** Chardev words of the command line for devices to sit on. */
export function someBase(draw: Draw, id: string): string {
  const word = draw.pick([
    'ringbuf',
    'ringbuf,size=16',
    'null',
    'pty',
    'socket,path={dir}/SOCK,server=on,wait=off',
    'socket,path={dir}/SOCK,server=on,wait=off',
    'socket,path={dir}/SOCK,server=on,wait=off',
    'file,path=/dev/fdset/9,append=on',
    'testdev',
    'msmouse',
    'wctablet',
    'vc',
    'file,path={dir}/f0',
  ]);
  const log = draw.chance(0.12) ? ',logfile={dir}/log' : '';
  return `${word.replace('SOCK', id)},id=${id}${log}`;
}

/** A mux and what sits below it. */
export const mux: Area = {
  name: 'mux',
  clauses: ['MUX-01', 'MUX-03', 'MUX-05', 'MUX-08', 'MUX-10'],
  needs: ['serial'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p9', capacity: 4096 });
    start.args.push('-add-fd', 'fd={fd:p9.write},set=9', '-chardev', someBase(draw, 'b0'));
    start.args.push('-chardev', 'mux,id=m0,chardev=b0');
    const count = draw.pick([0, 1, 2, 2, 3, 4]);
    for (let at = 0; at < count; at += 1) start.free.push('m0');
    if (draw.chance(0.2)) {
      start.args.push('-chardev', 'mux,id=m1,chardev=m0');
      start.free.push('m1');
    }
    if (draw.chance(0.15)) start.escape = true;
  },
  kinds: [...lifeOf('mux', 'mux', 'ringbuf', 'null', 'socket'), ...looks, ...arrivals, ...peers, ...rings],
};

/** A hub and its members. */
export const hub: Area = {
  name: 'hub',
  clauses: ['HUB-01', 'HUB-20', 'HUB-30', 'HUB-34', 'HUB-37'],
  needs: ['hub', 'serial'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p9', capacity: 4096 });
    start.args.push('-add-fd', 'fd={fd:p9.write},set=9');
    // enough for a hub of too many
    if (draw.chance(0.4)) for (let at = 0; at < 5; at += 1) start.args.push('-chardev', `null,id=spare${at}`);
    const count = draw.pick([1, 2, 2, 3, 4]);
    const ids = Array.from({ length: count }, (_, index) => `b${index}`);
    // a hub closes only where all its members come and go
    const comeAndGo = draw.chance(0.4);
    for (const id of ids) {
      const server = `socket,path={dir}/${id},server=on,wait=off,id=${id}`;
      start.args.push('-chardev', comeAndGo ? server : someBase(draw, id));
    }
    start.args.push('-chardev', `hub,id=h0,${ids.map((id, index) => `chardevs.${index}=${id}`).join(',')}`);
    start.free.push('h0');
  },
  kinds: [...lifeOf('hub', 'hub', 'ringbuf', 'null', 'socket'), ...looks, ...arrivals, ...peers, ...rings],
};

/** Unix sockets: servers, clients, their peers. */
export const socket: Area = {
  name: 'socket',
  clauses: ['SOCK-01', 'SOCK-05', 'SOCK-12', 'SOCK-15', 'SOCK-20'],
  needs: ['qmp'],
  begin(draw, start) {
    for (const id of ['s0', 's1']) {
      if (draw.chance(0.3)) continue;
      start.args.push('-chardev', `socket,id=${id},path={dir}/${id},server=on,wait=off`);
      start.free.push(id);
    }
    if (draw.chance(0.4)) start.before.push({ do: 'listen', as: 'L', path: '{dir}/s2' });
    if (draw.chance(0.4)) {
      start.args.push('-chardev', `socket,id=r0,path={dir}/s2,reconnect=${draw.pick([1, 2])}`);
      start.free.push('r0');
    }
  },
  kinds: [
    ...lifeOf('socket', 'socket', 'socket', 'null'),
    ...looks,
    ...arrivals,
    ...peers,
    kind('accept', 3, (draw, view) => {
      const held = draw.some(view.handles('listener'));
      return held && { do: 'accept', as: view.fresh('a'), on: held.handle };
    }),
    kind('listen', 1, (draw, view) => ({
      do: 'listen',
      as: view.fresh('L'),
      path: draw.pick(['{dir}/s2', '{dir}/s3']),
    })),
    kind('unlink', 1, (draw) => ({ do: 'unlink', path: draw.pick(['{dir}/s0', '{dir}/s1', '{dir}/s2']) })),
  ],
};

/** Pipes, FIFOs and files under chardevs. */
export const pipe: Area = {
  name: 'pipe',
  clauses: ['PIPE-01', 'PIPE-04', 'FILE-01', 'FILE-04', 'FILE-07'],
  needs: ['serial'],
  begin(draw, start) {
    start.before.push({ do: 'mkfifo', path: '{dir}/q.in' }, { do: 'mkfifo', path: '{dir}/q.out' });
    start.before.push({ do: 'pipe', as: 'p9', capacity: 4096 }, { do: 'socketpair', as: 's9' });
    start.args.push('-add-fd', 'fd={fd:p9.write},set=9', '-add-fd', 'fd={fd:s9.a},set=8');
    const words_ = ['pipe,path={dir}/q', 'pipe,path=/dev/fdset/8', 'file,path=/dev/fdset/9,append=on'];
    start.args.push('-chardev', `${draw.pick(words_)},id=c0`);
    start.free.push('c0');
  },
  kinds: [
    ...lifeOf('pipe', 'file', 'null'),
    ...looks,
    ...peers,
    ...runState,
    kind('open fifo', 3, (draw, view) => ({
      do: 'open',
      as: view.fresh('q'),
      path: draw.pick(['{dir}/q.in', '{dir}/q.out']),
      access: draw.pick(['r', 'w', 'rw'] as const),
      ...(draw.chance(0.2) ? { flags: ['nonblock'] as const } : {}),
    })),
  ],
};

/** Pseudo-terminals. */
export const pty: Area = {
  name: 'pty',
  clauses: ['PTY-01', 'PTY-03', 'PTY-07', 'PTY-12'],
  needs: ['serial'],
  begin(draw, start) {
    start.args.push('-chardev', 'pty,id=y0');
    start.free.push('y0');
    if (!draw.chance(0.3)) return;
    start.args.push('-chardev', 'pty,id=y1');
    start.free.push('y1');
  },
  kinds: [...returns, ...lifeOf('pty', 'pty', 'null'), ...looks, ...arrivals, ...peers, ...runState],
};
