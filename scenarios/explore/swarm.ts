import { firstChoice } from '../../sut/runtime/chooser.ts';
import { createStream, type Stream } from '../../sut/runtime/seeded.ts';
import type { Execution } from './execution.ts';
import { type Exploration, explore, isEnough, noCounts } from './explore.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import { type PolicyPlan, strategyOf } from './strategies.ts';
import type { Counts, Finding, Limits } from './strategy.ts';

/** How to draw configurations of a problem: plain data. */
export type SwarmPlan = { readonly limits: Limits; readonly seed: number; readonly policies: readonly PolicyPlan[] };

/** The same, and who is told after each configuration. */
export type SwarmOptions = SwarmPlan & { readonly onProgress?: (counts: Readonly<Counts>) => void };

/** What a swarm came to; `coverage`: how many (field, access before, access) were met. */
export type Swarm = Exploration & { readonly coverage: number; readonly configurations: number };

/** Some schedules of one configuration: plain data. */
export type SwarmRound = { readonly params: string; readonly seed: number; readonly runs: number };

/** What came of a round. `met`: what it met of (field, access before, access). */
export type PlayedRound = {
  readonly counts: Readonly<Counts>;
  readonly findings: readonly Finding[];
  readonly met: readonly string[];
};

/** Where a swarm stands between two waves: goes on there as if nothing had been. */
export type SavedSwarm = {
  readonly rounds: number;
  readonly elapsedMs: number;
  readonly counts: Readonly<Counts>;
  readonly findings: readonly Finding[];
  readonly met: readonly string[];
  readonly known: readonly Readonly<Configuration>[];
};

/** A swarm as it goes: rounds are planned a wave at a time, and taken in that order, whoever played them. */
export type SwarmCourse = {
  /** Empty: it is over. */
  plan(): readonly SwarmRound[];
  take(wave: readonly SwarmRound[], played: readonly PlayedRound[]): void;
  saved(): SavedSwarm;
  result(): Swarm;
};

/** Schedules of one configuration in a row. */
const batch = 20;
/** Rounds that know nothing of each other, so that several threads may play them. */
const waveRounds = 12;
/** Of so many configurations, one is new even where old ones promise more. */
const newEvery = 3;

type Configuration = { readonly params: string; weight: number };

/**
 * Random campaigns over random configurations of a problem: which of its actions happen, how many writers, how many calls,
 * and for a mix which race. What is new (a field accessed so, right after it was accessed so) raises the weight of the
 * configuration that showed it. Everything follows from the seed; a finding names the params it was met with. Never
 * complete. Source: XS-9; Groce and others, Swarm testing (2012).
 */
export function startSwarm(spec: ProblemSpec, options: SwarmOptions, from?: SavedSwarm): SwarmCourse {
  const { limits, seed } = options;
  const startedAt = performance.now() - (from?.elapsedMs ?? 0);
  const counts: Counts = { ...noCounts, ...from?.counts };
  const findings = new Map((from?.findings ?? []).map((finding) => [finding.cause, finding]));
  const met = new Set(from?.met);
  const known: Configuration[] = (from?.known ?? []).map(({ params, weight }) => ({ params, weight }));
  let rounds = from?.rounds ?? 0;
  const told = (): readonly Finding[] => [...findings.values()];
  return {
    plan(): readonly SwarmRound[] {
      const wave: SwarmRound[] = [];
      let left = isEnough(told(), limits) ? 0 : limits.executionsMax - counts.executions - counts.cut;
      while (left > 0 && wave.length < waveRounds) {
        const stream = createStream(seed, `configuration ${rounds}`);
        const { params } = chosen(spec, stream, known, rounds);
        wave.push({ params, seed: stream.next(), runs: Math.min(batch, left) });
        left -= batch;
        rounds += 1;
      }
      return wave;
    },
    take(wave, played): void {
      for (const [at, { params }] of wave.entries()) {
        const round = played[at];
        const configuration = known.find((each) => each.params === params);
        if (round === undefined || configuration === undefined || isEnough(told(), limits)) continue;
        const before = met.size;
        for (const key of round.met) met.add(key);
        for (const key of ['executions', 'cut', 'steps'] as const) counts[key] += round.counts[key];
        counts.depthMax = Math.max(counts.depthMax, round.counts.depthMax);
        for (const finding of round.findings) {
          if (!findings.has(finding.cause)) findings.set(finding.cause, { ...finding, params });
        }
        configuration.weight = (configuration.weight + met.size - before) / 2;
        options.onProgress?.(counts);
      }
    },
    saved: () => {
      const elapsedMs = performance.now() - startedAt;
      return {
        rounds,
        elapsedMs,
        counts: { ...counts },
        findings: told(),
        met: [...met],
        known: known.map((each) => ({ ...each })),
      };
    },
    result: () => ({
      strategy: `swarm.s${seed}`,
      counts,
      complete: false,
      elapsedMs: performance.now() - startedAt,
      findings: told(),
      coverage: met.size,
      configurations: known.length,
    }),
  };
}

/** Plays the schedules of a round. */
export function playRound(spec: ProblemSpec, { limits, policies }: SwarmPlan, round: SwarmRound): PlayedRound {
  const met = new Set<string>();
  const { counts, findings } = explore(problemOf({ ...spec, params: round.params }), {
    name: 'swarm',
    strategy: (table) => strategyOf({ kind: 'random', policies }, table),
    limits: { ...limits, executionsMax: round.runs },
    seed: round.seed,
    onExecution: (execution) => cover(met, execution),
  });
  return { counts, findings, met: [...met] };
}

/** By weight among those known, or a new one. */
function chosen(spec: ProblemSpec, stream: Stream, known: Configuration[], round: number): Configuration {
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  if (round % newEvery !== 0 && total >= 1) {
    let at = stream.below(Math.floor(total));
    for (const configuration of known) {
      at -= configuration.weight;
      if (at < 0) return configuration;
    }
  }
  const params = round === 0 ? spec.params : drawn(spec, stream);
  const found = known.find((each) => each.params === params);
  if (found !== undefined) return found;
  const made = { params, weight: 0 };
  known.push(made);
  return made;
}

/** Each action with a chance of three in four; one writer and one call more at most. */
function drawn(spec: ProblemSpec, stream: Stream): string {
  const [, writers = '', writes = '', rest = ''] = /^W(\d+)K(\d+)(.*)$/.exec(spec.params) ?? [];
  if (writers === '') return spec.params; // a problem of another kind: one configuration
  const size = `W${stream.below(Number(writers) + 2)}K${1 + stream.below(Number(writes) + 1)}`;
  const others = rest.replace(/,S\d+/, () => `,S${stream.below(1_000_000_000)}`);
  const params = `${size}${others}`;
  const { actions = [] } = problemOf({ ...spec, params }).start(firstChoice());
  const without = [...new Set(actions)].filter(() => stream.chance(1, 4)).map((name) => `,-${name}`);
  return `${params}${without.join('')}`;
}

/** Each access with the one before it at the same field. Source: XS-9. */
function cover(met: Set<string>, { taken, name }: Execution): void {
  const last = new Map<string, string>();
  for (const { thread, step } of taken) {
    const how = `${name(thread).replace(/^[a-h]$/, 'writer')} ${step.text}`;
    for (const { object, field } of step.data.accesses) {
      const place = `${object}.${field}`;
      met.add(`${place}|${last.get(place) ?? ''}|${how}`);
      last.set(place, how);
    }
  }
}
