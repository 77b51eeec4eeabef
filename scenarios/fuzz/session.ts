import { isDeepStrictEqual } from 'node:util';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { Value } from '../../model/language/value.ts';
import type { ModelState } from '../../model/state.ts';
import { isHostAction } from '../../sut/host-action.ts';
import { isRecord, modelNumberOf } from '../run/agreement.ts';
import type { StepSource } from '../run/lockstep.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { ExpectedOutcome, Step } from '../scenario.ts';
import type { Kind } from './area.ts';
import { type Coverage, shapeOf, sightOf, transitionOf, verbOf } from './coverage.ts';
import type { Draw } from './draw.ts';
import { drawLaunch } from './launch.ts';
import { waitForTimers } from './real-time.ts';
import type { News } from './steering.ts';
import type { Swarm } from './swarm.ts';
import { latchesDivisor, type View, viewOf } from './view.ts';

/** One random session as it goes: the source of its steps, and what it has done and met. */
export type FuzzSession = StepSource & {
  /** Everything that was asked of the target, in order, as steps of a scenario. */
  readonly taken: readonly Step[];
  /** Actions that the model would not predict, by its reason; they were left out. */
  readonly unknown: ReadonlyMap<string, number>;
  /** What nobody of its lane had seen before, with the number of the draw before it. */
  readonly news: News;
};

/** What a session is drawn from. */
export type SessionSetup = {
  /** Asked with the number of the draw. */
  readonly draws: (turn: number) => Draw;
  /** Draws that are the beginning of another session: they come before the session's own length. */
  readonly borrowed: number;
  /** No literals: faults that nobody foresees may refuse anything. */
  readonly unforeseen?: boolean;
  readonly swarm: Swarm;
  readonly profile: Profile;
  readonly simulated: boolean;
  readonly model: Pick<ModelWitness, 'step'>;
  readonly coverage: Coverage;
};

/** Draws that come to nothing in a row before a session is over. */
const fruitlessMax = 40;
/** How long a real system is waited for where silence is foreseen. */
const patienceMs = 300;
/** Time that passes at once behind faults that the model does not know. */
const unforeseenMs = 1000;
/** Handles that are read at the end of a session. */
const lastReads = 8;

/** A session over the kinds of its swarm: setup, launch, so many actions, and a look at everything at the end. */
export function fuzzSession(setup: SessionSetup): FuzzSession {
  const { draws, borrowed, swarm, profile, simulated, coverage, unforeseen = false } = setup;
  const taken: Step[] = [];
  const unknown = new Map<string, number>();
  const queue: Action[] = [...drawLaunch(draws(0), swarm.areas, profile)];
  const memory = { simulated, symbols: new Map<number, string>(), count: 0 };
  const wheel = swarm.kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  const news: [string, number][] = [];
  let turn = 0;
  let left = borrowed + swarm.length;
  let ending = false;
  let waited = false;
  let fruitless = 0;
  let state: ModelState | undefined;
  let last = 'start';

  const note = (key: string): void => {
    if (coverage.note(key)) news.push([key, turn]);
  };
  const next = (states: readonly unknown[]): Action | undefined => {
    const now = states[0] as ModelState;
    if (state !== undefined) note(`${last} ${transitionOf(state, now)}`);
    state = now;
    const wait = simulated || waited ? undefined : waitForTimers(now, setup.model);
    waited = wait !== undefined;
    if (wait !== undefined) return wait;
    if (now.machine.state === 'exited' && !ending) queue.length = 0; // what was to follow has nobody to do it
    const queued = queue.shift();
    if (queued !== undefined) return queued;
    if (ending) return undefined;
    if (left <= 0 || fruitless > fruitlessMax || (taken.length > 0 && now.machine.state === 'exited')) {
      ending = true;
      queue.push(...lastLooks(now).flatMap((action) => [...ended(action, now), action]));
      return queue.shift();
    }
    turn += 1;
    const drawn = drawAction(draws(turn), wheel, viewOf(now, memory));
    if (drawn === undefined || (unforeseen && asksForChosenPort(drawn))) {
      fruitless += 1;
      return next(states);
    }
    const soon = unforeseen ? drawn.map(shortened) : drawn;
    queue.push(...soon.flatMap((action) => [...ended(action, now), action]));
    return queue.shift();
  };
  return {
    taken,
    unknown,
    news,
    next,
    weigh(action, foreseen): Step | undefined {
      fruitless = 0;
      left -= 1;
      const [outcome] = foreseen;
      if (outcome !== undefined) {
        last = verbOf(action);
        note(`${last} ${sightOf(outcome)}`);
      }
      const step = stepOf(action, foreseen, memory.symbols, () => (unforeseen ? undefined : `n${taken.length}`));
      taken.push(step);
      return step;
    },
    unpredicted(limit): void {
      fruitless += 1;
      const reason = shapeOf(limit.replace(/^the model does not predict this: /, '').replace(/ \(step \d+\)$/, ''));
      unknown.set(reason, (unknown.get(reason) ?? 0) + 1);
    },
  };
}

/** Whether a port that the kernel chose is asked for: behind faults that nobody foresees its chardev need not be there. */
function asksForChosenPort(drawn: readonly Action[]): boolean {
  return /"(?:\{port:)?chardev [^"]*"/.test(JSON.stringify(drawn));
}

/** Who waits in a write that nobody foresees tries again each 100 microseconds, for as long as time passes. Source: CHR-61. */
function shortened(action: Action): Action {
  return action.do === 'advance' ? { ...action, ms: Math.min(action.ms, unforeseenMs) } : action;
}

function drawAction(draw: Draw, wheel: readonly Kind[], view: View): readonly Action[] | undefined {
  if (!view.launched) return undefined;
  const made = draw.pick(wheel).make(draw, view);
  if (made === undefined) return undefined;
  const list = Array.isArray(made) ? (made as readonly Action[]) : [made as Action];
  const holdable = (action: Action): boolean =>
    isHostAction(action) || ['send', 'qmp', 'observe', 'release'].includes(action.do);
  return view.state.held && !list.every(holdable) ? [{ do: 'release' }] : list;
}

/** A byte that is in no JSON text, wherever it stands: the monitor's reader gives up what it has and begins anew. */
const inNoText = '\xff';

/** What ends the unfinished message on the connection of a command, which would else be read as a part of it. */
function ended(action: Action, { connections }: ModelState): readonly Action[] {
  if (action.do !== 'qmp') return [];
  const { on = 'qmp' } = action;
  const connection = connections.get(on);
  if (connection === undefined || connection.mode !== 'qmp' || connection.state === 'left') return [];
  const { reader, inbound } = connection;
  const isClean = reader.tokens === null && reader.lexer.text === '' && inbound.every(({ body }) => 'command' in body);
  return isClean ? [] : [{ do: 'send', on, bytes: inNoText }];
}

type Patient = Extract<Action, { readonly do: 'qmp' | 'hmp' | 'guest-write' | 'launch' | 'wait-launch' }>;

/** Whether how long silence must last can be said of it. */
function isPatient(action: Action): action is Patient {
  return ['qmp', 'hmp', 'guest-write', 'launch', 'wait-launch'].includes(action.do);
}

/** A symbol for the number that a reply tells, patience where silence is foreseen. */
function stepOf(
  action: Action,
  foreseen: readonly Outcome[],
  symbols: Map<number, string>,
  freshName: () => string | undefined,
): Step {
  const [outcome] = foreseen;
  const silent = foreseen.some(({ see }) => see === 'silent');
  if (silent && isPatient(action)) return [{ ...action, patienceMs }];
  if (action.do !== 'qmp' || action.execute !== 'add-fd' || outcome?.see !== 'return') return [action];
  const reply: unknown = outcome.value;
  if (!foreseen.every((other) => isDeepStrictEqual(other, outcome)) || !isRecord(reply)) return [action];
  const number = modelNumberOf(reply['fd']);
  if (number === undefined) return [action];
  const name = freshName();
  if (name === undefined) return [action];
  symbols.set(number, name);
  const value = { ...(reply as { readonly [key: string]: Value }), fd: { $: name } };
  return [action, { see: 'return', value } satisfies ExpectedOutcome];
}

/** Everything that can be looked at once more, so that nothing stays unseen. */
export function lastLooks(state: ModelState): readonly Action[] {
  if (state.machine.state === 'absent') return [];
  if (state.machine.state === 'exited') return [{ do: 'wait-exit' }];
  const readable = [...state.handles].filter(([, number]) => {
    const description = state.descriptions.get(number);
    const object = description === undefined ? undefined : state.objects.get(description.object);
    return (
      description?.access !== 'w' && object !== undefined && ['pipe', 'socket', 'terminal', 'udp'].includes(object.kind)
    );
  });
  const witnesses = [...state.witnesses.keys()];
  return [
    ...(state.held ? [{ do: 'release' } as const] : []),
    { do: 'receive' },
    { do: 'qmp', execute: 'query-fdsets' },
    { do: 'qmp', execute: 'query-chardev' },
    ...readable.slice(-lastReads).map(([handle]) => ({ do: 'read', from: handle }) as const),
    ...witnesses.map((port) => ({ do: 'witness-records', port }) as const),
    ...[...state.virtioPorts.keys()].map((port) => ({ do: 'observe', what: 'port', port }) as const),
    ...[...state.uarts.keys()]
      .filter((port) => !latchesDivisor(state, port))
      .map((port) => ({ do: 'guest-read', port }) as const),
    { do: 'observe', what: 'descriptors' },
  ];
}
