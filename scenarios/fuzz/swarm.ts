import type { Capability } from '../../model/language/capability.ts';
import type { Area, AreaName, Kind } from './area.ts';
import { faults, wildFaults } from './areas/world.ts';
import { areas } from './areas.ts';
import type { Draw } from './draw.ts';

/** What one session may do: its areas, and which kinds of action are switched on, faults among them. */
export type Swarm = {
  readonly areas: readonly Area[];
  readonly kinds: readonly Kind[];
  readonly length: number;
  /** With faults that the model does not know: only invariants are judged. */
  readonly unforeseen: boolean;
};

/** What a campaign allows. */
export type SwarmBounds = {
  readonly capabilities: ReadonlySet<Capability>;
  /** Empty: all that the target can do. */
  readonly only: readonly AreaName[];
  readonly faults: boolean;
  /** Whether sessions may have faults that the model does not know. */
  readonly unforeseen?: boolean;
  /** Actions of a session at most, beside its beginning and end. */
  readonly lengthMax: number;
};

/** Areas that stand by themselves or bring their own frontends. */
const companions: Partial<Record<AreaName, readonly AreaName[]>> = {
  mux: ['uart', 'virtio', 'witness', 'uart'],
  hub: ['uart', 'virtio', 'witness', 'witness', 'virtio'],
  socket: ['uart', 'virtio', 'witness', 'chardev'],
  tcp: ['uart', 'virtio', 'witness', 'chardev', 'virtio', 'witness'],
  udp: ['uart', 'virtio', 'witness', 'witness', 'tcp'],
  pipe: ['uart', 'virtio', 'witness'],
  pty: ['uart', 'virtio', 'witness'],
  stdio: ['uart', 'virtio', 'fdset', 'fdset'],
  misc: ['uart', 'virtio', 'chardev'],
  chardev: ['uart', 'human', 'open', 'virtio'],
  uart: ['chardev', 'open', 'mux'],
  virtio: ['chardev', 'uart', 'usb'],
  usb: ['virtio', 'socket'],
  fdset: ['open', 'getfd', 'block', 'monitor'],
  open: ['fdset', 'chardev', 'uart'],
  human: ['fdset', 'chardev'],
  monitor: ['fdset', 'getfd'],
};
/** Areas of several protocols each: drawn twice as often as others. */
const manifold: readonly AreaName[] = ['tcp'];
/** The share of kinds that a session has switched on. */
const kindShare = 0.75;

/** The areas that a target can do and the user wants. */
export function possibleAreas({ capabilities, only }: SwarmBounds): readonly Area[] {
  const possible = areas.filter(({ needs }) => needs.every((need) => capabilities.has(need)));
  return only.length === 0 ? possible : possible.filter(({ name }) => only.includes(name));
}

/** One random configuration: one area, often with a companion, and a random part of what can be done there. */
export function drawSwarm(draw: Draw, bounds: SwarmBounds): Swarm {
  const first = draw.pick(
    possibleAreas(bounds).flatMap((area) => (manifold.includes(area.name) ? [area, area] : [area])),
  );
  const able = new Set(possibleAreas({ ...bounds, only: [] }));
  const partners = (companions[first.name] ?? []).flatMap((name) => areas.filter((area) => area.name === name));
  const second = draw.chance(0.65) ? draw.some(partners.filter((area) => able.has(area))) : undefined;
  const chosen = second === undefined ? [first] : [first, second];
  const all = chosen.flatMap(({ kinds }) => kinds);
  const on = all.filter(() => draw.chance(kindShare));
  const withFaults = bounds.faults && draw.chance(0.4);
  const unforeseen = withFaults && bounds.unforeseen === true && draw.chance(0.3);
  const kinds = [...(on.length < 3 ? all : on), ...(withFaults ? faults : []), ...(unforeseen ? wildFaults : [])];
  return { areas: chosen, kinds, length: draw.pick([8, 15, 30, bounds.lengthMax]), unforeseen };
}
