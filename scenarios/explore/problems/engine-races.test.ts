import { describe, expect, test, vi } from 'vitest';
import type { ProfileName } from '../../../model/language/profile.ts';
import { type Exploration, explore } from '../explore.ts';
import { depthFirst } from '../strategies/depth-first.ts';
import { dpor } from '../strategies/dpor.ts';
import type { Strategy } from '../strategy.ts';
import type { StepTable } from '../visible-step.ts';
import { engineRaces } from './engine-races.ts';
import { type EngineRace, engineProblem } from './engine-stage.ts';

vi.setConfig({ testTimeout: 60_000 }); // a busy machine

const everything = (race: EngineRace, profile: ProfileName, writers = race.writersDefault): Exploration =>
  explore(engineProblem(race, profile, writers), {
    name: 'states',
    strategy: (table) => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null }),
    limits: { findingsMax: 99, executionsMax: 2500 },
  });

/** Exhausted within an hour of a command line, not within a test: here every schedule with one preemption. */
const large = [
  ...['swap-disconnect', 'hub-members', 'mux-focus'],
  ...['monitor-fdset-two', 'monitor-oob', 'monitor-yank', 'monitor-change', 'monitor-change-oob'],
].map((name) => `engine/${name}`);
const onePreemption = (race: EngineRace): Exploration =>
  explore(engineProblem(race, 'design', race.writersDefault), {
    name: 'bounded',
    strategy: (table) => depthFirst(table, { visited: true, sleep: false, preemptionsMax: 1 }),
    limits: { findingsMax: 99 },
  });

/** What breaks where each command is done within itself. */
const broken: Readonly<Record<string, readonly string[]>> = {
  'engine/swap-disconnect': ['OPENED twice'],
  'engine/swap-refused': ['OPENED twice', 'told otherwise'],
  'engine/same-path': ['nobody listens'],
  'engine/full-pipe': ['bytes lost or doubled'],
  'engine/readd-connecting': ['id lost'],
  'engine/swap-connecting': ['process dies'],
};

describe('the races on the engine itself', () => {
  test.each(engineRaces)('$id comes to its end on the design without a finding', (race) => {
    const { findings, complete } = large.includes(race.id) ? onePreemption(race) : everything(race, 'design');
    expect(findings.map(({ broken: { text } }) => text)).toEqual([]);
    expect(complete).toBe(true);
  });

  test('the swap stands three writers', () => {
    const swap = engineRaces.find(({ id }) => id === 'engine/swap');
    if (swap === undefined) throw new Error('there is no engine/swap');
    expect(everything(swap, 'design', 3)).toMatchObject({ complete: true, findings: [] });
  });

  test.each(['qemu-7.2', 'qemu-10.0', 'qemu-11.1'] as const)('what %s breaks is found', (profile) => {
    for (const [id, properties] of Object.entries(broken)) {
      const race = engineRaces.find((each) => each.id === id);
      if (race === undefined) throw new Error(`there is no race ${id}`);
      const found = everything(race, profile).findings.map(({ broken: { property } }) => property);
      for (const property of found) expect(properties, id).toContain(property);
      expect(found, id).toContain(properties[0]);
    }
  });

  /** What an end of a race can be told by. */
  const endsOf = (race: EngineRace, profile: ProfileName, strategy: (table: StepTable) => Strategy) => {
    const ends = new Set<string>();
    const told: EngineRace = {
      ...race,
      cast(stage): () => void {
        const judge = race.cast(stage);
        return () => {
          const { answers, machine, qemu, monitors } = stage;
          const said = answers.map((answer) => (answer.ok ? answer.value.type : answer.text));
          const chardevs = [...machine.chardevs.values()].map(({ label, type, open }) => [label, type, open]);
          const sets = machine.fdsets.map(({ id, members, dups }) => [String(id), members.length, dups.length]);
          const lines = monitors.map((monitor) => monitor.lines());
          ends.add(JSON.stringify([said, chardevs, sets, lines, qemu.descriptors().map(({ fd, kind }) => [fd, kind])]));
          judge();
        };
      },
    };
    const { complete, counts, findings } = explore(engineProblem(told, profile, race.writersDefault), {
      name: 'test',
      strategy,
      limits: { findingsMax: 99, executionsMax: 60_000 },
    });
    return { complete, runs: counts.executions, ends, broken: new Set(findings.map(({ cause }) => cause)) };
  };

  test.each([
    ['engine/swap-refused', 'design'],
    ['engine/swap-unplug', 'design'],
    ['engine/same-path', 'design'],
    ['engine/same-path', 'qemu-10.0'],
    ['engine/handler-gone', 'design'],
    ['engine/monitor-fdset', 'design'],
  ] as const)(
    '%s on %s ends in the same ways with every schedule, with states told apart, and by traces',
    (id, profile) => {
      const race = engineRaces.find((each) => each.id === id);
      if (race === undefined) throw new Error(`there is no race ${id}`);
      const plain = endsOf(race, profile, (table) =>
        depthFirst(table, { visited: false, sleep: false, preemptionsMax: null }),
      );
      const states = endsOf(race, profile, (table) =>
        depthFirst(table, { visited: true, sleep: true, preemptionsMax: null }),
      );
      const traces = endsOf(race, profile, dpor);
      for (const reduced of [states, traces]) {
        expect(reduced).toMatchObject({ complete: true, ends: plain.ends, broken: plain.broken });
        expect(reduced.runs).toBeLessThanOrEqual(plain.runs);
      }
      expect(plain.complete).toBe(true);
    },
  );
});
