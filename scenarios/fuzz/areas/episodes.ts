import { descriptionOf, objectOf } from '../../../model/description.ts';
import { descriptionAt } from '../../../model/descriptor.ts';
import type { Action } from '../../../model/language/action.ts';
import type { ObjectNumber } from '../../../model/object.ts';
import { socketAt } from '../../../model/socket-end.ts';
import { type Kind, kind, perhaps, qmp } from '../area.ts';
import type { Draw } from '../draw.ts';
import { flood, payload, wide } from '../values.ts';
import { isDriven, type View } from '../view.ts';
import { backend } from './chardevs.ts';
import { pathOf } from './traffic.ts';

/** A frontend with a far end: whose it is, and what it is attached to. */
type Attached = { readonly kind: 'witness' | 'virtio' | 'uart'; readonly port: string; readonly chardev: string };

function attached({ state }: View): readonly Attached[] {
  const found: Attached[] = [];
  const add = (kind: Attached['kind'], ports: Iterable<string>): void => {
    for (const port of ports) {
      const chardev = state.frontends.get(`port ${port}`)?.chardev;
      if (chardev != null) found.push({ kind, port, chardev });
    }
  };
  add('witness', state.witnesses.keys());
  add(
    'virtio',
    [...state.virtioPorts.keys()].filter((port) => isDriven(state, port)),
  );
  add('uart', state.uarts.keys());
  return found;
}

/** What the client holds of the other side of a chardev, or of what a mux or hub stands on. */
function farEnds(view: View, label: string): readonly string[] {
  const { state } = view;
  const chardev = state.chardevs.get(label);
  if (chardev === undefined) return [];
  const below = chardev.hub?.members ?? (chardev.mux === null ? [] : [chardev.mux.base]);
  if (below.length > 0) return below.flatMap((member) => farEnds(view, member));
  const object = chardev.pty?.slave ?? socketAt(state, chardev.input)?.peer ?? pipeAt(state, chardev.output);
  return view.handles('socket', 'terminal', 'pipe').flatMap(({ handle, access }) => {
    const description = state.handles.get(handle);
    const own = description === undefined ? undefined : state.descriptions.get(description)?.object;
    return own !== undefined && own === object && access !== 'w' ? [handle] : [];
  });
}

/** What a number of QEMU's refers to. */
function objectAt(state: View['state'], number: number | null): ObjectNumber | null {
  const description = number === null ? null : descriptionAt(state, number);
  return description === null ? null : descriptionOf(state, description).object;
}

function pipeAt(state: View['state'], number: number | null): ObjectNumber | null {
  const object = objectAt(state, number);
  return object !== null && objectOf(state, object).kind === 'pipe' ? object : null;
}

function write(draw: Draw, { kind, port }: Attached): Action {
  // a line takes byte by byte: pages of them only take time
  const bytes = draw.of(kind !== 'uart' && draw.chance(0.6) ? draw.pick([flood, flood, flood, wide]) : payload);
  if (kind === 'witness') return { do: 'witness-write', port, bytes };
  // buffers of more than a page may be taken in part
  const size = kind === 'virtio' && draw.chance(0.5) ? { size: draw.pick([3000, 5000, 9000, 30_000]) } : {};
  return { do: 'guest-write', port, bytes, ...size };
}

/** Some output, or more than a socket takes, which is some 200 KB. */
function writes(draw: Draw, one: Attached): readonly Action[] {
  if (draw.chance(0.6)) return Array.from({ length: draw.pick([1, 2]) }, () => write(draw, one));
  const { port } = one;
  const bytes = 'abcdefghijklmnop'.repeat(8192);
  const brim: Action =
    one.kind === 'witness' ? { do: 'witness-write', port, bytes } : { do: 'guest-write', port, bytes };
  return [brim, brim];
}

/** A listening socket chardev gets another client, which is written to. */
function another(draw: Draw, view: View, one: Attached): readonly Action[] {
  const listensAt = view.state.chardevs.get(one.chardev)?.link?.listensAt;
  if (listensAt == null) return [];
  const as = view.fresh('k');
  return [{ do: 'connect-socket', as, path: pathOf(listensAt) }, write(draw, one), { do: 'read', from: as }];
}

/** What its guest, or its test, has seen of a frontend. */
function looksAt(draw: Draw, { kind, port }: Attached): readonly Action[] {
  switch (kind) {
    case 'witness':
      return [{ do: 'witness-records', port }];
    case 'virtio':
      return perhaps(draw, [0.5, { do: 'observe', what: 'port', port }], [0.5, { do: 'guest-queues', port }]);
    case 'uart':
      return [{ do: 'register-read', port, register: 5 }];
  }
}

function change(draw: Draw, view: View, chardev: string): Action {
  const types = ['ringbuf', 'null', 'socket', 'socket', 'pty', 'file', 'msmouse'];
  return qmp('chardev-change', { id: chardev, backend: backend(draw, view, ...types) });
}

/** What may come between output that waits and the room for it. */
function disturbance(draw: Draw, view: View, { kind, port, chardev }: Attached, far: string): Action {
  return draw.pick<Action>([
    change(draw, view, chardev),
    { do: 'close', handle: far },
    qmp('stop'),
    qmp('cont'),
    kind === 'virtio' ? { do: 'guest-close', port } : { do: 'advance', ms: 100 },
    kind === 'virtio' ? qmp('device_del', { id: port }) : qmp('query-chardev'),
    qmp('chardev-remove', { id: chardev }),
  ]);
}

const opens = (chance: number, { kind, port }: Attached): readonly [number, Action] =>
  kind === 'virtio'
    ? [chance, { do: 'guest-open', port }]
    : [chance, { do: 'witness-handlers', port, listening: true }];

/** A frontend that writes in pieces, and an end that the client holds of its far side. */
function someWithFarEnd(draw: Draw, view: View): { readonly one: Attached; readonly far: string } | undefined {
  const able = attached(view).filter(({ kind }) => kind !== 'uart');
  const pairs = able.flatMap((one) => farEnds(view, one.chardev).map((far) => ({ one, far })));
  return draw.some(pairs);
}

/** More than its far end takes is written by a frontend, something happens, and the far end reads on. Source: CHR-91, VSER-30. */
export const stalls: readonly Kind[] = [
  kind('output that finds no room', 3, (draw, view) => {
    const { one, far: from } = someWithFarEnd(draw, view) ?? {};
    if (one === undefined || from === undefined) return undefined;
    const sip: Action = { do: 'read', from, max: draw.pick([1, 100, 4096, 5000]) };
    return [
      ...perhaps(draw, opens(0.6, one)),
      ...writes(draw, one),
      ...perhaps(draw, [0.4, sip], [0.4, disturbance(draw, view, one, from)]),
      ...perhaps(draw, [0.9, { do: 'read', from }], [0.4, write(draw, one)], [0.6, { do: 'read', from }]),
      ...looksAt(draw, one),
      ...(draw.chance(0.3) ? another(draw, view, one) : []),
    ];
  }),
  kind('a client that leaves amid output', 2, (draw, view) => {
    const { one, far } = someWithFarEnd(draw, view) ?? {};
    if (one === undefined || far === undefined) return undefined;
    return [
      ...perhaps(draw, opens(0.6, one)),
      ...writes(draw, one),
      { do: 'close', handle: far },
      ...another(draw, view, one),
      ...looksAt(draw, one),
    ];
  }),
];

/** A frontend gives more than a byte to a client who speaks a protocol, and the client reads. Source: WS-02, TEL-01. */
export const spokenOutput: readonly Kind[] = [
  kind('output in a protocol', 5, (draw, view) => {
    const speaks = ({ chardev }: Attached): boolean => {
      const protocol = view.state.chardevs.get(chardev)?.link?.protocol;
      return protocol !== undefined && (protocol.websocket || protocol.telnet || protocol.tn3270);
    };
    const able = attached(view).filter((one) => one.kind !== 'uart' && speaks(one));
    const one = draw.some(able);
    const from = one && draw.some(farEnds(view, one.chardev));
    if (one === undefined || from === undefined) return undefined;
    const bytes = draw.of(draw.chance(0.6) ? wide : payload);
    const { kind: what, port } = one;
    return [
      what === 'witness' ? { do: 'witness-write', port, bytes } : { do: 'guest-write', port, bytes },
      { do: 'read', from },
    ];
  }),
];

const outputErrnos: readonly string[] = ['EAGAIN', 'EINTR', 'ENOSPC', 'EPIPE', 'EIO'];

/** The name that faults on it go by. */
function objectNamed({ state }: View, number: number | null): string | undefined {
  const object = objectAt(state, number);
  const name = object === null ? '' : objectOf(state, object).name;
  return name === '' ? undefined : name;
}

/** The next write to a chardev's far end or log takes a part, or fails. Source: CHR-63, LOG-03, FILE-07. */
export const troubledOutput: readonly Kind[] = [
  kind('output that meets a fault', 3, (draw, view) => {
    const one = view.simulated && view.launched ? draw.some(attached(view)) : undefined;
    const chardev = one && view.state.chardevs.get(one.chardev);
    if (one === undefined || chardev === undefined) return undefined;
    const object = objectNamed(view, draw.pick([chardev.log, chardev.log, chardev.output]));
    if (object === undefined) return undefined;
    const give = draw.chance(0.5) ? { short: draw.pick([1, 2, 100]) } : { errno: draw.pick(outputErrnos) };
    const times = draw.chance(0.3) ? { times: draw.pick([2, 3]) } : {};
    return [
      { do: 'fault', call: 'write', object, give, ...times },
      write(draw, one),
      ...(object.startsWith('{dir}/') ? [{ do: 'read-file', path: object } as const] : []),
      ...looksAt(draw, one),
    ];
  }),
];

const inputErrnos: readonly string[] = ['EAGAIN', 'EAGAIN', 'EINTR', 'EIO'];

/** The next read of what a far end sends gives a part, or fails; sockets are read by a call that the model has no faults of. Source: CHR-80, PTY-07. */
export const troubledInput: readonly Kind[] = [
  kind('input that meets a fault', 3, (draw, view) => {
    const one = view.simulated && view.launched ? draw.some(attached(view)) : undefined;
    const chardev = one && view.state.chardevs.get(one.chardev);
    const from = one && draw.some(farEnds(view, one.chardev));
    if (one === undefined || chardev === undefined || from === undefined || chardev.link !== null) return undefined;
    if (view.chardevs('udp').length > 0) return undefined;
    const object = objectNamed(view, chardev.input);
    const give = draw.chance(0.4) ? { short: draw.pick([1, 2]) } : { errno: draw.pick(inputErrnos) };
    return [
      { do: 'fault', call: 'read', ...(object === undefined ? {} : { object }), give },
      { do: 'write', to: from, bytes: draw.of(payload) },
      ...looksAt(draw, one),
    ];
  }),
];

/** A frontend's far end is changed for another, and it tells what it has heard. Source: SWAP-S06, ENG-21. */
export const changes: readonly Kind[] = [
  kind('a change that is heard', 4, (draw, view) => {
    const one = draw.some(attached(view));
    if (one === undefined) return undefined;
    const { kind, port, chardev } = one;
    const willing: Action = { do: 'witness-changes', port, answer: 'listens' };
    return [
      ...(kind === 'uart' ? [] : perhaps(draw, opens(0.7, one))),
      ...(kind === 'witness' ? perhaps(draw, [0.8, willing]) : []),
      change(draw, view, chardev),
      ...looksAt(draw, one),
    ];
  }),
];
