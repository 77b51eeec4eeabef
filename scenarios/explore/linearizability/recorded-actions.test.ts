import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Action, LaunchOptions } from '../../../model/language/action.ts';
import type { ProfileName } from '../../../model/language/profile.ts';
import { profileByName } from '../../../model/language/profiles.ts';
import { type ModelState, start, step } from '../../../model/model.ts';
import { type Exploration, explore } from '../explore.ts';
import { importFlawed, root } from '../flawed-sources.fixture.ts';
import { problemOf, problems } from '../problems.ts';
import { type StrategyPlan, strategyOf } from '../strategies.ts';
import { historyFlaws, type huntHistories } from './flawed-histories.fixture.ts';
import { createActionHistory, judgeByModel } from './recorded-actions.ts';
import { linksOf } from './touched.ts';

vi.setConfig({ testTimeout: 120_000 }); // a busy machine

const races = problems.filter(({ id, histories }) => id.startsWith('engine/') && histories.length > 0);
const portfolio: StrategyPlan = {
  kind: 'random',
  policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }],
};
const everything: StrategyPlan = { kind: 'depth first', visited: true, sleep: true, preemptionsMax: null };
const onePreemption: StrategyPlan = { kind: 'depth first', visited: true, sleep: false, preemptionsMax: 1 };

function histories(id: string, profile: ProfileName, plan: StrategyPlan, executionsMax = 100_000): Exploration {
  const params = `${problems.find((each) => each.id === id)?.params},hist`;
  return explore(problemOf({ id, params, profile }), {
    name: 'histories',
    strategy: (table) => strategyOf(plan, table),
    limits: { findingsMax: 1, executionsMax },
  });
}

const told = ({ findings }: Exploration): readonly string[] =>
  findings.flatMap(({ broken: { property, text, more = [] } }) => [`${property}: ${text}`, ...more]);

describe('histories of actions on the engine, judged by the model', () => {
  test.each(races.flatMap((race) => race.histories.map((profile) => ({ id: race.id, profile }))))(
    'of $id on $profile are those of actions done one at a time, whatever random order threads run in',
    ({ id, profile }) => {
      const runs = profile === 'design' ? 60 : 20;
      expect(told(histories(id, profile as ProfileName, portfolio, runs))).toEqual([]);
    },
  );

  test.each(['engine/same-path', 'engine/monitor-change'])('of %s are so in every order', (id) => {
    const all = histories(id, 'qemu-7.2', everything);
    expect([told(all), all.complete]).toEqual([[], true]);
  });

  test.each(['handler-gone', 'handlers-away', 'swap-unplug', 'same-path', 'hub-open', 'monitor-unplug'])(
    'of engine/%s are so in every order with one preemption',
    (name) => {
      const all = histories(`engine/${name}`, 'design', onePreemption);
      expect([told(all), all.complete]).toEqual([[], true]);
    },
  );
});

describe('a flaw that only a history tells of', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'charsim-histories-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('stands where it says, once', () => {
    for (const { name, edits } of historyFlaws) {
      for (const { file, text } of edits)
        expect(readFileSync(join(root, file), 'utf8').split(text), `${name}: ${text}`).toHaveLength(2);
    }
  });

  test.each(historyFlaws.map((flaw, at) => ({ ...flaw, at })))(
    'is caught, with the history as columns and the action that cannot follow: $name',
    async ({ edits, at }) => {
      const file = 'scenarios/explore/linearizability/flawed-histories.fixture.ts';
      type Fixture = { readonly huntHistories: typeof huntHistories };
      const broken = (await importFlawed<Fixture>(folder, `flaw${at}`, file, edits)).huntHistories(40);
      expect(broken?.property).toBe('not linearizable');
      const [head = '', ...lines] = broken?.more ?? [];
      expect(head).toMatch(/^\S+( +\S+)* +end$/);
      expect(lines.some((line) => line.includes('(?)'))).toBe(true);
      expect(lines.at(-1)).toMatch(/, where the rule says /);
    },
  );
});

describe('the model as judge', () => {
  const profile = profileByName.design;
  const ports = ['1', '2'].map((n) => ({ id: `com${n}`, kind: '16550', chardev: `c${n}` }) as const);
  const launch: LaunchOptions = {
    args: ['1', '2'].flatMap((n) => ['-chardev', `file,id=c${n},path={dir}/f${n}`]),
    ports,
  };
  const at = (action: Action, state: ModelState): ModelState => step(state, action)[0]?.state ?? state;
  const initial = at({ do: 'hold' }, at({ do: 'launch', ...launch }, start(profile)));
  /** Each of two guests writes two bytes to a port of its own; `seen` is what the files hold. */
  const history = (seen: readonly string[]) => {
    const recorded = createActionHistory();
    for (const byte of ['a', 'b']) {
      const ends = ports.map(({ id }) =>
        recorded.begin(id, { do: 'register-write', port: id, register: 0, value: byte.charCodeAt(0) }),
      );
      for (const end of ends) end({ see: 'done' });
    }
    for (const [index, bytes] of seen.entries())
      recorded.begin('end', { do: 'read-file', path: `{dir}/f${index + 1}` })({ see: 'data', bytes, end: true });
    return recorded.records;
  };
  const apart = linksOf(launch, []);
  const together = [['port com1', 'port com2'], ...apart];

  test.each([
    [['ab', 'ab'], 'accepted'],
    [['ab', 'ba'], 'rejected'],
    [['ab', 'a'], 'rejected'],
  ] as const)('says of two chardevs apart what it says of both together: %s is %s', (seen, kind) => {
    for (const links of [apart, together]) expect(judgeByModel(initial, history(seen), links).kind).toBe(kind);
  });

  test('says nothing where its limit is met, or where it does not predict', () => {
    expect(judgeByModel(initial, history(['ab', 'ba']), together, 3)).toMatchObject({ kind: 'unknown' });
    const recorded = createActionHistory();
    recorded.begin('a', { do: 'hmp', on: 'qmp', line: 'é' })({ see: 'text', text: '' });
    expect(judgeByModel(initial, recorded.records, [])).toMatchObject({ kind: 'unknown' });
  });
});
