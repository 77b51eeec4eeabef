import type { Action, LaunchOptions, MonitorSpec, PortSpec } from '../../model/language/action.ts';
import type { Capability } from '../../model/language/capability.ts';
import type { Value } from '../../model/language/value.ts';
import type { Draw } from './draw.ts';
import type { View } from './view.ts';

/** What part of the action language a session is about. */
export type AreaName =
  | 'fdset'
  | 'open'
  | 'getfd'
  | 'block'
  | 'chardev'
  | 'mux'
  | 'hub'
  | 'socket'
  | 'tcp'
  | 'udp'
  | 'pipe'
  | 'pty'
  | 'stdio'
  | 'uart'
  | 'virtio'
  | 'usb'
  | 'witness'
  | 'monitor'
  | 'human'
  | 'misc'
  | 'replay'
  | 'host';

/** How a session begins: what the client makes first, and the launch that all areas of the session write into. */
export type Start = {
  readonly before: Action[];
  /** Done right behind the launch. */
  readonly after: Action[];
  readonly args: string[];
  readonly ports: PortSpec[];
  readonly monitors: MonitorSpec[];
  readonly inherit: Record<string, string>;
  /** Chardevs of the command line that no frontend has been given yet. */
  readonly free: string[];
  paused: boolean;
  escape: boolean;
  machine: LaunchOptions['machine'] | undefined;
  maxPorts: number | undefined;
};

/** One kind of action. `make` is asked with the world as it stands; undefined: it would mean nothing now. */
export type Kind = {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  readonly make: (draw: Draw, view: View) => Action | readonly Action[] | undefined;
};

/** One area: the clauses that it is about, what it needs of a target, how it begins, and what is done in it. */
export type Area = {
  readonly name: AreaName;
  readonly clauses: readonly string[];
  readonly needs: readonly Capability[];
  readonly begin?: (draw: Draw, start: Start, profile: View['profile']) => void;
  readonly kinds: readonly Kind[];
};

/** A QMP command on the default monitor. */
export function qmp(execute: string, given?: Value): Action {
  return given === undefined ? { do: 'qmp', execute } : { do: 'qmp', execute, arguments: given };
}

/** A kind of action that always means something. */
export function kind(name: string, weight: number, make: Kind['make']): Kind {
  return { name, weight, make };
}

/** Each with its chance, in their order. */
export function perhaps(draw: Draw, ...steps: readonly (readonly [number, Action])[]): readonly Action[] {
  return steps.flatMap(([chance, action]) => (draw.chance(chance) ? [action] : []));
}
