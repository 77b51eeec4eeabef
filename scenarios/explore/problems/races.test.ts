import { describe, expect, test, vi } from 'vitest';
import type { Flaw } from '../../../sut/engine/hotswap/design-state.ts';
import { raceIds } from '../../../sut/engine/hotswap/race-id.ts';
import { type Exploration, explore } from '../explore.ts';
import type { Problem } from '../problem.ts';
import { depthFirst } from '../strategies/depth-first.ts';
import { dpor } from '../strategies/dpor.ts';
import { pct, pos, randomly, uniform } from '../strategies/random.ts';
import { races } from './catalogue.ts';
import { shownProblem } from './found-races.ts';
import type { RaceEntry } from './race-entry.ts';
import { type RaceVariant, raceProblem } from './race-stage.ts';
import { storm } from './storm.ts';

vi.setConfig({ testTimeout: 60_000 }); // a busy machine

const everything = (problem: Problem): Exploration =>
  explore(problem, {
    name: 'states',
    strategy: (table) => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null }),
    limits: { findingsMax: 99 },
  });

const sound: RaceVariant = { profile: 'design', repairs: [], flaw: null };

function raceOf(id: string): RaceEntry {
  const entry = races.find((each) => each.id === id);
  if (entry === undefined) throw new Error(`there is no race ${id}`);
  return entry;
}

const rows = races.flatMap((entry) => entry.shows.map((shown) => ({ entry, name: entry.id, ...shown })));

describe('the hotswap as posted in 2017', () => {
  test('has no row without a problem that shows it', () => {
    const shown = new Set(rows.map(({ race }) => race));
    expect(raceIds.filter((race) => !shown.has(race))).toEqual([]);
  });

  test.each(rows.filter(({ race }) => !race.startsWith('RACE-S')))(
    '$race is found in $name as "$property", and is gone when it is lifted',
    ({ entry, race, property, after = [] }) => {
      const finding = everything(shownProblem(entry, 'posted-2017', after)).findings.find(
        ({ broken }) => broken.property === property,
      );
      expect(finding?.broken.clauses).toContain(race);
      const lifted = everything(shownProblem(entry, 'posted-2017', [...after, race]));
      expect(lifted.complete).toBe(true);
      expect(lifted.findings.filter(({ broken }) => broken.property === property)).toEqual([]);
    },
  );

  test.each(races.filter(({ onlyDesign }) => onlyDesign !== true).map((entry) => ({ entry, name: entry.id })))(
    '$name shows nothing any more once every row is lifted',
    ({ entry }) => {
      expect(everything(shownProblem(entry, 'posted-2017', raceIds))).toMatchObject({ complete: true, findings: [] });
    },
  );

  test('a deadlock is told as the circle of who waits for whom', () => {
    const texts = everything(shownProblem(raceOf('race/handler-wants-loop'), 'posted-2017', [])).findings.map(
      ({ broken }) => broken.text,
    );
    expect(texts).toContain('a wants loop, which main holds; main wants fe.gate, which a holds');
  });
});

describe('the synchronous hotswap', () => {
  test.each(rows.filter(({ race }) => race.startsWith('RACE-S')))(
    '$race is found in $name as "$property", in each release',
    ({ entry, race, property }) => {
      for (const profile of ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'] as const) {
        const { findings } = everything(shownProblem(entry, profile, []));
        expect(findings.find(({ broken }) => broken.property === property)?.broken.clauses).toContain(race);
      }
    },
  );
});

describe('the design', () => {
  const flaws: readonly (readonly [Flaw, string, string])[] = [
    ['no lock', 'race/writers', 'use after free'],
    ['closes early', 'race/writers', 'use after free'],
    ['no way back', 'race/refused', 'attached to nobody'],
  ];

  test.each(races.map((entry) => ({ entry, name: entry.id })))(
    '$name is exhausted, and nothing is found',
    ({ entry }) => {
      expect(everything(shownProblem(entry, 'design', []))).toMatchObject({ complete: true, findings: [] });
    },
  );

  test('is exhausted against two writers, alike by states and by traces', () => {
    const problem = raceProblem(raceOf('race/writers'), sound, { writers: 2, writes: 1 });
    expect(everything(problem)).toMatchObject({ complete: true, findings: [] });
    const traces = explore(problem, { name: 'dpor', strategy: dpor, limits: { findingsMax: 99 } });
    expect(traces).toMatchObject({ complete: true, findings: [] });
  });

  test('is exhausted against three writers, in 42 traces', () => {
    const problem = raceProblem(raceOf('race/writers'), sound, { writers: 3, writes: 1 });
    const traces = explore(problem, { name: 'dpor', strategy: dpor, limits: { findingsMax: 99 } });
    expect(traces).toMatchObject({ complete: true, findings: [], counts: { executions: 42, blocked: 0 } });
  });

  test('stands in the storm, which breaks what was posted in many ways', () => {
    const stormy = (profile: 'design' | 'posted-2017', flaw: Flaw | null): Exploration =>
      explore(raceProblem(storm, { profile, repairs: [], flaw }, { writers: 1, writes: 2 }), {
        name: 'portfolio',
        strategy: (table) => randomly(table, [uniform, pct(3), pos]),
        limits: { findingsMax: 99, executionsMax: 300 },
      });
    expect(stormy('design', null).findings).toEqual([]);
    expect(stormy('posted-2017', null).findings.length).toBeGreaterThan(5);
    for (const [flaw] of flaws) expect(stormy('design', flaw).findings, flaw).not.toEqual([]);
  });

  test.each(flaws)('with the flaw "%s" is caught in %s: %s', (flaw, name, property) => {
    const problem = raceProblem(raceOf(name), { profile: 'design', repairs: [], flaw }, { writers: 1, writes: 1 });
    expect(everything(problem).findings.map(({ broken }) => broken.property)).toContain(property);
  });
});
