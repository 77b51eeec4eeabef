import fc from 'fast-check';
import type { Action } from '../../model/language/action.ts';
import type { ModelState } from '../../model/state.ts';
import type { Session, Target } from '../../sut/target.ts';
import type { Kind } from '../fuzz/area.ts';
import { drawing } from '../fuzz/draw.ts';
import { drawLaunch } from '../fuzz/launch.ts';
import { lastLooks } from '../fuzz/session.ts';
import { drawSwarm, type Swarm } from '../fuzz/swarm.ts';
import { viewOf } from '../fuzz/view.ts';
import { agreementOf } from '../run/agreement.ts';
import { type DescriptorNumbers, standardStreams } from '../run/descriptor-numbers.ts';
import { judgedProfile } from '../run/judged-profile.ts';
import { comparable, distinct, isModelLimit } from '../run/lockstep.ts';
import { actionForModel, actionForTarget } from '../run/symbols.ts';
import { createTraceHasher, type TraceHasher } from '../run/trace-hash.ts';
import type { ModelWitness } from '../run/witness.ts';

type Hypothesis = { readonly state: unknown; readonly numbers: DescriptorNumbers };
/** The model of a run: what may be true by now. `over`: the two parted, or the system has ended. */
type Together = { hypotheses: readonly Hypothesis[]; actions: number; over: boolean; readonly hash: TraceHasher };

/** What came of so many runs; time of the processor, which others on the machine do not change. */
export type BookRuns = { readonly actions: number; readonly sessions: number; readonly cpuMs: number };

/** Milliseconds of the processor since the start of the process. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const memory = { simulated: true, symbols: new Map<number, string>(), count: 0 };

/** Model and target do one thing, and are compared. A difference ends the session; it is no failure of the benchmark. */
function stepTogether(model: ModelWitness, together: Together, session: Session, action: Action): void {
  const none = new Map<string, number>();
  try {
    const branches = together.hypotheses.flatMap(({ state, numbers }) =>
      model.step(state, actionForModel(action, none, numbers.modelOf)).map((branch) => ({ ...branch, numbers })),
    );
    const outcome = session.perform(actionForTarget(action, none));
    together.actions += 1;
    const kept = branches.flatMap((branch) => {
      const agreement = agreementOf(branch.outcome, comparable(action, branch, outcome), branch.numbers);
      return agreement.agree ? [{ state: branch.state, numbers: agreement.numbers }] : [];
    });
    together.hash.add({ action, outcome });
    together.hypotheses = distinct(kept);
    together.over = kept.length === 0 || kept.length > 64;
  } catch (error) {
    if (!isModelLimit(error)) together.over = true;
  }
}

/** A command as the book of fast-check has it: the action is drawn where it stands, `check` says whether it means anything. */
function commandOf(model: ModelWitness, kind: Kind, seed: number): fc.Command<Together, Session> {
  const actionsFor = ({ hypotheses }: Readonly<Together>): readonly Action[] => {
    const made = kind.make(drawing(seed), viewOf(hypotheses[0]?.state as ModelState, memory));
    return made === undefined ? [] : Array.isArray(made) ? (made as readonly Action[]) : [made as Action];
  };
  let drawn: readonly Action[] = []; // `run` follows its `check` at once
  return {
    check: (together) => {
      const state = together.hypotheses[0]?.state as ModelState | undefined;
      if (together.over || state === undefined || ['absent', 'exited'].includes(state.machine.state)) return false;
      drawn = actionsFor(together);
      return drawn.length > 0;
    },
    run(together, session) {
      for (const action of drawn) if (!together.over) stepTogether(model, together, session, action);
    },
    toString: () => `${kind.name} ${seed}`,
  };
}

/** What a session is drawn from: its launch, and its commands, each as often as its weight says. */
type BookSession = { readonly launch: readonly Action[]; readonly list: Iterable<fc.Command<Together, Session>> };

function sessionsOf(target: Target, model: ModelWitness, commandsMax: number): fc.Arbitrary<BookSession> {
  const profile = judgedProfile(target.identity);
  const bounds = { capabilities: target.capabilities, only: [], faults: false, lengthMax: 60 };
  return fc.integer().chain((seed) => {
    const draw = drawing(seed);
    const swarm: Swarm = drawSwarm(draw, bounds);
    const launch = drawLaunch(draw, swarm.areas, profile);
    const arbitraries = swarm.kinds.flatMap((kind) => {
      const one = fc.integer().map((itsSeed) => commandOf(model, kind, itsSeed));
      return Array.from({ length: kind.weight }, () => one);
    });
    return fc.commands(arbitraries, { maxCommands: commandsMax, size: 'max' }).map((list) => ({ launch, list }));
  });
}

/**
 * fast-check's own commands over the same model, target and swarms (areas, kinds and weights), with the same comparison,
 * trace hash, looks at the end and leak check.
 */
export async function bookRuns(
  target: Target,
  model: ModelWitness,
  sessions: number,
  commandsMax: number,
): Promise<BookRuns> {
  const profile = judgedProfile(target.identity);
  let actions = 0;
  const startedAt = cpuMs();
  await fc.assert(
    fc.asyncProperty(sessionsOf(target, model, commandsMax), async ({ launch, list }) => {
      const session = await target.open({ scenario: 'bench/by-the-book', shareable: false });
      const together: Together = {
        hypotheses: [{ state: model.start(profile), numbers: standardStreams }],
        actions: 0,
        over: false,
        hash: createTraceHasher(),
      };
      const go = (all: readonly Action[]): void => {
        for (const action of all) if (!together.over) stepTogether(model, together, session, action);
      };
      go(launch);
      fc.modelRun(() => ({ model: together, real: session }), list);
      const state = together.hypotheses[0]?.state as ModelState | undefined;
      if (state !== undefined) go(lastLooks(state));
      actions += together.actions;
      together.hash.end(session.digest?.());
      await session.close();
    }),
    { numRuns: sessions, seed: 1, interruptAfterTimeLimit: 600_000 },
  );
  return { actions, sessions, cpuMs: cpuMs() - startedAt };
}
