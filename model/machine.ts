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
};

/** Before the first launch. */
export const noMachine: Machine = { state: 'absent', bare: true, status: 0, stderr: [], signal: null };

function event(name: string, data?: Value): Message {
  return data === undefined ? { event: name } : { event: name, data };
}

/** query-status. Source: QMP-15. */
export function queryStatus(state: ModelState): Value {
  const running = state.machine.state === 'running';
  return {
    status: state.machine.state,
    ...(state.profile.statusHasSinglestep ? { singlestep: false } : {}),
    running,
  };
}

/** stop: an event unless it stands still already. */
export function stopMachine(turn: Turn): void {
  if (turn.state.machine.state !== 'running') return;
  change(turn, { machine: { ...turn.state.machine, state: 'paused' } });
  publish(turn, event('STOP'));
}

/** cont: an event unless it runs already. */
export function continueMachine(turn: Turn): void {
  if (turn.state.machine.state === 'running') return;
  change(turn, { machine: { ...turn.state.machine, state: 'running' } });
  publish(turn, event('RESUME'));
}

/** quit: the event comes before the reply; `endProcess` comes after it. Source: QMP-16. */
export function announceQuit(turn: Turn): void {
  publish(turn, event('SHUTDOWN', { guest: false, reason: 'host-qmp-quit' }));
}

/** The process is killed by a signal of its own making. */
export function die(turn: Turn, signal: string): void {
  change(turn, { machine: { ...turn.state.machine, state: 'exited', signal }, stall: null });
}

/** The process ends by itself, with status 0. Source: MUX-08. */
export function leave(turn: Turn): void {
  change(turn, { machine: { ...turn.state.machine, state: 'exited', status: 0 }, stall: null });
}
