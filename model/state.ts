import type { Block } from './block.ts';
import type { Chardev } from './chardev.ts';
import type { Description } from './description.ts';
import type { Descriptor, StartNumbers } from './descriptor.ts';
import type { DueChange } from './due-change.ts';
import type { Fault } from './fault.ts';
import type { Fdset } from './fdset.ts';
import type { FrontMonitor } from './front-monitor.ts';
import type { Frontend, FrontendEvent, FrontendKey } from './frontend.ts';
import type { Handle } from './language/action.ts';
import type { Profile } from './language/profile.ts';
import type { Launching } from './launch.ts';
import type { Machine } from './machine.ts';
import type { Connection, Monitor } from './monitor.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import type { PortPause } from './port-event.ts';
import type { Replay } from './replay.ts';
import type { Round } from './round.ts';
import type { SocketName } from './socket-address.ts';
import type { Stall } from './stall.ts';
import type { StrayWire } from './stray-wire.ts';
import type { Uart } from './uart.ts';
import type { UsbSerial } from './usb-serial.ts';
import type { Controller, DrivenPort, VirtioPort } from './virtio-port.ts';
import type { Witness } from './witness.ts';

/** Everything the model knows between two actions: the host, the client's handles, and QEMU. Never changed in place. */
export type ModelState = {
  readonly profile: Profile;
  /** The host. */
  readonly objects: ReadonlyMap<ObjectNumber, HostObject>;
  readonly paths: ReadonlyMap<string, ObjectNumber>;
  readonly descriptions: ReadonlyMap<number, Description>;
  readonly nextNumber: number;
  /** The client's descriptors, by handle: the description that each refers to. */
  readonly handles: ReadonlyMap<Handle, number>;
  readonly faults: readonly Fault[];
  /** QEMU's descriptor table, by number; `descriptorsMax`: numbers from there on cannot be given out. */
  readonly table: ReadonlyMap<number, Descriptor>;
  readonly descriptorsMax: number | null;
  /** Numbers of inherited monitor connections that have ended, in ascending order. */
  readonly monitorNumbersFree: readonly number[];
  /** Numbers that the start gave out, where members of fd sets are among them, and others. */
  readonly startNumbers: StartNumbers | null;
  readonly machine: Machine;
  /** A launch that waits for a client. Source: SOCK-02. */
  readonly launching: Launching | null;
  /** Where attempts of chardevs that are gone are still under way. Source: CHR-13. */
  readonly orphanAttempts: readonly OrphanAttempt[];
  /** Connections of websockets whose chardevs are gone. Source: Q-FOUND-14. */
  readonly strayWires: readonly StrayWire[];
  readonly fdsets: ReadonlyMap<bigint, Fdset>;
  readonly monitors: ReadonlyMap<string, Monitor>;
  readonly connections: ReadonlyMap<string, Connection>;
  /** All monitors, the one that was served longest ago first: it has its turn first. */
  readonly turns: readonly string[];
  readonly chardevs: ReadonlyMap<string, Chardev>;
  readonly frontends: ReadonlyMap<FrontendKey, Frontend>;
  readonly uarts: ReadonlyMap<string, Uart>;
  readonly controllers: ReadonlyMap<string, Controller>;
  readonly virtioPorts: ReadonlyMap<string, VirtioPort>;
  readonly usbSerials: ReadonlyMap<string, UsbSerial>;
  /** Where the guest's driver knows a port to be, also after it was unplugged. */
  readonly drivenPorts: ReadonlyMap<string, DrivenPort>;
  /** Devices that were unplugged and are not gone yet. */
  readonly leaving: readonly string[];
  readonly portPauses: ReadonlyMap<string, PortPause>;
  readonly witnesses: ReadonlyMap<string, Witness>;
  /** Debug consoles: the chardev that each writes to. */
  readonly debugcons: ReadonlyMap<string, string>;
  readonly fronts: ReadonlyMap<string, FrontMonitor>;
  readonly blocks: ReadonlyMap<string, Block>;
  /** rng-random objects: the descriptor that each holds. */
  readonly generators: ReadonlyMap<string, number>;
  /** Record or replay, if it is on. Source: RR-01. */
  readonly replay: Replay | null;
  /** What the main loop is stuck in, if it is. */
  readonly stall: Stall | null;
  /** What it serves before the next request, where some waited when it was free again. */
  readonly round: Round | null;
  /** The number of the main context in which somebody waits for a client. Source: Q-FOUND-15. */
  readonly ownContext: number | null;
  /** Changes that wait for their turn, oldest first. Source: ENG-17. */
  readonly changes: readonly DueChange[];
  /** Frontends of a mux that hear it next: who comes before them is a monitor, and speaks within the event. Source: MUX-13. */
  readonly toldNext: readonly { readonly user: FrontendKey; readonly event: FrontendEvent }[];
  readonly held: boolean;
  /** Virtual time, nanoseconds. */
  readonly nowNs: number;
};

/**
 * The one thing that changes while an action runs: a cell with the state so far. Nothing keeps it after the step.
 * `own`: the state and the tables that the turn has made itself and nobody else has: it goes on writing in these, so that
 * ten changes of one turn are one copy. Who takes the state to keep it while the turn goes on asks for it by `kept`.
 */
export type Turn = { state: ModelState; own: object[] };

/** A turn that starts from a state, which stays as it is. */
export function turnAt(state: ModelState): Turn {
  return { state, own: [] };
}

/** The state so far, for somebody who keeps it: whatever the turn changes from here on, it changes in a copy. */
export function kept(turn: Turn): ModelState {
  turn.own = [];
  return turn.state;
}

/** Replaces members of the state in the cell. */
export function change(turn: Turn, members: Partial<ModelState>): void {
  Object.assign(ownState(turn), members);
}

/** `hasInstance`: its yank instance is its own, nobody has inherited it. Source: RACE-S06. */
type OrphanAttempt = {
  readonly target: SocketName;
  /** QEMU's number where it had connected already. */
  readonly arrived: number | null;
  readonly label: string;
  /** Where it connects, as the warning of its failure says it; `null`: that was said before. */
  readonly told: string | null;
  readonly hasInstance: boolean;
};

/** The state in the cell, to be written in: a copy, unless the turn has made one already. */
export function ownState(turn: Turn): ModelState {
  if (!turn.own.includes(turn.state)) {
    turn.state = copyOf(turn.state);
    turn.own.push(turn.state);
  }
  return turn.state;
}

/** Member by member: V8 spreads an object of so many members ten times slower, and the model does this all the time. */
function copyOf(state: ModelState): ModelState {
  return {
    profile: state.profile,
    objects: state.objects,
    paths: state.paths,
    descriptions: state.descriptions,
    nextNumber: state.nextNumber,
    handles: state.handles,
    faults: state.faults,
    table: state.table,
    descriptorsMax: state.descriptorsMax,
    monitorNumbersFree: state.monitorNumbersFree,
    startNumbers: state.startNumbers,
    machine: state.machine,
    launching: state.launching,
    orphanAttempts: state.orphanAttempts,
    strayWires: state.strayWires,
    fdsets: state.fdsets,
    monitors: state.monitors,
    connections: state.connections,
    turns: state.turns,
    chardevs: state.chardevs,
    frontends: state.frontends,
    uarts: state.uarts,
    controllers: state.controllers,
    virtioPorts: state.virtioPorts,
    usbSerials: state.usbSerials,
    drivenPorts: state.drivenPorts,
    leaving: state.leaving,
    portPauses: state.portPauses,
    witnesses: state.witnesses,
    debugcons: state.debugcons,
    fronts: state.fronts,
    blocks: state.blocks,
    generators: state.generators,
    replay: state.replay,
    stall: state.stall,
    round: state.round,
    ownContext: state.ownContext,
    changes: state.changes,
    toldNext: state.toldNext,
    held: state.held,
    nowNs: state.nowNs,
  };
}

/** Success with a value, or the name of an errno. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errno: string };
/** Success with a value, or the text for people that the failure gives. */
export type Outcomed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly text: string };
