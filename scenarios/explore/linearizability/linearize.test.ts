import { describe, expect, test } from 'vitest';
import { createExchange } from '../../../sut/engine/hotswap/exchange.ts';
import { createFarEnd, farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import { createAccount } from '../../../sut/engine/hotswap/ledger.ts';
import { createRequest } from '../../../sut/engine/hotswap/request.ts';
import { firstChoice } from '../../../sut/runtime/chooser.ts';
import { createScheduler, type Thread } from '../../../sut/runtime/scheduler.ts';
import { explore } from '../explore.ts';
import type { Broken, Problem, World } from '../problem.ts';
import { problemOf, problems } from '../problems.ts';
import { everyState, type StrategyPlan, strategyOf } from '../strategies.ts';
import type { Finding } from '../strategy.ts';
import type { Operation } from './history.ts';
import { type HotswapCall, type HotswapResult, hotswapSpecification } from './hotswap-specification.ts';
import { linearize, linearizeWhole, rejectionLines } from './linearize.ts';
import { createMonitor } from './monitor.ts';
import { corrupted, type RandomHistory, randomHistory } from './random-history.fixture.ts';

type Call = Operation<HotswapCall, HotswapResult>;
const end = (name: string) => ({ name, peer: true, endless: true });
const atOld = {
  chardevs: { c: 'old' },
  handles: { fe: 'old' },
  ends: { old: end('old') },
};
const specification = hotswapSpecification(atOld);
const write = (thread: string, at: string, from: number, to: number | null): Call => {
  const result = to === null ? null : { bytes: 1, at };
  return { thread, call: { do: 'write', handle: 'fe', bytes: 1 }, result, from, to, objects: ['fe'] };
};
const change = (from: number, to: number | null, ok = true): Call => ({
  thread: 'command',
  call: { do: 'change', id: 'c', to: end('new') },
  result: to === null ? null : { ok },
  from,
  to,
  objects: ['c', 'fe'],
});

/** Tries every order. */
function byTrying({ initial, history }: RandomHistory): boolean {
  const spec = hotswapSpecification(initial);
  const goesOn = (state: typeof initial, rest: readonly Call[]): boolean =>
    rest.length === 0 ||
    rest.some(
      (next) =>
        rest.every(({ to }) => to === null || to >= next.from) &&
        spec.outcomes(state, next.call).some(
          (outcome) =>
            next.result !== null &&
            spec.same(outcome.result, next.result) &&
            goesOn(
              outcome.state,
              rest.filter((each) => each !== next),
            ),
        ),
    );
  return goesOn(initial, history);
}

describe('a history', () => {
  test('is accepted with an order, where calls that overlap may change places', () => {
    expect(linearize(specification, [change(1, 10), write('a', 'old', 2, 3), write('b', 'new', 4, 5)])).toMatchObject({
      kind: 'accepted',
      order: [{ thread: 'a' }, { thread: 'command' }, { thread: 'b' }],
    });
  });

  test('may hold a call that never returned, whether it took effect or not', () => {
    expect(linearize(specification, [change(1, null), write('a', 'new', 2, 3)]).kind).toBe('accepted');
    expect(linearize(specification, [change(1, null), write('a', 'old', 2, 3)]).kind).toBe('accepted');
    expect(linearize(specification, [write('a', 'new', 2, 3), change(4, null)]).kind).toBe('rejected');
  });

  test.each([
    ['a write to the old backend after a change that was done', [change(1, 2), write('a', 'old', 3, 4)]],
    ['a write to the new one before the change', [write('a', 'new', 1, 2), change(3, 4)]],
    ['a refused change that took effect', [change(1, 2, false), write('a', 'new', 3, 4)]],
    ['back and forth', [change(1, 9), write('a', 'new', 2, 3), write('b', 'old', 4, 5)]],
  ])('is rejected: %s', (_, history) => {
    expect(linearize(specification, history).kind).toBe('rejected');
  });

  test('that is rejected is told with the calls that make sense and those that cannot come next', () => {
    const verdict = linearize(specification, [change(1, 2), write('a', 'old', 3, 4)]);
    if (verdict.kind !== 'rejected') throw new Error(verdict.kind);
    expect(rejectionLines(specification, verdict)).toEqual([
      'in this order these calls make sense:',
      '  1. command: change of c to new → done (1 to 2)',
      'none of these can come next:',
      '  a: write of 1 byte → 1 at old (3 to 4), where the rule says 1 at new',
    ]);
  });

  test('too large to be judged is unknown, never accepted', () => {
    const spoilt = corrupted(randomHistory(7, 40, 1, 8), 1);
    if (spoilt === null) throw new Error('no corruption');
    expect(linearizeWhole(hotswapSpecification(spoilt.initial), spoilt.history, 3).kind).toBe('unknown');
  });

  test('is judged alike in parts, as a whole, and by trying every order (XL-2)', () => {
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 200; seed += 1) {
      const made = randomHistory(seed, 6, 2, 4);
      const spoilt = corrupted(made, seed);
      const spec = hotswapSpecification(made.initial);
      expect(linearize(spec, made.history).kind, `seed ${seed}`).toBe('accepted');
      if (spoilt === null) continue;
      const { kind } = linearize(spec, spoilt.history);
      expect(linearizeWhole(spec, spoilt.history).kind, `seed ${seed}`).toBe(kind);
      expect(byTrying(spoilt), `seed ${seed}`).toBe(kind === 'accepted');
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    expect(seen.get('rejected')).toBeGreaterThan(50);
    expect(seen.get('accepted')).toBeGreaterThan(5);
  });
});

const portfolio: StrategyPlan = {
  kind: 'random',
  policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }],
};
function found(id: string, profile: 'design' | 'posted-2017', params: string, plan: StrategyPlan): readonly Finding[] {
  return explore(problemOf({ id, profile, params }), {
    name: 'test',
    strategy: (table) => strategyOf(plan, table),
    limits: { findingsMax: 1000, ...(plan.kind === 'random' ? { executionsMax: 60 } : {}) },
  }).findings;
}

describe('histories of a hotswap', () => {
  const races = problems.filter(({ id, histories }) => histories.includes('design') && !id.startsWith('engine/'));

  test.each(races.map(({ id, params }) => ({ id, params })))('$id of the design is linearizable', ({ id, params }) => {
    expect(found(id, 'design', `${params},hist`, portfolio)).toEqual([]);
  });

  test('as posted are not: the answer comes before the swap (RACE-07)', () => {
    for (const plan of [portfolio, everyState, { kind: 'dpor' } as const]) {
      const [finding, ...others] = found('race/writers', 'posted-2017', 'W1K1,hist', plan);
      expect(others).toEqual([]);
      expect(finding?.broken).toMatchObject({ property: 'not linearizable', clauses: ['SAFE-04', 'SAFE-14'] });
      expect(finding?.broken.more?.join('\n')).toMatch(/1 at old \(.*the rule says 1 at new/);
      expect(found('race/writers', 'posted-2017', 'W1K1,RACE-07,hist', plan)).toEqual([]);
    }
  });

  test('have calls that come before the answer of a change, and calls that come after it, in every way of going through all', () => {
    const problem = problemOf({ id: 'race/writers', profile: 'design', params: 'W1K1,hist' });
    for (const plan of [everyState, { kind: 'dpor' } as const]) {
      const orders = new Set<string>();
      const watched: Problem = {
        ...problem,
        start(chooser): World {
          const world = problem.start(chooser);
          const resume = world.scheduler.resume.bind(world.scheduler);
          let order = '';
          Object.assign(world.scheduler, {
            resume(thread: Thread): void {
              if (thread.pending?.object === 'requesters') order += 'answer ';
              else if (thread.name === 'a' && thread.steps === 0) order += 'call ';
              resume(thread);
            },
          });
          const end = (): Broken | null => {
            orders.add(order);
            return world.end();
          };
          return { ...world, end };
        },
      };
      const { findings } = explore(watched, { name: 'test', strategy: (table) => strategyOf(plan, table) });
      expect(findings).toEqual([]);
      expect(orders).toEqual(new Set(['call answer ', 'answer call ']));
    }
  });

  test('are all linearizable at small sizes of the design', () => {
    for (const [id, params] of [
      ['race/writers', 'W2K1,hist'],
      ['race/swap-twice', 'W1K1,hist'],
      ['race/stalled-drain', 'W1K1,hist'],
    ] as const) {
      expect(found(id, 'design', params, { kind: 'dpor' })).toEqual([]);
    }
  });

  // the prototype's counts are those of one field for all returns; a field each keeps every order and makes fewer traces
  test.each([
    ['W2K1', 6, 18, 12],
    ['W2K2', 30, 450, 220],
    ['W3K1', 24, 408, 168],
  ])('multiply the traces of %s: %i, %i with one field for returns, %i with one each (XL-3)', (size, ...traces) => {
    for (const [at, flag] of ['', ',hist1', ',hist'].entries()) {
      const { counts, findings } = explore(
        problemOf({ id: 'swap-race', profile: 'design', params: `${size}${flag}` }),
        {
          name: 'dpor',
          strategy: (table) => strategyOf({ kind: 'dpor' }, table),
        },
      );
      expect({ executions: counts.executions, findings }).toEqual({ executions: traces[at], findings: [] });
    }
  });

  test('that are not judged whole are watched where bytes go', () => {
    const exchange = createExchange(createScheduler({ chooser: firstChoice(), explored: true }));
    const [old, fresh] = ['old', 'new'].map((name) => createFarEnd(exchange, farEnd(name), 'c'));
    if (old === undefined || fresh === undefined) throw new Error('no far ends');
    const monitor = createMonitor(exchange);
    const account = monitor.watch(createAccount(exchange, 'a'));
    account.begin(1).accepted(old, 1);
    expect(monitor.broken).toBeNull();
    exchange.requests.push({ ...createRequest(0, 'c', old, null), state: 'done' });
    account.begin(1).accepted(fresh, 1);
    expect(monitor.broken).toBeNull();
    monitor.watch(createAccount(exchange, 'b')).begin(1).accepted(old, 1);
    expect(monitor.broken).toMatchObject({ property: 'byte after the change', clauses: ['SAFE-03'], object: 'old' });
  });
});
