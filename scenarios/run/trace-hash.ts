import { createHash, type Hash, hash } from 'node:crypto';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { canonicalJson } from './canonical-json.ts';

/** One step as the hash takes it: the action with its symbols, the outcome in the model's numbers. */
export type TracedStep = { readonly action: Action; readonly outcome: Outcome };

/** Takes a run step by step, in memory of one piece. */
export type TraceHasher = {
  add(step: TracedStep): void;
  /** SHA-256 (hex) over what was added and, where the target tells, the digest of its inner trace. */
  end(digest: string | undefined): string;
};

const actionTexts = new WeakMap<Action, string>();

/** A scenario's actions are data that nobody changes, and are taken in every profile. */
function actionText(action: Action): string {
  const known = actionTexts.get(action);
  if (known !== undefined) return known;
  const text = canonicalJson(action);
  actionTexts.set(action, text);
  return text;
}

/** The canonical JSON of the step, whose members stand in the order of their names. */
function stepText({ action, outcome }: TracedStep): string {
  return `{"action":${actionText(action)},"outcome":${canonicalJson(outcome)}}`;
}

const opening = '{"steps":[';

function closing(digest: string | undefined): string {
  return `],"digest":${JSON.stringify(digest ?? null)}}`;
}

/** Text that is kept before it is hashed: most runs are shorter, and are hashed in one piece. */
const keptLength = 1 << 16;

/** An empty run. */
export function createTraceHasher(): TraceHasher {
  let running: Hash | undefined;
  let kept = opening;
  let count = 0;
  return {
    add(step) {
      kept += `${count === 0 ? '' : ','}${stepText(step)}`;
      count += 1;
      if (kept.length < keptLength) return;
      running ??= createHash('sha256');
      running.update(kept);
      kept = '';
    },
    end(digest) {
      const rest = kept + closing(digest);
      return running === undefined ? hash('sha256', rest) : running.update(rest).digest('hex');
    },
  };
}

/** SHA-256 (hex) over the canonical JSON of every step and, where the target tells, the digest of its inner trace. */
export function traceHash(steps: readonly TracedStep[], digest: string | undefined): string {
  return hash('sha256', `${opening}${steps.map(stepText).join()}${closing(digest)}`);
}
