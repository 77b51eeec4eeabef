import * as v from 'valibot';
import { capabilities } from '../model/language/capability.ts';
import type { Scenario } from './scenario.ts';
import { actionSchema, launchSchema } from './schema/action-schema.ts';
import { expectationSchema } from './schema/expectation-schema.ts';
import { unknownHandles } from './schema/handles.ts';
import { readableProblem, unboundSymbols } from './schema/problem.ts';

/** Steps of one scenario at most. */
export const stepsMax = 10_000;
/** Characters: an id names a folder of artifacts, a title is one line. */
const idLengthMax = 200;
const titleLengthMax = 300;

const stepShape = v.custom<readonly unknown[]>(
  (input) => Array.isArray(input) && (input.length === 1 || input.length === 2),
  'one action, or an action and what must be seen',
);
const step = v.lazy((input): v.GenericSchema => {
  if (!Array.isArray(input) || input.length < 1 || input.length > 2) return stepShape;
  return input.length === 1 ? v.strictTuple([actionSchema]) : v.strictTuple([actionSchema, expectationSchema]);
});
const launch = v.lazy((input): v.GenericSchema => (typeof input === 'string' ? v.literal('manual') : launchSchema));

const schema = v.strictObject({
  format: v.exactOptional(v.literal('charsim-scenario/1')),
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][\w.+-]*(\/[a-z0-9][\w.+-]*)*$/i, 'letters, digits and . _ + - between slashes'),
    v.maxLength(idLengthMax, `at most ${idLengthMax} characters`),
  ),
  title: v.pipe(
    v.string(),
    v.nonEmpty('one sentence'),
    v.maxLength(titleLengthMax, `at most ${titleLengthMax} characters`),
    v.regex(/^\P{Cc}*$/u, 'one line without control characters'),
  ),
  clauses: v.array(v.pipe(v.string(), v.nonEmpty('a clause id'))),
  upstream: v.exactOptional(v.array(v.pipe(v.string(), v.startsWith('/', 'a path of a unit test, such as /char/mux')))),
  bugs: v.exactOptional(v.array(v.pipe(v.string(), v.nonEmpty('an id of a defect')))),
  profiles: v.exactOptional(v.array(v.picklist(['design', 'qemu-7.2', 'qemu-10.0', 'qemu-11.1']))),
  needs: v.exactOptional(v.array(v.picklist(capabilities))),
  tags: v.exactOptional(v.array(v.pipe(v.string(), v.nonEmpty('a tag')))),
  launch: v.exactOptional(launch),
  unforeseen: v.exactOptional(v.boolean()),
  steps: v.pipe(v.array(step), v.maxLength(stepsMax, `at most ${stepsMax} steps`)),
  schedule: v.exactOptional(v.pipe(v.string(), v.startsWith('xp1:', 'a schedule string, which begins with xp1:'))),
  breaks: v.exactOptional(v.pipe(v.string(), v.nonEmpty('a property'))),
});

/** A scenario, or everything that is wrong with the data. */
export type Parsed =
  | { readonly ok: true; readonly scenario: Scenario }
  /** Sentences: where, what was wanted, what was seen. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads one scenario from data of unknown origin. Refused: what the schema does not know, symbols that are used before a
 * literal binds them, handles that nobody makes, and a `launch` that fits neither the implicit nor the manual way.
 */
export function parseScenario(data: unknown): Parsed {
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) return { ok: false, problems: parsed.issues.map(readableProblem) };
  const { format: _format, ...scenario } = parsed.output;
  const problems = [
    ...unboundSymbols(scenario as Scenario),
    ...unknownHandles(scenario as Scenario),
    ...launchProblems(scenario as Scenario),
    ...scheduleProblems(scenario as Scenario),
  ];
  return problems.length === 0 ? { ok: true, scenario: scenario as Scenario } : { ok: false, problems };
}

function launchProblems(scenario: Scenario): readonly string[] {
  const launches = scenario.steps.some(([action]) => action.do === 'launch');
  if (scenario.launch === 'manual' && !launches) {
    return ["launch is 'manual', but no step launches: add a launch action or leave `launch` out"];
  }
  return [];
}

function scheduleProblems({ steps, schedule, breaks, launch }: Scenario): readonly string[] {
  if (schedule === undefined) {
    if (breaks !== undefined) return ['breaks: goes with a schedule'];
    return steps.length === 0 ? ['steps: wanted at least one step, seen []'] : [];
  }
  if (steps.length > 0 || launch !== undefined) return ['schedule: goes with no steps and no launch'];
  return [];
}
