import type { Target } from '../../sut/target.ts';
import { runScenario } from '../run/run-scenario.ts';
import { openTarget } from '../run/target-spec.ts';
import { loadModel, type ModelWitness } from '../run/witness.ts';
import { emptyCoverage } from './coverage.ts';
import { type FuzzLane, localFuzzLane, turns } from './lane.ts';
import type { FuzzAnswer, FuzzOrder } from './orders.ts';
import { type FuzzSetup, playSession, sessionMs } from './play.ts';
import { scenarioOf } from './shrink.ts';
import { beating, createSigns, journalled, type Signs } from './signs.ts';

/** The far end of a remote lane: one target, one order at a time; `stop` comes between. */
export type FarEnd = { take(order: FuzzOrder): Promise<void>; stop(): void };

type Opened = {
  readonly lane: FuzzLane;
  readonly target: Target;
  readonly model: ModelWitness;
  readonly setup: FuzzSetup;
  readonly signs: Signs | undefined;
};

/**
 * Works in a worker thread or child process and answers through `answer`. Rejects with TargetFailure. `openTarget`: another
 * one in tests.
 */
export function createFarEnd(answer: (message: FuzzAnswer) => void, opening: typeof openTarget = openTarget): FarEnd {
  let opened: Opened | undefined;
  let stopped = false;
  const ready = (): Opened => {
    if (opened === undefined) throw new Error('an order came before the target was opened');
    return opened;
  };
  return {
    stop: () => {
      stopped = true;
    },
    async take(order): Promise<void> {
      switch (order.order) {
        case 'open': {
          opened = await open(order, opening, () => stopped, answer);
          const { identity, capabilities } = opened.lane;
          return answer({ answer: 'opened', identity, capabilities: [...capabilities] });
        }
        case 'sessions': {
          const { ticket, genomes, withinMs } = order;
          const within = withinMs ?? Number.POSITIVE_INFINITY;
          await ready().lane.sessions(genomes, within, (report) => answer({ answer: 'report', ticket, report }));
          return answer({ answer: 'done', ticket });
        }
        case 'investigate': {
          const { ticket, failed, withinMs } = order;
          const found = await ready().lane.investigate(failed, withinMs ?? Number.POSITIVE_INFINITY);
          return answer({ answer: 'done', ticket, ...('lost' in found ? {} : { found }) });
        }
        case 'journal': {
          const { target, model, setup, signs } = ready();
          const around =
            signs === undefined ? undefined : (session: Parameters<typeof journalled>[0]) => journalled(session, signs);
          await playSession(target, model, setup, order.genome, emptyCoverage(), around);
          return answer({ answer: 'done', ticket: order.ticket });
        }
        case 'try': {
          const { target, model } = ready();
          const scenario = scenarioOf('fuzz/shrink', 'a part of a session', ['QMP-01'], order.steps);
          await runScenario(target, model, scenario, { timeoutMs: sessionMs });
          return answer({ answer: 'done', ticket: order.ticket });
        }
        case 'stop':
          return this.stop();
        case 'close':
          await opened?.lane.close();
          return answer({ answer: 'closed' });
      }
    },
  };
}

/** A process hears a wish to stop only when its event loop turns, and says that it lives; a thread gives a sign of life. */
function turnOf(signs: Signs | undefined, answer: (message: FuzzAnswer) => void): () => Promise<void> {
  if (signs === undefined)
    return () => {
      answer({ answer: 'alive' });
      return new Promise((resolve) => setImmediate(resolve));
    };
  const turn = turns();
  return () => {
    signs.beat();
    return turn();
  };
}

async function open(
  { target: spec, setup, shared }: Extract<FuzzOrder, { order: 'open' }>,
  opening: typeof openTarget,
  stopped: () => boolean,
  answer: (message: FuzzAnswer) => void,
): Promise<Opened> {
  const signs = shared === undefined ? undefined : createSigns(shared);
  const plain = await opening(spec);
  const target = signs === undefined ? plain : beating(plain, signs);
  const model = await loadModel();
  const lane = localFuzzLane(target, model, setup, {
    stopped: () => stopped() || signs?.stopAsked() === true,
    turn: turnOf(signs, answer),
  });
  return { lane, target, model, setup, signs };
}
