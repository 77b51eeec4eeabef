import { createHash, type Hash, hash } from 'node:crypto';
import type { Scenario, Step } from '../scenario.ts';

/** A step as JSON: its action, and what must be seen where a clause fixes it. */
export type StepJson = { readonly action: string; readonly literal: string | undefined };

/** What a recording needs of a scenario as JSON, made once. `sha`: SHA-256 (hex) of JSON.stringify of the scenario. */
export type ScenarioJson = { readonly steps: readonly StepJson[]; readonly sha: string };

/** Texts of such a length are hashed as they are: to put them together with others costs more. */
const longLength = 1 << 14;

/** The JSON of one step. */
export function stepJson([action, literal]: Step): StepJson {
  return { action: JSON.stringify(action), literal: literal === undefined ? undefined : JSON.stringify(literal) };
}

/** The JSON of the steps, and the digest of the whole, which is not put together anew from what the steps are made of. */
export function scenarioJson(scenario: Scenario): ScenarioJson {
  const steps = scenario.steps.map(stepJson);
  const digest = createDigest();
  let opening = '{';
  for (const [name, value] of Object.entries(scenario)) {
    if (value === undefined) continue;
    digest.take(`${opening}${JSON.stringify(name)}:`);
    opening = ',';
    if (name === 'steps') takeSteps(digest, scenario, steps);
    else digest.take(JSON.stringify(value));
  }
  digest.take('}');
  return { steps, sha: digest.end() };
}

function takeSteps(digest: Digest, scenario: Scenario, steps: readonly StepJson[]): void {
  digest.take('[');
  for (const [at, { action, literal }] of steps.entries()) {
    digest.take(at === 0 ? '[' : ',[');
    digest.take(action);
    if (literal !== undefined) {
      digest.take(',');
      digest.take(literal);
    } else if (scenario.steps[at]?.length !== 1) digest.take(',null');
    digest.take(']');
  }
  digest.take(']');
}

/** SHA-256 (hex) of texts in a row: long ones by themselves, short ones together, all at once where it is little. */
type Digest = { take(text: string): void; end(): string };

function createDigest(): Digest {
  let hasher: Hash | undefined;
  let kept = '';
  return {
    take(text) {
      if (text.length < longLength) {
        kept += text;
        return;
      }
      hasher = (hasher ?? createHash('sha256')).update(kept).update(text);
      kept = '';
    },
    end: () => (hasher === undefined ? hash('sha256', kept) : hasher.update(kept).digest('hex')),
  };
}
