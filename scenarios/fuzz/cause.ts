import type { ScenarioResult } from '../run/results.ts';
import { shapeOf, sightOf, verbOf } from './coverage.ts';

/** Why a session failed, so that one cause is one finding. */
export type Cause = {
  /** The kind of difference: `target-against-model`, `died`, `hang`, `leak`, … */
  readonly kind: string;
  /** The action at which the two part. */
  readonly verb: string;
  /** Where they part: members of the outcome without indices, and both sides in shape. */
  readonly difference: string;
};

/** The cause of a failed run; undefined for one that did not fail. */
export function causeOf({ failure }: ScenarioResult): Cause | undefined {
  if (failure === undefined) return undefined;
  const verb = failure.action === undefined ? 'the end' : verbOf(failure.action);
  // literals are only what the model says: which of the two the runner names first is no difference
  const kind = failure.kind === 'target-against-literal' ? 'target-against-model' : failure.kind;
  if (kind === 'error' || failure.target === undefined)
    return { kind, verb, difference: shapeOf(firstLine(failure.message)) };
  const model = [...new Set((failure.model ?? []).map(sightOf))].sort().join(' or ');
  const target = sightOf(failure.target);
  const path = model === target ? placeIn(failure.message) : '';
  return { kind, verb, difference: `${path}${model} / ${target}` };
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 160);
}

/** The place that a message begins with, without indices. */
function placeIn(message: string): string {
  const place = /^at ([^:\s]+)/.exec(message)?.[1] ?? '';
  return place === '' ? '' : `${place.replace(/\[\d+\]/g, '[]')}: `;
}

/** One word for a cause. */
export function causeKey({ kind, verb, difference }: Cause): string {
  return `${kind} | ${verb} | ${difference}`;
}

/** Whether two failures are of one cause, as far as shrinking cares: the same difference at the same kind of action. */
export function isSameCause(one: Cause | undefined, other: Cause): boolean {
  return one !== undefined && causeKey(one) === causeKey(other);
}
