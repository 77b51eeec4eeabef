import type { Chardev } from '../../model/chardev.ts';
import { descriptionOf, objectOf } from '../../model/description.ts';
import { descriptionAt } from '../../model/descriptor.ts';
import type { AccessMode } from '../../model/language/action.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { HostObject } from '../../model/object.ts';
import type { SocketName } from '../../model/socket-address.ts';
import type { ModelState } from '../../model/state.ts';
import { stemOf } from './wire.ts';

/** One end that the client holds. */
export type Held = {
  readonly handle: string;
  readonly kind: HostObject['kind'];
  readonly access: AccessMode;
  readonly family?: 'unix' | 'tcp';
};
/** A member of an fd set; `symbol` names its number in actions, where a reply has told it. */
export type SetMember = { readonly set: bigint; readonly symbol: string | undefined };

/**
 * What a generator of actions sees of the world: the model's state, by names. Everything is looked up when asked for,
 * so that a step costs only what it uses.
 */
export type View = {
  readonly profile: Profile;
  readonly state: ModelState;
  /** Virtual time costs nothing, witnesses and planted faults exist. */
  readonly simulated: boolean;
  readonly launched: boolean;
  readonly running: boolean;
  readonly handles: (...kinds: readonly HostObject['kind'][]) => readonly Held[];
  readonly chardevs: (...types: readonly Chardev['type'][]) => readonly Chardev[];
  /** Those that a scenario can name outside of commands: not one with an empty id. */
  readonly nameable: (...types: readonly Chardev['type'][]) => readonly Chardev[];
  readonly sets: () => readonly bigint[];
  readonly members: () => readonly SetMember[];
  /** Connected clients of monitors. */
  readonly connections: (mode: 'qmp' | 'hmp') => readonly string[];
  /** A name that nobody had in this session. */
  readonly fresh: (stem: string) => string;
};

/** The model states are opaque to the runner; here they are known to be the project's own model's. */
export function viewOf(
  state: ModelState,
  memory: { readonly simulated: boolean; readonly symbols: ReadonlyMap<number, string>; count: number },
): View {
  const { machine } = state;
  return {
    profile: state.profile,
    state,
    simulated: memory.simulated,
    launched: machine.state !== 'absent' && machine.state !== 'exited',
    running: machine.state === 'running',
    handles(...kinds): readonly Held[] {
      const found: Held[] = [];
      for (const [handle, number] of state.handles) {
        const description = state.descriptions.get(number);
        const object = description === undefined ? undefined : state.objects.get(description.object);
        if (description === undefined || object === undefined) continue;
        if (kinds.length === 0 || kinds.includes(object.kind))
          found.push({ handle, kind: object.kind, access: description.access, ...familyOf(object) });
      }
      return found;
    },
    chardevs(...types): readonly Chardev[] {
      const all = [...state.chardevs.values()];
      return types.length === 0 ? all : all.filter(({ type }) => types.includes(type));
    },
    nameable(...types): readonly Chardev[] {
      return this.chardevs(...types).filter(({ label }) => label !== '');
    },
    sets: () => [...state.fdsets.keys()],
    members: () =>
      [...state.fdsets].flatMap(([set, { members }]) =>
        members.map(({ number }) => ({ set, symbol: memory.symbols.get(number) })),
      ),
    connections: (mode) =>
      [...state.connections.values()].flatMap((each) =>
        each.mode === mode && each.state !== 'left' ? [each.name] : [],
      ),
    fresh(stem): string {
      memory.count += 1;
      return `${stem}${memory.count}`;
    },
  };
}

/** Whether the data register of a 16550 is its divisor now: a driver that reads while data is there would never end. */
export function latchesDivisor({ uarts }: ModelState, port: string): boolean {
  return ((uarts.get(port)?.lcr ?? 0) & 0x80) !== 0;
}

/** Whether the guest's driver runs and knows of the virtio port. */
export function isDriven({ drivenPorts, controllers }: ModelState, port: string): boolean {
  const known = drivenPorts.get(port);
  const driver = known === undefined ? undefined : controllers.get(known.controller)?.driver;
  return driver === 'multiport' || (driver === 'single' && known?.nr === 0);
}

function familyOf(object: HostObject): { readonly family?: 'unix' | 'tcp' } {
  return object.kind === 'socket' ? { family: object.family } : {};
}

/** Where chardevs listen, and the stem of handles for clients there. */
export function listeningPlaces({
  state,
  chardevs,
}: View): readonly { readonly at: SocketName; readonly stem: string }[] {
  return chardevs('socket').flatMap(({ link }) => {
    const description = link?.listener == null ? null : descriptionAt(state, link.listener);
    const object = description === null ? null : objectOf(state, descriptionOf(state, description).object);
    return link !== null && object?.kind === 'listener' ? [{ at: object.at, stem: stemOf(link.protocol) }] : [];
  });
}
