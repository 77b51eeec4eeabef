import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../model/language/outcome.ts';
import { NotApplicable, TargetFailure } from '../../sut/target.ts';
import type { Scenario, Step } from '../scenario.ts';
import { runScenario } from './run-scenario.ts';
import { type ScriptedOptions, scriptedModel, scriptedTarget } from './scripted.ts';

const limits = { timeoutMs: 10_000 };
const launched: Outcome = { see: 'launched' };

function scenario(steps: readonly Step[], more: Partial<Scenario> = {}): Scenario {
  return { id: 'toy/one', title: 'a toy', clauses: ['FDSET-13'], steps, ...more };
}

/** Runs a scenario of one qmp step per outcome; model entries are lists of what is allowed. */
function outcomeOf(
  steps: readonly Step[],
  model: readonly (readonly Outcome[])[],
  target: readonly (Outcome | (() => Outcome))[],
  options: ScriptedOptions & { readonly scenario?: Partial<Scenario> } = {},
) {
  const witness = scriptedModel([[launched], ...model]);
  return runScenario(
    scriptedTarget([launched, ...target], options),
    witness,
    scenario(steps, options.scenario),
    limits,
  );
}

const addFd = { do: 'qmp', execute: 'add-fd' } as const;
const removeFd = { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0, fd: { $: 'a' } } } as const;
const added = (fd: number): Outcome => ({ see: 'return', value: { 'fdset-id': 0, fd } });
const modelAdded = (fd: number): Outcome => ({ see: 'return', value: { 'fdset-id': 0, fd: { $fd: fd } } });
const bindsA = { see: 'return', value: { 'fdset-id': 0, fd: { $: 'a' } } } as const;

describe('three witnesses', () => {
  test('a scenario passes when literal, model and target agree', async () => {
    const result = await outcomeOf([[addFd, bindsA]], [[modelAdded(10)]], [added(33)]);
    expect(result).toMatchObject({ verdict: 'passed', id: 'toy/one' });
    expect(result.traceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(result.steps).toBeUndefined();
  });

  test('a target that parts from the model fails, with the place', async () => {
    const result = await outcomeOf(
      [[addFd]],
      [[{ see: 'error', class: 'GenericError', desc: 'no' }]],
      [{ see: 'error', class: 'GenericError', desc: 'yes' }],
    );
    expect(result).toMatchObject({ verdict: 'failed', failure: { kind: 'target-against-model', step: 0 } });
    expect(result.failure?.message).toContain('desc');
    expect(result.steps).toHaveLength(2);
  });

  test('a target that parts from the literal fails even where the model says nothing else', async () => {
    const result = await outcomeOf(
      [[addFd, { see: 'error', desc: { startsWith: 'no' } }]],
      [[{ see: 'error', class: 'GenericError', desc: 'nope' }]],
      [{ see: 'error', class: 'GenericError', desc: 'yes' }],
    );
    expect(result.failure?.kind).toBe('target-against-literal');
    expect(result.failure?.message).toContain('the model agrees with the literal');
  });

  test('a model that allows what the literal does not fails the scenario', async () => {
    const result = await outcomeOf(
      [[addFd, { see: 'done' }]],
      [[{ see: 'done' }, { see: 'silent' }]],
      [{ see: 'done' }],
    );
    expect(result.failure?.kind).toBe('model-against-literal');
    expect(result.failure?.message).toContain('the target agrees with the literal');
  });

  test('model and target together do not outvote the literal', async () => {
    const result = await outcomeOf([[addFd, { see: 'closed' }]], [[{ see: 'done' }]], [{ see: 'done' }]);
    expect(result.failure?.kind).toBe('model-against-literal');
    expect(result.failure?.message).toContain('model and target agree with each other');
  });

  test('a launch that does not come up fails before the first step', async () => {
    const ended: Outcome = { see: 'exit', status: 1, stderr: ['no'] };
    const result = await runScenario(scriptedTarget([ended]), scriptedModel([[launched]]), scenario([[addFd]]), limits);
    expect(result.failure).toMatchObject({ kind: 'target-against-literal', step: -1 });
  });
});

describe('descriptor numbers', () => {
  test("the model's numbers pair with the target's, in values and in texts", async () => {
    const result = await outcomeOf(
      [[addFd, bindsA], [removeFd]],
      [[modelAdded(10)], [{ see: 'error', class: 'GenericError', desc: 'no ⟦fd:10⟧ here' }]],
      [added(33), { see: 'error', class: 'GenericError', desc: 'no 33 here' }],
    );
    expect(result.verdict).toBe('passed');
  });

  test('a number that the model re-uses must be re-used by the target', async () => {
    const result = await outcomeOf([[addFd], [addFd]], [[modelAdded(10)], [modelAdded(10)]], [added(33), added(34)]);
    expect(result.failure).toMatchObject({ kind: 'descriptor-numbers', step: 1 });
    expect(result.failure?.message).toContain('called 33 before');
  });

  test('a number that the target re-uses must be re-used by the model', async () => {
    const result = await outcomeOf([[addFd], [addFd]], [[modelAdded(10)], [modelAdded(11)]], [added(33), added(33)]);
    expect(result.failure).toMatchObject({ kind: 'descriptor-numbers', step: 1 });
    expect(result.failure?.message).toContain('re-uses its number 33');
  });

  test('standard streams have the same number on both sides', async () => {
    const good = await outcomeOf(
      [[addFd, { see: 'return', value: { 'fdset-id': 0, fd: 0 } }]],
      [[modelAdded(0)]],
      [added(0)],
    );
    const bad = await outcomeOf([[addFd]], [[modelAdded(10)]], [added(0)]);
    expect(good.verdict).toBe('passed');
    expect(bad.failure?.kind).toBe('descriptor-numbers');
  });

  test('a plain number of a literal never equals a number that the model made', async () => {
    const result = await outcomeOf(
      [[addFd, { see: 'return', value: { 'fdset-id': 0, fd: 10 } }]],
      [[modelAdded(10)]],
      [added(10)],
    );
    expect(result.failure?.kind).toBe('model-against-literal');
  });

  test('a symbol reaches the target as its number and the model as the number of its own', async () => {
    const seen: unknown[] = [];
    const target = scriptedTarget([launched, added(33), { see: 'done' }], { seen: seen as never[] });
    const asked: unknown[] = [];
    const model = {
      start: () => 0,
      step: (state: number, action: unknown) => {
        asked.push(action);
        const outcome: Outcome = [launched, modelAdded(10), { see: 'done' } as const][state] ?? { see: 'done' };
        return [{ state: state + 1, outcome }];
      },
    };
    await runScenario(target, model as never, scenario([[addFd, bindsA], [removeFd]]), limits);
    expect(seen[2]).toMatchObject({ arguments: { fd: 33 } });
    expect(asked[2]).toMatchObject({ arguments: { fd: { $fd: 10 } } });
  });

  test('a symbol keeps its number, and a text of the literal may quote it', async () => {
    const say = (desc: string): Outcome => ({ see: 'error', class: 'GenericError', desc });
    const quoting = { see: 'error', desc: 'no ⟦a⟧ here' } as const;
    const good = await outcomeOf(
      [
        [addFd, bindsA],
        [removeFd, quoting],
      ],
      [[modelAdded(10)], [say('no ⟦fd:10⟧ here')]],
      [added(33), say('no 33 here')],
    );
    const bad = await outcomeOf(
      [
        [addFd, bindsA],
        [addFd, bindsA],
      ],
      [[modelAdded(10)], [modelAdded(11)]],
      [added(33), added(34)],
    );
    expect(good.verdict).toBe('passed');
    expect(bad.failure).toMatchObject({ step: 1 });
    expect(bad.failure?.message).toContain('wanted a, which is');
  });

  test('numbers of an earlier process say nothing about a later one', async () => {
    const steps: readonly Step[] = [[{ do: 'launch' }], [addFd, bindsA], [{ do: 'launch' }], [addFd, bindsA]];
    const model = scriptedModel([[launched], [modelAdded(10)], [launched], [modelAdded(10)]]);
    const target = scriptedTarget([launched, added(33), launched, added(44)]);
    const result = await runScenario(target, model, scenario(steps, { launch: 'manual' }), limits);
    expect(result.verdict).toBe('passed');
  });
});

describe('literals', () => {
  test('one of several suffices, and the model may allow any of them', async () => {
    const either = { oneOf: [{ see: 'done' }, { see: 'silent' }] } as const;
    const result = await outcomeOf([[addFd, either]], [[{ see: 'silent' }, { see: 'done' }]], [{ see: 'done' }]);
    expect(result.verdict).toBe('passed');
  });

  test('a literal by profile stands for that profile, else for the rest, else says nothing', async () => {
    const expectation = { byProfile: { 'qemu-7.2': { see: 'silent' }, else: { see: 'done' } } } as const;
    const only72 = { byProfile: { 'qemu-7.2': { see: 'silent' } } } as const;
    const on = (profile: 'design' | 'qemu-7.2', literal: typeof expectation | typeof only72, outcome: Outcome) =>
      outcomeOf([[addFd, literal]], [[outcome]], [outcome], { profile });
    expect((await on('qemu-7.2', expectation, { see: 'silent' })).verdict).toBe('passed');
    expect((await on('qemu-7.2', expectation, { see: 'done' })).verdict).toBe('failed');
    expect((await on('design', expectation, { see: 'done' })).verdict).toBe('passed');
    expect((await on('design', only72, { see: 'closed' })).verdict).toBe('passed');
  });

  test('members that are left out are not compared, values are compared whole', async () => {
    const data: Outcome = { see: 'data', bytes: 'abc', end: false };
    const value: Outcome = { see: 'return', value: { a: 1, b: 2 } };
    expect((await outcomeOf([[addFd, { see: 'data', end: false }]], [[data]], [data])).verdict).toBe('passed');
    expect((await outcomeOf([[addFd, { see: 'return', value: { a: 1 } }]], [[value]], [value])).verdict).toBe('failed');
  });

  test('texts fit exactly or by beginning, end or part', async () => {
    const error: Outcome = { see: 'error', class: 'GenericError', desc: 'File descriptor not found' };
    const verdict = async (desc: string | { startsWith: string } | { endsWith: string } | { contains: string }) =>
      (await outcomeOf([[addFd, { see: 'error', desc }]], [[error]], [error])).verdict;
    expect(await verdict('File descriptor not found')).toBe('passed');
    expect(await verdict({ startsWith: 'File' })).toBe('passed');
    expect(await verdict({ endsWith: 'found' })).toBe('passed');
    expect(await verdict({ contains: 'not' })).toBe('passed');
    expect(await verdict('File')).toBe('failed');
    expect(await verdict({ endsWith: 'File' })).toBe('failed');
  });

  test('messages are compared one by one, each by the members that the literal has', async () => {
    const seen: Outcome = { see: 'messages', messages: [{ return: {}, id: 1 }, { event: 'STOP' }] };
    const of = (messages: readonly object[]) =>
      outcomeOf([[addFd, { see: 'messages', messages } as never]], [[seen]], [seen]);
    expect((await of([{ return: {} }, { event: 'STOP' }])).verdict).toBe('passed');
    expect((await of([{ return: {} }])).verdict).toBe('failed');
    expect((await of([{ return: {} }, { event: 'RESUME' }])).verdict).toBe('failed');
  });
});

describe('several model states', () => {
  test('only states that agree with what was seen go on', async () => {
    const model = {
      start: () => 'start',
      step: (state: string) =>
        state === 'start'
          ? [{ state: 'launched', outcome: launched }]
          : state === 'launched'
            ? [
                { state: 'left', outcome: { see: 'done' } as const },
                { state: 'right', outcome: { see: 'silent' } as const },
              ]
            : [{ state, outcome: { see: 'text', text: state } as const }],
    };
    const run = (second: string) =>
      runScenario(
        scriptedTarget([launched, { see: 'silent' }, { see: 'text', text: second }]),
        model as never,
        scenario([[addFd], [addFd]]),
        limits,
      );
    expect((await run('right')).verdict).toBe('passed');
    expect((await run('left')).verdict).toBe('failed');
  });

  test('too many states that agree are unknown, never a pass', async () => {
    const model = {
      start: () => 0,
      step: (state: number) =>
        state === 0
          ? [{ state: 1, outcome: launched }]
          : Array.from({ length: 65 }, (_, index) => ({ state: index + 2, outcome: { see: 'done' } as const })),
    };
    const result = await runScenario(scriptedTarget([launched]), model as never, scenario([[addFd]]), limits);
    expect(result.verdict).toBe('unknown');
    expect(result.reason).toContain('65 model states');
  });
});

describe('what else can end a scenario', () => {
  test('a missing capability and another profile make it not applicable, with the reason', async () => {
    const needs = await outcomeOf([[addFd]], [], [], { scenario: { needs: ['hub'] } });
    const profiles = await outcomeOf([[addFd]], [], [], { scenario: { profiles: ['qemu-7.2'] } });
    const implied = await outcomeOf([[{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' } }]], [], []);
    expect(needs).toMatchObject({
      verdict: 'not-applicable',
      reason: 'needs hub, which scripted:design does not offer',
    });
    expect(profiles).toMatchObject({
      verdict: 'not-applicable',
      reason: 'speaks about qemu-7.2 only, not about design',
    });
    expect(implied.reason).toContain('inject-faults');
  });

  test('an action that the target cannot do makes it not applicable', async () => {
    const refuse = (): Outcome => {
      throw new NotApplicable('no such thing here');
    };
    expect(await outcomeOf([[addFd]], [[{ see: 'done' }]], [refuse])).toMatchObject({
      verdict: 'not-applicable',
      reason: 'no such thing here',
    });
  });

  test('what the target tells at the end is a failure', async () => {
    const run = (problem: string) =>
      outcomeOf([[addFd]], [[{ see: 'done' }]], [{ see: 'done' }], { problems: [problem] });
    expect((await run('descriptor 12 was left open')).failure).toMatchObject({ kind: 'leak', step: 1 });
    expect((await run('died of SIGABRT unseen by any step')).failure?.kind).toBe('died');
    expect((await run('hang: no reply')).failure?.kind).toBe('hang');
  });

  test('death and silence that nobody expected have kinds of their own', async () => {
    const died: Outcome = { see: 'died', signal: 'SIGABRT', stderr: [] };
    expect((await outcomeOf([[addFd]], [[{ see: 'done' }]], [died])).failure?.kind).toBe('died');
    expect((await outcomeOf([[addFd]], [[{ see: 'done' }]], [{ see: 'silent' }])).failure?.kind).toBe('hang');
  });

  test('an engine or model that throws is an error of that scenario, a broken target is not a verdict', async () => {
    const fail = (error: Error) => (): Outcome => {
      throw error;
    };
    const engine = await outcomeOf([[addFd]], [[{ see: 'done' }]], [fail(new Error('invariant'))]);
    expect(engine.failure?.kind).toBe('error');
    expect(engine.failure?.message).toContain('invariant');
    await expect(outcomeOf([[addFd]], [[{ see: 'done' }]], [fail(new TargetFailure('gone'))])).rejects.toThrow(
      TargetFailure,
    );
  });

  test('what the model refuses to predict is unknown', async () => {
    class ModelLimit extends Error {
      override readonly name = 'ModelLimit';
    }
    const model = {
      start: () => 0,
      step: (): never => {
        throw new ModelLimit('too much');
      },
    };
    const result = await runScenario(scriptedTarget([launched]), model, scenario([[addFd]]), limits);
    expect(result).toMatchObject({ verdict: 'unknown' });
    expect(result.reason).toContain('too much');
  });

  test('no time left is unknown', async () => {
    const witness = scriptedModel([[launched]]);
    const result = await runScenario(scriptedTarget([launched]), witness, scenario([[addFd]]), { timeoutMs: 0 });
    expect(result).toMatchObject({ verdict: 'unknown' });
  });
});

describe('trace hash', () => {
  test("does not know the target's numbers, but its inner trace and every outcome", async () => {
    const hash = async (fd: number, digest: string, end = false) =>
      (
        await outcomeOf(
          [[addFd, bindsA], [{ do: 'read', from: 'p.read' }]],
          [[modelAdded(10)], [{ see: 'data', bytes: '', end }]],
          [added(fd), { see: 'data', bytes: '', end }],
          { digest },
        )
      ).traceHash;
    const first = await hash(33, 'x');
    expect(await hash(44, 'x')).toBe(first);
    expect(await hash(33, 'y')).not.toBe(first);
    expect(await hash(33, 'x', true)).not.toBe(first);
  });
});
