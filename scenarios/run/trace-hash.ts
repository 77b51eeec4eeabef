import { createHash, hash } from 'node:crypto';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { canonicalJson } from './canonical-json.ts';

/** One step as the hash takes it: the action with its symbols, the outcome in the model's numbers. */
export type TracedStep = { readonly action: Action; readonly outcome: Outcome };

/** Takes a run step by step, in memory of one step. */
export type TraceHasher = {
  add(step: TracedStep): void;
  /** SHA-256 (hex) over what was added and, where the target tells, the digest of its inner trace. */
  end(digest: string | undefined): string;
};

const opening = '{"steps":[';

function closing(digest: string | undefined): string {
  return `],"digest":${JSON.stringify(digest ?? null)}}`;
}

/** An empty run. */
export function createTraceHasher(): TraceHasher {
  const running = createHash('sha256').update(opening);
  let count = 0;
  return {
    add(step) {
      running.update(`${count === 0 ? '' : ','}${canonicalJson(step)}`);
      count += 1;
    },
    end: (digest) => running.update(closing(digest)).digest('hex'),
  };
}

/** SHA-256 (hex) over the canonical JSON of every step and, where the target tells, the digest of its inner trace. */
export function traceHash(steps: readonly TracedStep[], digest: string | undefined): string {
  return hash('sha256', `${opening}${steps.map(canonicalJson).join()}${closing(digest)}`);
}
