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

const searched = (
  race: EngineRace,
  profile: ProfileName,
  writers: number,
  strategy: (table: StepTable) => Strategy,
): Exploration =>
  explore(engineProblem(race, profile, writers), {
    name: 'test',
    strategy,
    limits: { findingsMax: 99, executionsMax: 2500 },
  });
const states = (table: StepTable): Strategy => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null });

/** Exhausted by a command line, not within a test: here every schedule with one preemption. */
const large = ['engine/monitor-fdset-two'];
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
    const { findings, complete } = large.includes(race.id)
      ? onePreemption(race)
      : searched(race, 'design', race.writersDefault, dpor);
    expect(findings.map(({ broken: { text } }) => text)).toEqual([]);
    expect(complete).toBe(true);
  });

  test('the swap stands three writers', () => {
    const swap = engineRaces.find(({ id }) => id === 'engine/swap');
    if (swap === undefined) throw new Error('there is no engine/swap');
    expect(searched(swap, 'design', 3, dpor)).toMatchObject({ complete: true, findings: [] });
  });

  test.each(['qemu-7.2', 'qemu-10.0', 'qemu-11.1'] as const)('what %s breaks is found', (profile) => {
    for (const [id, properties] of Object.entries(broken)) {
      const race = engineRaces.find((each) => each.id === id);
      if (race === undefined) throw new Error(`there is no race ${id}`);
      const found = searched(race, profile, race.writersDefault, states).findings.map(
        ({ broken: { property } }) => property,
      );
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
          const { answers, machine, qemu, client, monitors } = stage;
          const said = answers.map((answer) => (answer.ok ? answer.value.type : answer.text));
          const chardevs = [...machine.chardevs.values()].map(({ label, type, open }) => [label, type, open]);
          const sets = machine.fdsets.map(({ id, members, dups }) => [String(id), members.length, dups.length]);
          const lines = monitors.map((monitor) => monitor.lines());
          const open = [qemu, client].map((process) => process.descriptors().map(({ fd, kind }) => [fd, kind]));
          ends.add(JSON.stringify([said, chardevs, sets, lines, open]));
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
    ['engine/monitor-unplug', 'design'],
    ['engine/refused-server', 'design'],
    ['engine/swap-twice', 'design'],
    ['engine/swap-connecting', 'design'],
    ['engine/pty-disconnect', 'design'],
    ['engine/full-pipe', 'qemu-7.2'],
    ['engine/readd-connecting', 'qemu-10.0'],
  ] as const)(
    '%s on %s ends in the same ways with every schedule, with states told apart, and by traces',
    (id, profile) => {
      const race = engineRaces.find((each) => each.id === id);
      if (race === undefined) throw new Error(`there is no race ${id}`);
      const plain = endsOf(race, profile, (table) =>
        depthFirst(table, { visited: false, sleep: false, preemptionsMax: null }),
      );
      for (const strategy of [states, dpor]) {
        const reduced = endsOf(race, profile, strategy);
        expect(reduced).toMatchObject({ complete: true, ends: plain.ends, broken: plain.broken });
        expect(reduced.runs).toBeLessThanOrEqual(plain.runs);
      }
      expect(plain.complete).toBe(true);
    },
  );
});
