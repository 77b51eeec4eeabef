import { createHash, type Hash, hash } from 'node:crypto';
import type { Scenario, Step } from '../scenario.ts';

/** A step as JSON: its action, and what must be seen where a clause fixes it. */
export type StepJson = { readonly action: string; readonly literal: string | undefined };

/** What a recording needs of a scenario as JSON, made once. `sha`: SHA-256 (hex) of JSON.stringify of the scenario. */
export type ScenarioJson = { readonly steps: readonly StepJson[]; readonly sha: string };

/** Pieces of such a length are hashed as they are: to put them together with others costs more. */
const longLength = 1 << 14;

/** The JSON of one step. */
export function stepJson([action, literal]: Step): StepJson {
  return { action: JSON.stringify(action), literal: literal === undefined ? undefined : JSON.stringify(literal) };
}

/** The JSON of the steps, and the digest of the whole, which is not put together anew from what the steps are made of. */
export function scenarioJson(scenario: Scenario): ScenarioJson {
  const steps = scenario.steps.map(stepJson);
  return { steps, sha: digestOf(piecesOf(scenario, steps)) };
}

/** JSON.stringify of the scenario, in pieces. */
function* piecesOf(scenario: Scenario, steps: readonly StepJson[]): Generator<string> {
  let opening = '{';
  for (const [name, value] of Object.entries(scenario)) {
    if (value === undefined) continue;
    yield `${opening}${JSON.stringify(name)}:`;
    opening = ',';
    if (name === 'steps') yield* stepPieces(scenario, steps);
    else yield JSON.stringify(value);
  }
  yield '}';
}

function* stepPieces(scenario: Scenario, steps: readonly StepJson[]): Generator<string> {
  let opening = '[';
  for (const [at, { action, literal }] of steps.entries()) {
    yield `${opening}[`;
    opening = ',';
    yield action;
    if (scenario.steps[at]?.length !== 1) yield `,${literal ?? 'null'}`;
    yield ']';
  }
  yield steps.length === 0 ? '[]' : ']';
}

/** SHA-256 (hex) of the pieces in a row: long ones by themselves, short ones together, all at once where it is little. */
function digestOf(pieces: Iterable<string>): string {
  let hasher: Hash | undefined;
  let kept = '';
  const take = (text: string): void => {
    hasher ??= createHash('sha256');
    hasher.update(text);
  };
  for (const piece of pieces) {
    if (piece.length < longLength) {
      kept += piece;
      continue;
    }
    take(kept);
    take(piece);
    kept = '';
  }
  return hasher === undefined ? hash('sha256', kept) : hasher.update(kept).digest('hex');
}
