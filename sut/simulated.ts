import type { Action, LaunchOptions, WorldAction } from '../model/language/action.ts';
import type { Capability } from '../model/language/capability.ts';
import type { Outcome } from '../model/language/outcome.ts';
import type { ProfileName } from '../model/language/profile.ts';
import { profileByName } from '../model/language/profiles.ts';
import type { Planted } from './engine/planted.ts';
import { shutDown } from './engine/shut-down.ts';
import type { Errno } from './host/result.ts';
import { isHostAction } from './host-action.ts';
import { advance } from './runtime/advance.ts';
import { type Chooser, firstChoice, replayChooser, seededChooser } from './runtime/chooser.ts';
import { jsonText } from './runtime/json-text.ts';
import { performDisplayAction } from './simulated/display.ts';
import { performGuestAction } from './simulated/guest-port.ts';
import { performHostAction } from './simulated/host-actions.ts';
import { insideOf } from './simulated/inside.ts';
import { brokenInvariant, leftBehind } from './simulated/invariants.ts';
import { endOutcome, launch, launchedOutcome } from './simulated/launch.ts';
import { performManagement } from './simulated/monitor-actions.ts';
import { heldDescriptors } from './simulated/observe.ts';
import { performDriverAction, portState, rememberPorts } from './simulated/virtio-driver.ts';
import { performWitnessAction } from './simulated/witness-actions.ts';
import { circling, createWorld, endGrace, inward, type Launched, settle, type World } from './simulated/world.ts';
import type { Session, Target } from './target.ts';

/** `chooser` decides; else `choices` replays recorded decisions; else `seed` draws them; else always the first option. */
export type SimulatedOptions = {
  /** Of the one session that is opened: choosers have a memory. */
  readonly chooser?: Chooser;
  readonly profile: ProfileName;
  /** For tests of what finds defects: what is broken in the engine. */
  readonly planted?: Planted;
  readonly seed?: number;
  readonly choices?: readonly number[];
};

const capabilities: ReadonlySet<Capability> = new Set<Capability>([
  'qmp',
  'hmp',
  'block',
  'serial',
  'virtio-serial',
  'usb-serial',
  'pci-serial',
  'witness',
  'screen',
  'listening-monitors',
  'record-replay',
  'tcp',
  'ipv6',
  'launch',
  'virtual-time',
  'inject-faults',
  'choose-schedule',
  'peek-internals',
]);
const nsPerMs = 1_000_000;
const advanceStepsMax = 1_000_000;
const done: Outcome = { see: 'done' };
const nothing: readonly never[] = [];
const withHub: ReadonlySet<Capability> = new Set<Capability>([...capabilities, 'hub']);

function chooserOf(options: SimulatedOptions): Chooser {
  if (options.chooser !== undefined) return options.chooser;
  if (options.choices !== undefined) return replayChooser(options.choices);
  return options.seed === undefined ? firstChoice() : seededChooser(options.seed);
}

/** What a session remembers beside its world. */
type State = {
  readonly world: World;
  launchOptions: LaunchOptions;
  endReported: boolean;
  /** The first invariant that did not hold, and after which action. */
  broken: string | undefined;
  /** The engine threw: nothing more can be learnt from it. */
  crash: string | null;
};

function plantFault(world: World, action: Extract<WorldAction, { do: 'fault' }>): Outcome {
  if (world.launched === null) return { see: 'closed' };
  const give = 'errno' in action.give ? { errno: action.give.errno as Errno } : action.give;
  const object = action.object === undefined ? {} : { object: kernelName(world.launched, action.object) };
  if (action.call === 'sendmsg' && 'errno' in give) world.torn = true;
  world.launched.machine.process.faults.plant({ call: action.call, times: action.times ?? 1, give, ...object });
  return done;
}

/** What the kernel calls an object of the scenario's: the slave of a pty chardev goes by its latest path. */
function kernelName({ terminals }: Launched, object: string): string {
  const paths = [...terminals].filter(([, name]) => name === object);
  return paths.at(-1)?.[0] ?? inward(object);
}

/** The process whose devices can be seen and driven: none before the launch, none after the end. */
function alive({ launched }: World): Launched | null {
  return launched === null || launched.machine.exitStatus !== null ? null : launched;
}

function performWorldAction(world: World, action: WorldAction): Outcome {
  switch (action.do) {
    case 'observe':
      if (action.what === 'port') {
        const living = alive(world);
        return living === null ? { see: 'closed' } : portState(living, action.port);
      }
      return world.launched === null
        ? { see: 'closed' }
        : { see: 'descriptors', held: heldDescriptors(world.launched) };
    case 'limit-descriptors':
      world.launched?.machine.process.limitFree(action.free);
      settle(world); // who found no number tries again
      return done;
    case 'advance': {
      const atRest = (): boolean => endGrace(world);
      if (advance(world.scheduler, world.clock, action.ms * nsPerMs, advanceStepsMax, atRest) === 'limit')
        throw circling(world, advanceStepsMax);
      return done;
    }
    case 'hold':
      world.held = true;
      return done;
    case 'release':
      world.held = false;
      settle(world);
      return done;
    case 'fault':
      return plantFault(world, action);
  }
}

function act(state: State, action: Action): Outcome {
  const { world } = state;
  if (isHostAction(action)) {
    const outcome = performHostAction(world, action);
    settle(world);
    return outcome;
  }
  const living = alive(world);
  switch (action.do) {
    case 'launch':
      if (world.launched !== null) throw new Error('the scenario launches twice');
      state.launchOptions = action;
      return launch(world, action);
    case 'wait-launch':
      settle(world);
      return world.launched === null ? { see: 'closed' } : launchedOutcome(world, world.launched, state.launchOptions);
    case 'wait-exit':
      return world.launched === null ? { see: 'closed' } : { see: 'silent' };
    case 'connect':
    case 'disconnect':
    case 'qmp':
    case 'send':
    case 'receive':
    case 'hmp':
      return world.launched === null ? { see: 'closed' } : performManagement(world, action);
    case 'guest-write':
    case 'guest-read':
    case 'register-read':
    case 'register-write':
      return living === null ? { see: 'closed' } : performGuestAction(world, living, action);
    case 'driver-start':
    case 'driver-reset':
    case 'guest-messages':
    case 'guest-control':
    case 'guest-open':
    case 'guest-close':
    case 'guest-post':
    case 'guest-kick':
    case 'guest-queues':
    case 'guest-emergency-write':
      return living === null ? { see: 'closed' } : performDriverAction(world, living, action);
    case 'screen':
    case 'vc-keys':
      return world.launched === null ? { see: 'closed' } : performDisplayAction(world, world.launched, action);
    case 'witness-attach':
    case 'witness-detach':
    case 'witness-handlers':
    case 'witness-changes':
    case 'witness-room':
    case 'witness-open':
    case 'witness-focus':
    case 'witness-write':
    case 'witness-watch':
    case 'witness-take-fds':
    case 'witness-give-fds':
    case 'witness-disconnect':
    case 'witness-wait-connected':
    case 'witness-records':
      return world.launched === null ? { see: 'closed' } : performWitnessAction(world, world.launched, action);
    default:
      return performWorldAction(world, action);
  }
}

/** One action in a world that somebody else drives: settles unless it is held. For explorations. */
export function performOn(world: World, action: Action): Outcome {
  const options = action.do === 'launch' ? action : {};
  return act({ world, launchOptions: options, endReported: false, broken: undefined, crash: null }, action);
}

/** An answer, after which the end that it caused is no news: `quit` is answered first. */
function isAnswer(outcome: Outcome): boolean {
  if (outcome.see === 'messages') return outcome.messages.length > 0;
  if (outcome.see === 'data') return outcome.bytes !== '';
  return ['return', 'error', 'greeting', 'text'].includes(outcome.see);
}

/** If the system ended during the action, that is what was seen, unless the action got its answer: a crash the next sees. */
function withEnd(state: State, action: Action, outcome: Outcome): Outcome {
  const { launched } = state.world;
  if (launched === null || launched.machine.exitStatus === null) return outcome;
  if (action.do !== 'wait-exit' && (state.endReported || isAnswer(outcome))) {
    if (launched.machine.deathSignal === null) state.endReported = true;
    return outcome;
  }
  state.endReported = true;
  return endOutcome(state.world, launched, state.launchOptions);
}

function perform(state: State, action: Action): Outcome {
  const { trace } = state.world;
  if (state.crash !== null) return { see: 'died', signal: 'SIGABRT', stderr: [state.crash] };
  state.world.isSettled = false;
  trace.addText(jsonText(action));
  let outcome: Outcome;
  try {
    if (state.world.launched !== null) rememberPorts(state.world.launched);
    outcome = withEnd(state, action, act(state, action));
  } catch (error) {
    state.crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw error;
  }
  trace.addText(jsonText(outcome));
  if (state.world.launched !== null && state.broken === undefined) {
    const broken = brokenInvariant(state.world.launched);
    if (broken !== undefined) state.broken = `${broken} (after ${action.do})`;
  }
  return outcome;
}

function close(state: State): readonly string[] {
  const { world } = state;
  if (state.crash !== null) return [`the engine broke: ${state.crash}`];
  const { launched } = world;
  if (launched === null || launched.machine.exitStatus !== null) return [];
  for (const link of world.links.values()) world.client.close(link.fd);
  world.held = false;
  settle(world);
  const broken = state.broken === undefined ? [] : [state.broken];
  return shutDown(launched.machine) ? [...broken, ...leftBehind(launched)] : broken;
}

function digest(world: World): string {
  for (const { choice, count } of world.chooser.choices) world.trace.addNumber(choice * 65536 + count);
  world.trace.addNumber(world.scheduler.steps);
  return world.trace.digest();
}

function openSession(options: SimulatedOptions): Session {
  const state: State = {
    world: createWorld(profileByName[options.profile], chooserOf(options), options.planted),
    launchOptions: {},
    endReported: false,
    broken: undefined,
    crash: null,
  };
  let finalDigest: string | null = null;
  return {
    perform: (action) => perform(state, action),
    settle: () => settle(state.world),
    nowNs: () => state.world.clock.nowNs,
    decisions: () => state.world.chooser.choices,
    inside: () => insideOf(state.world),
    happenings: () => (state.world.happenings.length === 0 ? nothing : state.world.happenings.splice(0)),
    digest(): string {
      finalDigest ??= digest(state.world);
      return finalDigest;
    },
    close: async () => close(state),
  };
}

/**
 * The engine on the simulated host: a fresh kernel, client and machine for each session. Same options and actions, same
 * outcomes and digest, on every machine. An exception inside the engine is thrown by `perform` and told by `close`.
 */
export function createSimulatedTarget(options: SimulatedOptions): Target {
  const profile = profileByName[options.profile];
  const { major, minor, micro } = profile.version;
  return {
    identity: {
      id: `simulated:${profile.name}`,
      name: 'simulated',
      version: `${major}.${minor}.${micro}`,
      profile: profile.name,
      profileExact: true,
    },
    capabilities: profile.hub ? withHub : capabilities,
    open: async () => openSession(options),
    shutdown: async () => {},
  };
}
