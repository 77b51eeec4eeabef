import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Session, Target } from '../../sut/target.ts';
import type { Expectation, Scenario, Step } from '../scenario.ts';
import { branchesMax, modelStatesMax } from './lockstep.ts';
import { runScenario } from './run-scenario.ts';
import { scriptedModel, scriptedTarget } from './scripted.ts';
import type { ModelWitness } from './witness.ts';

const limits = { timeoutMs: 10_000 };
const launched: Outcome = { see: 'launched' };
const done: Outcome = { see: 'done' };
const silent: Outcome = { see: 'silent' };
const act = { do: 'qmp', execute: 'x' } as const;

function run(steps: readonly Step[], model: ModelWitness, target: Target, more: Partial<Scenario> = {}) {
  return runScenario(target, model, { id: 'toy/one', title: 'a toy', clauses: ['FDSET-13'], steps, ...more }, limits);
}
/** One step: what the model allows, what the target did, what the literal says. */
function oneStep(allowed: readonly Outcome[], target: Outcome, expectation?: Expectation, action: Step[0] = act) {
  const step: Step = expectation === undefined ? [action] : [action, expectation];
  return run([step], scriptedModel([[launched], allowed]), scriptedTarget([launched, target]));
}
/** A model that allows so many different states, all with the same outcome. */
const wide = (count: number): ModelWitness<number> => ({
  start: () => 0,
  step: (state) =>
    state === 0
      ? [{ state: 1, outcome: launched }]
      : Array.from({ length: count }, (_, at) => ({ state: at + 2, outcome: done })),
});

describe('limits', () => {
  test('are met only beyond their number, and told with the step', async () => {
    const target = () => scriptedTarget([launched, done, done]);
    expect((await run([[act]], wide(modelStatesMax), target())).verdict).toBe('passed');
    expect((await run([[act]], wide(modelStatesMax + 1), target())).reason).toBe(
      `a limit was met: ${modelStatesMax + 1} model states agree after step 1 (limit ${modelStatesMax})`,
    );
    expect((await run([[act]], wide(branchesMax + 1), target())).reason).toBe(
      `a limit was met: ${branchesMax + 1} continuations of step 1 (limit ${branchesMax})`,
    );
    const result = await run([[act]], wide(modelStatesMax + 1), target());
    expect(result.steps).toHaveLength(2);
  });

  test('equal states are one', async () => {
    const same: ModelWitness<object> = {
      start: () => ({ at: 0 }),
      step: (state) =>
        'at' in state
          ? [{ state: {}, outcome: launched }]
          : Array.from({ length: 2 * modelStatesMax }, () => ({ state: {}, outcome: done })),
    };
    expect((await run([[act]], same, scriptedTarget([launched, done]))).verdict).toBe('passed');
  });

  test('no time before a step names the step', async () => {
    const result = await runScenario(
      scriptedTarget([launched]),
      scriptedModel([]),
      { id: 'toy/one', title: 'a toy', clauses: [], steps: [[act]], launch: 'manual' },
      { timeoutMs: 0 },
    );
    expect(result.reason).toBe('a limit was met: no time left before step 1');
  });
});

describe('a broken witness', () => {
  test('is an error, not a limit, and says who broke', async () => {
    const throwing = (error: unknown): ModelWitness => ({
      start: () => 0,
      step: () => {
        throw error;
      },
    });
    const messageOf = async (model: ModelWitness) =>
      (await run([[act]], model, scriptedTarget([launched]))).failure?.message;
    expect(await messageOf(throwing(new Error('bug')))).toMatch(/^the model broke down: Error: bug/);
    expect(await messageOf(throwing('bug'))).toBe('the model broke down: bug');
    expect(await messageOf(throwing({ name: 'ModelLimit' }))).toMatch(/^the model broke down: /);
    expect(await messageOf({ start: () => 0, step: () => [] })).toBe(
      'the model broke down: it allows no outcome at all',
    );
    const target = scriptedTarget([
      () => {
        throw new Error('bug');
      },
    ]);
    const result = await run([[act]], scriptedModel([[launched]]), target);
    expect(result.failure).toMatchObject({ kind: 'error', message: expect.stringMatching(/^the target broke down: /) });
    expect(result.steps).toEqual([{ action: { do: 'launch' }, model: [launched] }]);
  });
});

describe('a version', () => {
  const query = { do: 'qmp', execute: 'query-version' } as const;
  const version = (major: number): Outcome => ({ see: 'return', value: { major } });
  const error: Outcome = { see: 'error', class: 'GenericError', desc: 'no' };

  test('is compared by the kind of its reply alone', async () => {
    expect((await oneStep([version(1)], version(2), undefined, query)).verdict).toBe('passed');
    expect((await oneStep([version(1)], error, undefined, query)).verdict).toBe('failed');
    expect((await oneStep([error], version(1), undefined, query)).verdict).toBe('failed');
    expect((await oneStep([version(1)], version(2))).verdict).toBe('failed');
  });
});

describe('a failure', () => {
  test('carries the action, the literal and all three sides', async () => {
    const failed = await oneStep([done], silent, { see: 'done' });
    expect(failed.failure).toEqual({
      kind: 'hang',
      step: 0,
      action: act,
      expected: { see: 'done' },
      model: [done],
      target: silent,
      message: 'at see: wanted {"see":"done"}, seen {"see":"silent"} (the model agrees with the literal)',
      clauses: ['FDSET-13'],
    });
    expect((await oneStep([done], { see: 'closed' })).failure).not.toHaveProperty('expected');
  });

  test('silence after a patient action is no hang', async () => {
    const patient = { ...act, patienceMs: 300 };
    expect((await oneStep([done], silent, undefined, patient)).failure?.kind).toBe('target-against-model');
    expect((await oneStep([done], silent)).failure?.kind).toBe('hang');
  });

  test('both may part from the literal, each in its own way', async () => {
    const failed = await oneStep([silent], { see: 'closed' }, { see: 'done' });
    expect(failed.failure).toMatchObject({
      kind: 'target-against-literal',
      message:
        'at see: wanted {"see":"done"}, seen {"see":"closed"} (the model: at see: wanted {"see":"done"}, seen {"see":"silent"})',
    });
    expect((await oneStep([silent], silent, { see: 'done' })).failure?.message).toBe(
      'at see: wanted {"see":"done"}, seen {"see":"silent"} (model and target agree with each other)',
    );
    expect((await oneStep([silent, done], done, { see: 'done' })).failure?.message).toMatch(
      /\(the target agrees with the literal\)$/,
    );
  });

  test('tells the branch that came furthest', async () => {
    const text = (printed: string): Outcome => ({ see: 'text', text: printed });
    expect((await oneStep([done, text('a'), text('b')], text('c'))).failure?.message).toBe(
      'at text: model / target: "a" / "c"',
    );
    expect((await oneStep([done, { see: 'closed' }], text('c'))).failure?.message).toMatch(
      /^at see: the model says \{"see":"done"\}/,
    );
  });
});

describe('the end of a session', () => {
  const sessionOf = (more: Partial<Session>): Target => {
    const target = scriptedTarget([launched, silent]);
    return { ...target, open: async (opening) => ({ ...(await target.open(opening)), ...more }) };
  };
  const lose = (target: Target, artifacts?: string) =>
    runScenario(
      target,
      scriptedModel([[launched], [done]]),
      { id: 'toy/one', title: 'a toy', clauses: [], steps: [[act]] },
      artifacts === undefined ? limits : { ...limits, artifacts },
    );

  test('is told beside a failure that came before it', async () => {
    const failed = await lose(sessionOf({ close: async () => ['fd 3 is open', 'fd 4 is open'] }));
    expect(failed.failure?.message).toMatch(/; at the end also: fd 3 is open; fd 4 is open$/);
    expect((await lose(sessionOf({}))).failure?.message).not.toContain('at the end');
  });

  test('that breaks is a failure with its reason', async () => {
    const broken = sessionOf({ perform: () => launched, close: async () => Promise.reject(new Error('stuck')) });
    const result = await run([], scriptedModel([[launched]]), broken);
    expect(result.failure).toMatchObject({ kind: 'leak', message: 'closing the session failed: Error: stuck' });
  });

  test('names death and hang only where they come first in a sentence', async () => {
    const kindOf = async (...problems: string[]) =>
      (await run([], scriptedModel([[launched]]), scriptedTarget([launched], { problems }))).failure;
    expect(await kindOf('something died', 'somebody hangs')).toMatchObject({
      kind: 'leak',
      message: 'something died; somebody hangs',
    });
    expect((await kindOf('a leak', 'died of SIGSEGV'))?.kind).toBe('died');
    expect((await kindOf('a leak', 'hung'))?.kind).toBe('hang');
  });

  test('leaves what the target saves in the folder of the scenario, of a failure only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'charsim-artifacts-'));
    const saveArtifacts = (into: string) => writeFileSync(join(into, 'note'), 'x');
    try {
      const failed = await lose(sessionOf({ saveArtifacts }), folder);
      expect(failed.failure?.artifacts).toBe(join(folder, 'toy/one'));
      expect(readFileSync(join(folder, 'toy/one/note'), 'utf8')).toBe('x');
      const passed = sessionOf({
        perform: () => launched,
        saveArtifacts: () => {
          throw new Error('asked for');
        },
      });
      expect((await run([], scriptedModel([[launched]]), passed)).verdict).toBe('passed');
      const refused = sessionOf({
        saveArtifacts: () => {
          throw new Error('disk full');
        },
      });
      expect((await lose(refused, folder)).failure?.artifacts).toBe('none (disk full)');
      expect((await lose(sessionOf({}), folder)).failure).not.toHaveProperty('artifacts');
      expect((await lose(sessionOf({ saveArtifacts }))).failure).not.toHaveProperty('artifacts');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
