import type {
  Action,
  DisplayAction,
  GuestAction,
  HostAction,
  LaunchOptions,
  WitnessAction,
} from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { isHostAction } from '../host-action.ts';
import { NotApplicable, type Opening, type Session } from '../target.ts';
import { performHostAction } from './client-actions.ts';
import { type ClientHandles, closeAllHandles } from './client-handles.ts';
import { takesSeveralCalls } from './client-transfer.ts';
import { fillGapsBelowMembers, keepLimit, type Limit, liftFilling, limitLeaving } from './descriptor-limit.ts';
import { followDevices, learnPorts, observePort, unplugs } from './devices.ts';
import { performGuestAction } from './guest-port.ts';
import { type Hold, heldRefusal, holdFor, isDriverAction, isGuestAction, releaseHold, whileStopped } from './hold.ts';
import { type Management, performManagement } from './monitor-actions.ts';
import { heldDescriptors } from './observe.ts';
import { pause } from './pause.ts';
import { learnTcpPorts } from './ports.ts';
import { type End, waitForEnd } from './qemu-process.ts';
import { hideLinesSoFar } from './qmp-link.ts';
import { qtestRoundTrip } from './qtest.ts';
import {
  awaitLaunched,
  endOutcome,
  endSystem,
  launchSystem,
  type RunningSystem,
  type Surroundings,
} from './running-system.ts';
import { settle as settleBarrier } from './settle.ts';
import { learnSockets, learnTerminals } from './terminals.ts';
import { type Transcript, writeArtifacts } from './transcript.ts';
import { isVirtioPort, performVirtioAction } from './virtio-guest.ts';

/** What the target lends to a session. */
export type Loan = {
  readonly around: Surroundings;
  readonly opening: Opening;
  readonly handles: ClientHandles;
  readonly socketFolder: string;
  readonly transcript: Transcript;
  /** A process that earlier scenarios left clean, for launches on default options. */
  readonly takeShared: (() => RunningSystem | undefined) | undefined;
  /** Called once at the end: takes the system back if it may serve again; says whether it was taken. */
  readonly giveBack: (system: RunningSystem) => Promise<boolean>;
  /** Removes the session's folders. */
  readonly tidyUp: (shared: boolean) => void;
};

/** What a session remembers between its actions. */
type State = {
  readonly loan: Loan;
  system: RunningSystem | undefined;
  /** Between `hold` and `release`. */
  hold: Hold | undefined;
  /** Of a launch that was `silent`: whether it is still under way, or over by now, which nobody has been told. */
  start: 'under way' | 'over' | undefined;
  /** The end was reported, or follows from an answer that was. */
  endReported: boolean;
  /** QEMU has closed the harness's connections, or was told to quit and said yes: its end is only a matter of time. */
  ending: boolean;
  /** Something was done that no check of a process would find: HMP keeps ids reserved (HMP-03). */
  soiled: boolean;
  /** The descriptor limit before it was lowered, and the number from which none is given now. */
  limit: (Limit & { readonly before: number }) | undefined;
  readonly problems: string[];
};

const endPatienceMs = 3000;

function isDisplayAction(action: Action): action is DisplayAction {
  return action.do === 'screen' || action.do === 'vc-keys';
}

function isWitnessAction(action: Action): action is WitnessAction {
  return action.do.startsWith('witness-');
}

/** Opens one session; QEMU itself starts with the `launch` action. */
export function openSession(loan: Loan): Session {
  const state: State = {
    loan,
    system: undefined,
    hold: undefined,
    start: undefined,
    endReported: false,
    ending: false,
    soiled: false,
    limit: undefined,
    problems: [],
  };
  return {
    perform: (action) => perform(state, withPatience(action, loan.around.slowness)),
    settle: () => settle(state),
    saveArtifacts: (folder) => saveArtifacts(state, folder),
    close: () => close(state),
  };
}

/** The scenario's patience is meant for a QEMU of the usual speed. */
function withPatience(action: Action, slowness: number): Action {
  return slowness > 1 && 'patienceMs' in action && action.patienceMs !== undefined
    ? { ...action, patienceMs: action.patienceMs * slowness }
    : action;
}

function settle(state: State): void {
  const { system } = state;
  if (system === undefined || system.qemu.end() !== undefined) return;
  if (state.start === 'under way' && !goOnStarting(state, system)) return;
  const { qemu, qtest, control } = system;
  const result = settleBarrier(state.loan.around.libc, { qemu, qtest, control }, state.loan.handles.terminals);
  if (result === 'gone') state.ending = true;
}

/** A launch that waited for a client may be over by what was done: then the monitors are greeted. False: it waits still. */
function goOnStarting(state: State, system: RunningSystem): boolean {
  const { around, handles } = state.loan;
  const served = qtestRoundTrip(around.libc, system.qemu, system.qtest);
  if (served === 'gone') state.ending = true;
  if (served !== 'answered') return false;
  const outcome = awaitLaunched(around, handles, system, around.timeoutMs);
  if (outcome.see !== 'launched') return false;
  state.start = 'over';
  launched(state, system, outcome);
  return true;
}

function saveArtifacts(state: State, folder: string): void {
  const { system } = state;
  writeArtifacts(folder, state.loan.transcript, system?.qemu.words ?? [], system?.qemu.stderr() ?? '');
}

function perform(state: State, action: Action): Outcome {
  if (state.hold !== undefined) return performHeld(state, state.hold, action);
  if (action.do === 'launch') return launch(state, action);
  if (action.do === 'wait-launch') return waitLaunch(state, action.patienceMs);
  if (action.do === 'wait-exit') return waitExit(state);
  if (action.do === 'hold') {
    state.hold = { since: 'nothing', held: [] };
    return { see: 'done' };
  }
  if (action.do === 'qmp' && action.execute === 'human-monitor-command') state.soiled = true;
  const connected = isConnected(state, action);
  const outcome = act(state, action);
  if (action.do === 'qmp' && action.execute === 'quit' && outcome.see === 'return') state.ending = true;
  else {
    settle(state);
    if (state.system !== undefined) {
      followDevices(state.loan.around.libc, state.system, action);
      if (state.limit !== undefined) keepLimit(state.loan.around.libc, state.system, state.limit);
    }
  }
  if (outcome.see === 'closed' && connected) state.ending = true;
  return withEnd(state, outcome);
}

/** Whether `closed` would be news: a name that the scenario itself has disconnected, or never connected, tells nothing. */
function isConnected({ system }: State, action: Action): boolean {
  if (!('on' in action) && action.do !== 'qmp' && action.do !== 'send' && action.do !== 'receive') return true;
  return system?.links.has(action.on ?? 'qmp') === true;
}

function performHeld(state: State, hold: Hold, action: Action): Outcome {
  const { system } = state;
  if (action.do === 'release') {
    releaseHold(hold, system?.qemu);
    state.hold = undefined;
    settle(state);
    const unplugging = hold.held.find(unplugs);
    if (system !== undefined && unplugging !== undefined) followDevices(state.loan.around.libc, system, unplugging);
    return withEnd(state, { see: 'done' });
  }
  if (isWitnessAction(action)) throw new NotApplicable('a real QEMU has no bare frontend to call');
  const refusal = heldRefusal(hold, action);
  if (refusal !== undefined) throw new NotApplicable(refusal);
  holdFor(hold, system?.qemu, action);
  return isHostAction(action)
    ? performHostAction(state.loan.handles, action)
    : actOnSystem(state, action as SystemAction);
}

function act(
  state: State,
  action: Exclude<Action, { readonly do: 'launch' | 'wait-launch' | 'wait-exit' | 'hold' }>,
): Outcome {
  if (isHostAction(action)) {
    const { handles } = state.loan;
    const perform = (): Outcome => performHostAction(handles, action);
    return takesSeveralCalls(handles, action) ? whileStopped(state.system?.qemu, perform) : perform();
  }
  if (action.do === 'advance') {
    pause(action.ms);
    return { see: 'done' };
  }
  if (action.do === 'release') return { see: 'done' };
  if (action.do === 'fault') throw new NotApplicable('a real QEMU offers no place to plant faults in');
  if (isWitnessAction(action)) throw new NotApplicable('a real QEMU has no bare frontend to call');
  if (isDisplayAction(action)) throw new NotApplicable('a real QEMU shows its text consoles on displays only');
  return actOnSystem(state, action);
}

type SystemAction = Exclude<
  Action,
  | HostAction
  | WitnessAction
  | DisplayAction
  | { readonly do: 'launch' | 'wait-launch' | 'wait-exit' | 'hold' | 'release' | 'advance' | 'fault' }
>;

/** Whether it is about devices, of which there are none once the process has ended. */
function needsDevices(action: SystemAction): boolean {
  return isGuestAction(action) || isDriverAction(action) || (action.do === 'observe' && action.what === 'port');
}

function actOnSystem(state: State, action: SystemAction): Outcome {
  const { around, handles } = state.loan;
  const { system } = state;
  if (system === undefined) return { see: 'closed' };
  if (needsDevices(action) && system.qemu.end() !== undefined) return { see: 'closed' };
  if (isGuestAction(action)) return actAsGuest(state, system, action);
  if (isDriverAction(action)) {
    return performVirtioAction(system.guest, action, around.timeoutMs, () => settle(state));
  }
  switch (action.do) {
    case 'observe':
      if (action.what === 'port') return observePort(around.libc, system, action.port);
      return {
        see: 'descriptors',
        held: system.qemu.end() === undefined ? heldDescriptors(system.qemu.pid, handles) : [],
      };
    case 'limit-descriptors':
      limitDescriptors(state, system, action.free);
      return { see: 'done' };
    default: {
      const management: Management = {
        libc: around.libc,
        system,
        handles,
        timeoutMs: around.timeoutMs,
        held: state.hold !== undefined,
        settle() {
          if (state.hold !== undefined) return;
          settle(state);
          followDevices(around.libc, system, action);
        },
      };
      const outcome = performManagement(management, action);
      const patience = 'patienceMs' in action ? action.patienceMs : undefined;
      if (outcome.see === 'silent' && action.do === 'qmp' && patience === undefined && !management.held) {
        state.problems.push(`hang: no reply to ${action.execute} within ${around.timeoutMs} ms`);
      }
      return outcome;
    }
  }
}

function actAsGuest(state: State, system: RunningSystem, action: GuestAction): Outcome {
  const { libc, timeoutMs } = state.loan.around;
  const settled = state.hold === undefined ? (): void => settle(state) : undefined;
  if ((action.do === 'guest-write' || action.do === 'guest-read') && isVirtioPort(system.guest, action.port)) {
    const patienceMs = action.do === 'guest-write' ? action.patienceMs : undefined;
    return performVirtioAction(system.guest, action, patienceMs ?? timeoutMs, settled ?? ((): void => undefined));
  }
  return performGuestAction(libc, system, action, timeoutMs, settled);
}

function limitDescriptors(state: State, system: RunningSystem, free: number | null): void {
  const { libc } = state.loan.around;
  const { limit } = state;
  if (free === null) {
    if (limit === undefined) return;
    libc.limitDescriptors(system.qemu.pid, limit.before);
    liftFilling(libc, system, limit);
    state.limit = undefined;
    return;
  }
  const next = limitLeaving(libc, system, free, limit);
  const old = libc.limitDescriptors(system.qemu.pid, next.soft);
  state.limit = { ...next, before: limit?.before ?? old };
}

function isDefault(options: LaunchOptions): boolean {
  const { machine, paused, args, inherit, ports, monitors } = options;
  if ((machine ?? 'none') !== 'none' || paused === true || inherit !== undefined || monitors !== undefined)
    return false;
  return (args ?? []).length === 0 && (ports ?? []).length === 0;
}

function launch(state: State, options: Extract<Action, { readonly do: 'launch' }>): Outcome {
  if (state.system !== undefined) throw new Error('the scenario launches twice');
  const { loan } = state;
  const shared = isDefault(options) ? loan.takeShared?.() : undefined;
  if (shared !== undefined) {
    state.system = shared;
    for (const link of shared.links.values()) {
      if (link.kind === 'qmp') hideLinesSoFar(loan.around.libc, link, loan.around.timeoutMs);
    }
    return { see: 'launched' };
  }
  const { around, handles } = loan;
  const startMs = options.patienceMs ?? around.timeoutMs;
  const { system, outcome } = launchSystem(around, handles, options, loan.socketFolder, loan.transcript, startMs);
  state.system = system;
  return launched(state, system, outcome);
}

/** The rest of a launch that was silent. */
function waitLaunch(state: State, patienceMs: number | undefined): Outcome {
  const { system, loan } = state;
  if (system === undefined) return { see: 'closed' };
  const isOver = state.start === 'over';
  state.start = undefined;
  if (isOver) return { see: 'launched' };
  const startMs = patienceMs ?? loan.around.timeoutMs;
  return launched(state, system, awaitLaunched(loan.around, loan.handles, system, startMs));
}

function launched(state: State, system: RunningSystem, outcome: Outcome): Outcome {
  const { loan } = state;
  if (outcome.see === 'exit' || outcome.see === 'died') state.endReported = true;
  if (outcome.see === 'silent') state.start = 'under way';
  if (outcome.see === 'launched') {
    settle(state);
    fillGapsBelowMembers(loan.around.libc, system);
    learnTerminals(loan.around.libc, system, loan.handles);
    learnSockets(loan.around.libc, system, loan.handles, system.options.args);
    learnPorts(loan.around.libc, system);
    if ((system.options.args ?? []).some((word) => word.includes('host='))) {
      learnTcpPorts(loan.around.libc, system, loan.handles);
    }
  }
  return outcome;
}

/** An answer, after which the end that it caused is no news: `quit` is answered first. */
function isAnswer(outcome: Outcome): boolean {
  return (
    ['return', 'error', 'greeting', 'text'].includes(outcome.see) ||
    (outcome.see === 'messages' && outcome.messages.length > 0) ||
    (outcome.see === 'data' && outcome.bytes !== '')
  );
}

/** If QEMU ended during the action, that is what was seen, unless the action got its answer and the end was orderly. */
function withEnd(state: State, outcome: Outcome): Outcome {
  const { system } = state;
  if (system === undefined || state.endReported) return outcome;
  const end = state.ending ? waitForEnd(system.qemu, endPatienceMs) : system.qemu.end();
  if (end === undefined) {
    state.ending = false; // it lives on after all: the next action need not wait for that again
    return outcome;
  }
  if (isAnswer(outcome)) {
    // a crash behind an answer is told by the next action, or at the close
    if (end.kind === 'exited') state.endReported = true;
    return outcome;
  }
  return reportEnd(state, system, end);
}

function reportEnd(state: State, system: RunningSystem, end: End): Outcome {
  state.endReported = true;
  return endOutcome(state.loan.around, system, state.loan.handles, end);
}

function waitExit(state: State): Outcome {
  const { system, loan } = state;
  if (system === undefined) return { see: 'closed' };
  const end = waitForEnd(system.qemu, loan.around.timeoutMs);
  return end === undefined ? { see: 'silent' } : reportEnd(state, system, end);
}

async function close(state: State): Promise<readonly string[]> {
  const { loan, system, problems } = state;
  closeAllHandles(loan.handles);
  let shared = false;
  if (system !== undefined) {
    if (state.hold !== undefined) releaseHold(state.hold, system.qemu);
    const end = system.qemu.end();
    if (end !== undefined && !state.endReported) {
      const how = end.kind === 'killed' ? `died of ${end.signal}` : `died: exit status ${end.status}`;
      const last = system.qemu.stderr().trim().split('\n').at(-1) ?? '';
      problems.push(`${how} unseen by any step${last === '' ? '' : `; last words: ${last}`}`);
    }
    const clean = end === undefined && state.limit === undefined && state.hold === undefined && !state.soiled;
    shared = clean && (await loan.giveBack(system));
    if (!shared) await endSystem(system);
  }
  loan.tidyUp(shared);
  return problems;
}
