import { firstChoice } from '../../sut/runtime/chooser.ts';
import { createStream, type Stream } from '../../sut/runtime/seeded.ts';
import type { Execution } from './execution.ts';
import { createExplorer, type Exploration, isEnough, noCounts } from './explore.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import { type PolicyPlan, strategyOf } from './strategies.ts';
import type { Counts, Finding, Limits } from './strategy.ts';

/** How to draw configurations of a problem. */
export type SwarmOptions = {
  readonly limits: Limits;
  readonly seed: number;
  readonly policies: readonly PolicyPlan[];
  /** Told after each configuration. */
  readonly onProgress?: (counts: Readonly<Counts>) => void;
};

/** What a swarm came to; `coverage`: how many (field, access before, access) were met. */
export type Swarm = Exploration & { readonly coverage: number; readonly configurations: number };

/** Schedules of one configuration in a row. */
const batch = 20;
/** Of so many configurations, one is new even where old ones promise more. */
const newEvery = 3;

type Configuration = { readonly params: string; weight: number };

/**
 * Random campaigns over random configurations of a problem: which of its actions happen, how many writers, how many calls,
 * and for a mix which race. What is new (a field accessed so, right after it was accessed so) raises the weight of the
 * configuration that showed it. Everything follows from the seed; a finding names the params it was met with. Never
 * complete. Source: XS-9; Groce and others, Swarm testing (2012).
 */
export function* swarm(spec: ProblemSpec, options: SwarmOptions): Generator<undefined, Swarm, void> {
  const { limits, seed, policies } = options;
  const startedAt = performance.now();
  const counts: Counts = { ...noCounts };
  const findings = new Map<string, Finding>();
  const met = new Set<string>();
  const known: Configuration[] = [];
  for (let round = 0; counts.executions + counts.cut < limits.executionsMax; round += 1) {
    const stream = createStream(seed, `configuration ${round}`);
    const configuration = chosen(spec, stream, known, round);
    const before = met.size;
    const explorer = createExplorer(problemOf({ ...spec, params: configuration.params }), {
      name: 'swarm',
      strategy: (table) => strategyOf({ kind: 'random', policies }, table),
      limits: { ...limits, executionsMax: Math.min(batch, limits.executionsMax - counts.executions - counts.cut) },
      seed: stream.next(),
      onExecution: (execution) => cover(met, execution),
    });
    const running = explorer.run();
    let next = running.next();
    while (!next.done) next = running.next();
    const { counts: its, findings: found } = next.value;
    for (const key of ['executions', 'cut', 'steps'] as const) counts[key] += its[key];
    counts.depthMax = Math.max(counts.depthMax, its.depthMax);
    for (const finding of found) {
      if (!findings.has(finding.cause)) findings.set(finding.cause, { ...finding, params: configuration.params });
    }
    configuration.weight = (configuration.weight + met.size - before) / 2;
    options.onProgress?.(counts);
    if (isEnough([...findings.values()], limits)) break;
    yield;
  }
  return {
    strategy: `swarm.s${seed}`,
    counts,
    complete: false,
    elapsedMs: performance.now() - startedAt,
    findings: [...findings.values()],
    coverage: met.size,
    configurations: known.length,
  };
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
