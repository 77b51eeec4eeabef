import type { Scenario, Step } from '../scenario.ts';
import type { ReadEnd } from './reader.ts';
import { type SessionFile, sessionSteps } from './session-file.ts';
import type { RecordedStep } from './steps.ts';

/** The steps of a session up to a record, and those from there on, as a scenario has them. */
export type Beginning = {
  readonly steps: readonly Step[];
  readonly rest: readonly Step[];
  /** Every decision of the beginning, in order. */
  readonly choices: readonly number[];
  readonly clauses: readonly string[];
};

/** Steps of a scenario at most. */
const stepsMax = 9000;

/** Cuts a checked session before the step of record `until` (absent: at its end). Throws SessionProblem. */
export function beginningOf(file: SessionFile, until: number | undefined): Beginning {
  const steps: Step[] = [];
  const rest: Step[] = [];
  const choices: number[] = [];
  const reader: Generator<RecordedStep, ReadEnd> = sessionSteps(file);
  for (;;) {
    const { done, value } = reader.next();
    if (done || steps.length + rest.length >= stepsMax) break;
    if (value.events !== undefined) continue; // what came by itself in a live recording is no action
    const step: Step = value.expectation === undefined ? [value.action] : [value.action, value.expectation];
    if (until !== undefined && (value.seenRecord ?? value.record) >= until) rest.push(step);
    else {
      steps.push(step);
      choices.push(...choicesOf(value));
    }
  }
  return { steps, rest, choices, clauses: file.head.clauses ?? [] };
}

function choicesOf({ decisions }: RecordedStep): readonly number[] {
  const list = Array.from({ length: decisions?.n ?? 0 }, () => 0);
  for (const [which, , taken] of decisions?.x ?? []) list[which] = taken;
  return list;
}

/** A scenario that does its own launch, as every session does. */
export function scenarioOfSteps(
  name: string,
  { clauses }: Pick<Beginning, 'clauses'>,
  steps: readonly Step[],
): Scenario {
  return { id: name, title: 'a session that goes on', clauses: [...clauses], launch: 'manual', steps: [...steps] };
}
