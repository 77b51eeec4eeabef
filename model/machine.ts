import type { StatusFlag } from './language/action.ts';
import type { Message } from './language/outcome.ts';
import type { Value } from './language/value.ts';
import { publish } from './monitor.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';

/** The process and its run state. `exited`: with the status and lines that `wait-exit` shows. */
export type Machine = {
  readonly state: 'absent' | 'prelaunch' | 'running' | 'paused' | 'exited';
  /** Whether it has memory and devices, or is the bare `none` machine. */
  readonly bare: boolean;
  readonly status: number;
  readonly stderr: readonly string[];
  /** The signal that killed it, if one did. */
  readonly signal: string | null;
  /** It was killed behind an answer, and no action has seen that yet. */
  readonly untold: boolean;
  /**
   * Whether a chardev has the standard streams; then also the flags that each had before. Source: STDIO-01.
   */
  readonly standardStreams: { readonly before: readonly (readonly StatusFlag[])[] } | null;
  /** The escape of every mux, as a code; none that fits no byte. Source: MUX-08. */
  readonly escapeCode: number;
  /** Ids of the command line's chardevs, which stay taken for HMP. Source: HMP-03. */
  readonly reservedIds: readonly string[];
  /** Old names of types that a warning was given for: there is one for each. Source: MISC-02. */
  readonly toldAliases: readonly string[];
};

/** Before the first launch. */
export const noMachine: Machine = {
  state: 'absent',
  bare: true,
  status: 0,
  stderr: [],
  signal: null,
  untold: false,
  standardStreams: null,
  escapeCode: 1,
  reservedIds: [],
  toldAliases: [],
};

/** Replaces members of the machine. */
export function changeMachine(turn: Turn, members: Partial<Machine>): void {
  change(turn, { machine: Object.assign(copyOf(turn.state.machine), members) });
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(machine: Machine): Machine {
  return {
    state: machine.state,
    bare: machine.bare,
    status: machine.status,
    stderr: machine.stderr,
    signal: machine.signal,
    untold: machine.untold,
    standardStreams: machine.standardStreams,
    escapeCode: machine.escapeCode,
    reservedIds: machine.reservedIds,
    toldAliases: machine.toldAliases,
  };
}

function event(name: string, data?: Value): Message {
  return data === undefined ? { event: name } : { event: name, data };
}

/** query-status. Source: QMP-15. */
export function queryStatus(state: ModelState): Value {
  const running = state.machine.state === 'running';
  return {
    running,
    ...(state.profile.statusHasSinglestep ? { singlestep: false } : {}),
    status: state.machine.state,
  };
}

/** stop: an event unless it stands still already. */
export function stopMachine(turn: Turn, stopDevices: () => void): void {
  if (turn.state.machine.state !== 'running') return;
  changeMachine(turn, { state: 'paused' });
  stopDevices();
  publish(turn, event('STOP'));
}

/** cont: an event unless it runs already. */
export function continueMachine(turn: Turn): void {
  if (turn.state.machine.state === 'running') return;
  changeMachine(turn, { state: 'running' });
  publish(turn, event('RESUME'));
}

/** quit: the event comes before the reply; `endProcess` comes after it. Source: QMP-16. */
export function announceQuit(turn: Turn): void {
  publish(turn, event('SHUTDOWN', { guest: false, reason: 'host-qmp-quit' }));
}

/** A line on the standard error stream. */
export function warn(turn: Turn, text: string): void {
  changeMachine(turn, { stderr: [...turn.state.machine.stderr, `qemu-system-x86_64: ${text}`] });
}

/** The process is killed by a signal of its own making. */
export function die(turn: Turn, signal: string): void {
  changeMachine(turn, { state: 'exited', signal });
  change(turn, { stall: null });
}

/** The process ends by itself. Source: MUX-08, TD-01. */
export function leave(turn: Turn, status = 0): void {
  changeMachine(turn, { state: 'exited', status });
  change(turn, { stall: null });
}
