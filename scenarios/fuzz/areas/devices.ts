import type { Action, ControlEvent } from '../../../model/language/action.ts';
import type { Controller } from '../../../model/virtio-port.ts';
import { type Area, type Kind, kind, qmp, type Start } from '../area.ts';
import type { Draw } from '../draw.ts';
import { flood, payload } from '../values.ts';
import { isDriven, latchesDivisor, type View } from '../view.ts';
import { backend, lifeOf, rings, someBase, someChardev } from './chardevs.ts';
import { runState } from './descriptors.ts';
import { changes, stalls } from './episodes.ts';
import { arrivals, looks, peers } from './traffic.ts';

const uarts = (view: View): readonly string[] => [...view.state.uarts.keys()];

const line: readonly Kind[] = [
  kind('guest-write', 7, (draw, view) => {
    const port = draw.some(uarts(view));
    return port === undefined ? undefined : { do: 'guest-write', port, bytes: draw.of(payload) };
  }),
  kind('guest-read', 6, (draw, view) => {
    const port = draw.some(uarts(view));
    return port === undefined || latchesDivisor(view.state, port) ? undefined : { do: 'guest-read', port };
  }),
  kind('register-read', 3, (draw, view) => {
    const port = draw.some(uarts(view));
    return port === undefined
      ? undefined
      : { do: 'register-read', port, register: draw.pick([0, 1, 2, 3, 4, 5, 5, 6, 7]) };
  }),
  kind('register-write', 3, (draw, view) => {
    const port = draw.some(uarts(view));
    if (port === undefined) return undefined;
    const register = draw.pick([0, 1, 2, 3, 4, 4, 7]);
    const value = draw.chance(0.8)
      ? draw.pick(
          [[65], [0, 1, 2, 3, 15], [0, 1, 7, 0xc7], [3, 0x43, 0x83], [0, 3, 8, 11, 16, 27], [0], [0], [7, 255]][
            register
          ] ?? [0],
        )
      : draw.below(256);
    return { do: 'register-write', port, register, value };
  }),
  kind('change under the port', 2, (draw, view) => {
    const port = draw.some([...view.state.uarts.values()]);
    const types = ['ringbuf', 'null', 'file', 'socket', 'pty', 'msmouse', 'wctablet', 'testdev'];
    return port && qmp('chardev-change', { id: port.chardev, backend: backend(draw, view, ...types) });
  }),
];

/** A chardev that no frontend has yet, mostly one with a protocol: 16550s give it single bytes, others give it more. */
function takeFree(draw: Draw, { args, free }: Start): string | undefined {
  const speaks = (id: string): boolean =>
    args.some((word) => word.includes(`,id=${id},`) && /,(telnet|tn3270|websocket)=on/.test(word));
  const spoken = draw.chance(0.7) ? draw.some(free.filter(speaks)) : undefined;
  const at = spoken === undefined ? draw.below(Math.max(1, free.length)) : free.indexOf(spoken);
  return free.splice(at, 1)[0];
}

/** 16550 ports on the chardevs that the other areas have left free, at least one. */
export function attachLines(draw: Draw, start: Start): void {
  if (start.free.length === 0) {
    start.args.push('-chardev', someBase(draw, 'b0'));
    start.free.push('b0');
  }
  const count = Math.min(start.free.length, draw.pick([1, 1, 2, 3]));
  for (let at = 1; at <= count; at += 1) {
    const chardev = start.free.splice(draw.below(start.free.length), 1)[0] ?? 'b0';
    start.ports.push({ id: `com${at}`, kind: '16550', chardev });
  }
}

/** Serial ports and what their guest does. */
export const uart: Area = {
  name: 'uart',
  clauses: ['FBE-01', 'CHR-38', 'CHR-60', 'CHR-62', 'CHR-63'],
  needs: ['serial'],
  begin(draw, start) {
    if (start.args.some((word) => word.startsWith('mux,') || word.startsWith('hub,'))) return;
    start.before.push({ do: 'pipe', as: 'p9', capacity: 4096 });
    start.args.push('-add-fd', 'fd={fd:p9.write},set=9', '-chardev', someBase(draw, 'u0'));
    start.free.push('u0');
  },
  kinds: [...line, ...arrivals, ...peers, ...looks, ...runState, ...rings],
};

const port = (draw: Draw, view: View): string | undefined => draw.some([...view.state.virtioPorts.keys()]);
const driven = (draw: Draw, view: View): string | undefined => {
  const all = [...view.state.drivenPorts.keys()].filter((id) => isDriven(view.state, id));
  return draw.some(draw.chance(0.9) ? all.filter((id) => view.state.virtioPorts.has(id)) : all);
};

const driverOf = ({ state }: View): Controller['driver'] => state.controllers.get('vs0')?.driver ?? 'none';
const events: readonly ControlEvent[] = ['PORT_OPEN', 'PORT_READY', 'DEVICE_READY', 'PORT_NAME', 'PORT_ADD', 'RESIZE'];

const driver: readonly Kind[] = [
  kind('guest-write', 6, (draw, view) => {
    const id = driven(draw, view);
    if (id === undefined) return undefined;
    const bytes = draw.of(draw.chance(0.85) ? payload : flood);
    return { do: 'guest-write', port: id, bytes, ...(draw.chance(0.3) ? { size: draw.pick([1, 7, 100, 3000]) } : {}) };
  }),
  kind('guest-open', 6, (draw, view) => {
    const id = driven(draw, view);
    if (id === undefined || driverOf(view) !== 'multiport') return undefined;
    return { do: draw.chance(0.8) ? 'guest-open' : 'guest-close', port: id };
  }),
  kind('guest-post', 4, (draw, view) => {
    const id = driven(draw, view);
    if (id === undefined) return undefined;
    return { do: 'guest-post', port: id, buffers: draw.pick([1, 2, 4, 128]), size: draw.pick([1, 3, 16, 100, 4096]) };
  }),
  kind('guest-read', 3, (draw, view) => {
    const id = driven(draw, view);
    return id === undefined || latchesDivisor(view.state, id) ? undefined : { do: 'guest-read', port: id };
  }),
  kind('guest-queues', 2, (draw, view) => {
    const id = driven(draw, view);
    return id === undefined ? undefined : { do: 'guest-queues', port: id };
  }),
  kind('guest-kick', 2, (draw, view) => {
    const id = driven(draw, view);
    return id === undefined ? undefined : { do: 'guest-kick', port: id, queue: draw.pick(['in', 'out'] as const) };
  }),
  kind('observe port', 4, (draw, view) => {
    const id = port(draw, view);
    return id === undefined ? undefined : { do: 'observe', what: 'port', port: id };
  }),
  kind('guest-messages', 3, (_draw, view) =>
    driverOf(view) === 'none' ? undefined : { do: 'guest-messages', controller: 'vs0' },
  ),
  kind('driver-start', 5, (draw) => ({
    do: 'driver-start',
    controller: 'vs0',
    ...(draw.chance(0.1) ? { multiport: false } : {}),
  })),
  kind('driver-reset', 1, (_draw, view) =>
    driverOf(view) === 'none' ? undefined : { do: 'driver-reset', controller: 'vs0' },
  ),
  kind('guest-control', 1, (draw, view) => {
    if (driverOf(view) !== 'multiport') return undefined;
    const [id, event, value] = [draw.below(5), draw.pick(events), draw.below(2)];
    return { do: 'guest-control', controller: 'vs0', id, event, value };
  }),
  kind('guest-emergency-write', 1, (draw, view) =>
    driverOf(view) === 'none'
      ? undefined
      : { do: 'guest-emergency-write', controller: 'vs0', byte: 65 + draw.below(3) },
  ),
];

const plugging: readonly Kind[] = [
  kind('device_add', 2, (draw, view) => {
    const nr = draw.chance(0.3) ? { nr: draw.pick([0, 1, 2, 5, 30, 31, 99]) } : {};
    const name = draw.chance(0.3) ? { name: draw.pick(['n0', 'n1', '']) } : {};
    const id = draw.chance(0.9) ? view.fresh('v') : 'v0';
    const kind_ = draw.pick(['virtserialport', 'virtserialport', 'virtconsole']);
    return qmp('device_add', { driver: kind_, id, chardev: someChardev(draw, view), ...nr, ...name });
  }),
  kind('device_del', 1, (draw, view) => {
    const id = port(draw, view);
    return id === undefined ? undefined : qmp('device_del', { id });
  }),
  kind('system_reset', 1, () => [qmp('system_reset'), qmp('query-status')]),
  kind('change under the port', 2, (draw, view) => {
    const one = draw.some(view.chardevs());
    return (
      one && qmp('chardev-change', { id: one.label, backend: backend(draw, view, 'ringbuf', 'null', 'file', 'socket') })
    );
  }),
];

/** Virtio-serial ports and their driver. */
export const virtio: Area = {
  name: 'virtio',
  clauses: ['VSER-01', 'VSER-20', 'VSER-22', 'VSER-30', 'VSER-50'],
  needs: ['virtio-serial'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p9', capacity: 4096 });
    start.args.push('-add-fd', 'fd={fd:p9.write},set=9', '-chardev', someBase(draw, 'v0'));
    start.free.push('v0');
    if (draw.chance(0.6)) {
      start.args.push('-chardev', someBase(draw, 'v1'));
      start.free.push('v1');
    }
    const count = Math.min(start.free.length, draw.pick([1, 1, 2]));
    for (let at = 0; at < count; at += 1) {
      const chardev = takeFree(draw, start) ?? 'v0';
      const kind_ = draw.chance(0.75) ? 'virtserialport' : 'virtconsole';
      start.ports.push({ id: `v${at}`, kind: kind_, chardev, ...(draw.chance(0.3) ? { name: `n${at}` } : {}) });
    }
    if (draw.chance(0.7)) {
      start.after.push({ do: 'driver-start', controller: 'vs0' });
      for (let at = 0; at < count; at += 1)
        if (draw.chance(0.6)) start.after.push({ do: 'guest-open', port: `v${at}` });
    }
    if (draw.chance(0.1)) start.maxPorts = draw.pick([1, 2, 31]);
  },
  kinds: [...driver, ...plugging, ...stalls, ...changes, ...arrivals, ...peers, ...looks, ...runState],
};

/** usb-serial adapters. */
export const usb: Area = {
  name: 'usb',
  clauses: ['VSER-01', 'CHR-30'],
  needs: ['usb-serial'],
  begin(draw, start) {
    start.args.push('-chardev', someBase(draw, 'x0').replace('/dev/fdset/9', '{dir}/f1'));
    start.ports.push({ id: 'u0', kind: 'usb-serial', chardev: 'x0' });
    start.args.push('-chardev', 'socket,path={dir}/x1,server=on,wait=off,id=x1');
    start.machine = 'virtio';
  },
  kinds: [
    ...arrivals,
    ...peers,
    ...looks,
    ...runState,
    kind('observe port', 4, (_draw, view) => ({
      do: 'observe',
      what: 'port',
      port: [...view.state.usbSerials.keys()][0] ?? 'u0',
    })),
    kind('device_add usb-serial', 2, (draw, view) => {
      const place = draw.chance(0.1) ? { port: '99' } : {};
      const chardev = someChardev(draw, view);
      return qmp('device_add', { driver: 'usb-serial', id: view.fresh('u'), chardev, ...place });
    }),
    kind('device_del', 1, (draw, view) => {
      const id = draw.some([...view.state.usbSerials.keys()]);
      return id === undefined ? undefined : qmp('device_del', { id });
    }),
    kind('change under the adapter', 2, (draw, view) =>
      qmp('chardev-change', { id: draw.pick(['x0', 'x1']), backend: backend(draw, view, 'ringbuf', 'null', 'socket') }),
    ),
  ],
};

const some = (draw: Draw, view: View): string | undefined => draw.some([...view.state.witnesses.keys()]);
const ofWitness = (
  name: string,
  weight: number,
  make: (draw: Draw, id: string, view: View) => ReturnType<Kind['make']>,
) =>
  kind(name, weight, (draw, view) => {
    const id = some(draw, view);
    return id === undefined ? undefined : make(draw, id, view);
  });

/** A witness hears events, and mostly takes input. */
function heed(draw: Draw, id: string): readonly Action[] {
  const room: Action = { do: 'witness-room', port: id, room: draw.pick([1, 3, 100, 5000]) };
  return [{ do: 'witness-handlers', port: id, listening: true }, ...(draw.chance(0.8) ? [room] : [])];
}

/** Bare frontends on whatever chardev. */
export const witness: Area = {
  name: 'witness',
  clauses: ['CHR-30', 'CHR-31', 'CHR-32', 'CHR-50', 'CHR-60'],
  needs: ['witness'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p9', capacity: 4096 });
    start.args.push('-add-fd', 'fd={fd:p9.write},set=9', '-chardev', someBase(draw, 'w0'));
    start.free.push('w0');
    for (const id of ['wa', 'wb', 'wc']) {
      const chardev = draw.chance(0.6) ? takeFree(draw, start) : undefined;
      start.ports.push({ id, kind: 'witness', ...(chardev === undefined ? {} : { chardev }) });
      if (chardev !== undefined && draw.chance(0.6)) start.after.push(...heed(draw, id));
    }
  },
  kinds: [
    ofWitness('witness-attach', 4, (draw, id, view) => {
      const chardev = draw.some(view.nameable());
      if (chardev === undefined || view.state.frontends.get(`port ${id}`)?.chardev != null) return undefined;
      const attached: Action = { do: 'witness-attach', port: id, chardev: chardev.label };
      return draw.chance(0.5) ? [attached, ...heed(draw, id)] : attached;
    }),
    ofWitness('witness-detach', 1, (_draw, id) => ({ do: 'witness-detach', port: id })),
    ofWitness('witness-handlers', 4, (draw, id) => ({
      do: 'witness-handlers',
      port: id,
      listening: draw.chance(0.85),
    })),
    ofWitness('witness-room', 4, (draw, id) => ({
      do: 'witness-room',
      port: id,
      room: draw.pick([0, 1, 3, 100, 100, 5000]),
    })),
    ofWitness('witness-open', 2, (draw, id) => ({ do: 'witness-open', port: id, open: draw.chance(0.6) })),
    ofWitness('witness-focus', 1, (_draw, id) => ({ do: 'witness-focus', port: id })),
    ofWitness('witness-write', 6, (draw, id) => ({
      do: 'witness-write',
      port: id,
      bytes: draw.of(draw.chance(0.9) ? payload : flood),
      ...(draw.chance(0.3) ? { all: true } : {}),
    })),
    ofWitness('witness-watch', 2, (_draw, id) => ({ do: 'witness-watch', port: id })),
    ofWitness('witness-changes', 3, (draw, id) => ({
      do: 'witness-changes',
      port: id,
      answer: draw.pick(['none', 'listens', 'listens', 'refuses', 'listens-and-refuses'] as const),
    })),
    ofWitness('witness-take-fds', 2, (draw, id) => ({
      do: 'witness-take-fds',
      port: id,
      max: draw.pick([1, 1, 2, 16]),
    })),
    ofWitness('witness-give-fds', 2, (draw, id, view) => {
      const handles = view.handles();
      if (handles.length === 0) return undefined;
      const count = draw.pick([0, 1, 1, 2, 16]);
      return { do: 'witness-give-fds', port: id, fds: Array.from({ length: count }, () => draw.pick(handles).handle) };
    }),
    ofWitness('witness-disconnect', 1, (draw, id) => ({
      do: 'witness-disconnect',
      port: id,
      ...(draw.chance(0.3) ? { within: 'OPENED' as const } : {}),
    })),
    ofWitness('witness-wait-connected', 1, (_draw, id) => ({ do: 'witness-wait-connected', port: id })),
    ofWitness('witness-records', 6, (_draw, id) => ({ do: 'witness-records', port: id })),
    ...stalls,
    ...changes,
    ...lifeOf('ringbuf', 'null', 'socket', 'pty', 'mux', 'hub', 'file', 'msmouse', 'testdev'),
    ...arrivals,
    ...peers,
    ...looks,
  ],
};
