import { createHash } from 'node:crypto';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { canonicalJson } from './canonical-json.ts';

/** One step as the hash takes it: the action with its symbols, the outcome in the model's numbers. */
export type TracedStep = { readonly action: Action; readonly outcome: Outcome };

/** SHA-256 (hex) over the canonical JSON of every step and, where the target tells, the digest of its inner trace. */
export function traceHash(steps: readonly TracedStep[], digest: string | undefined): string {
  return createHash('sha256')
    .update(canonicalJson({ steps, digest: digest ?? null }))
    .digest('hex');
}
