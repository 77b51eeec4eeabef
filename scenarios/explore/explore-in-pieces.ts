import { Worker } from 'node:worker_threads';
import { type Exploration, isEnough, noCounts, type Stopped } from './explore.ts';
import { type Assignment, countersEach, type FromExplorer, flag, type ToExplorer } from './explorer-messages.ts';
import { piecesOf, statesBefore } from './pieces.ts';
import type { Problem } from './problem.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import type { StrategyPlan } from './strategies.ts';
import type { Counts, Finding, Limits, Saved } from './strategy.ts';

/** What became of one piece. `states`: digests. */
type Piece = { readonly index: number; readonly exploration: Exploration; readonly states: readonly string[] };

/** Where an exploration in pieces was stopped: what is done, and where each worker stood. */
export type StoppedPieces = {
  readonly elapsedMs: number;
  readonly done: readonly Piece[];
  readonly current: readonly {
    readonly index: number;
    readonly stopped: Stopped;
    readonly states: readonly string[];
  }[];
};

/** How to explore in pieces. */
export type PiecesOptions = {
  readonly name: string;
  readonly plan: StrategyPlan;
  readonly limits: Limits;
  readonly seed: number;
  /** Worker threads. */
  readonly jobs: number;
  readonly signal?: AbortSignal;
  /** Told now and then. */
  readonly onProgress?: (counts: Pick<Counts, 'executions' | 'states' | 'steps'>) => void;
};

/** In a checkout the boot file knows how to run TypeScript; the built package runs JavaScript as it is. */
export const jobFile: URL = new URL(
  import.meta.url.endsWith('.ts') ? './explorer-boot.mjs' : './explorer-job.js',
  import.meta.url,
);
const progressMs = 200;

/**
 * Explores a problem with several worker threads. The space is cut into the same pieces whatever their number; worker w
 * of n takes every n-th, and the results are put together in the order of the pieces. So the findings are those of one
 * search without workers, and so is every count that a strategy defines: states, traces of dpor, random runs. How many
 * runs `states` takes to meet every state depends on who met which before, hence on n. Rejects when a worker breaks down.
 */
export async function exploreInPieces(
  spec: ProblemSpec,
  options: PiecesOptions,
  from: StoppedPieces = { elapsedMs: 0, done: [], current: [] },
): Promise<Exploration | StoppedPieces> {
  const { plan, limits, jobs, seed, signal } = options;
  const startedAt = performance.now() - from.elapsedMs;
  const problem = problemOf(spec);
  const pieces = piecesOf(problem, plan, limits.executionsMax);
  const done = new Map(from.done.map((piece) => [piece.index, piece]));
  const stopped = new Map<number, StoppedPieces['current'][number]>();
  const flags = new Int32Array(new SharedArrayBuffer(12));
  const counters = new Float64Array(new SharedArrayBuffer(8 * countersEach * jobs));
  flags[flag.lastWanted] = lastWanted(pieces, done, limits);
  const onAbort = (): void => void Atomics.store(flags, flag.stop, 1);
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort);
  const progress = setInterval(() => options.onProgress?.(summed(counters)), progressMs);
  const take = (message: FromExplorer): void => {
    if (message.say !== 'done' && message.say !== 'stopped') return;
    const { index } = message;
    const before = from.current.find((each) => each.index === index)?.states ?? [];
    const states = [...before, ...message.states];
    if (message.say === 'stopped') stopped.set(index, { index, stopped: message.stopped, states });
    else done.set(index, { index, exploration: message.exploration, states });
    Atomics.store(flags, flag.lastWanted, lastWanted(pieces, done, limits));
  };
  try {
    const assignment = { problem: spec, plan, limits, seed, flags, counters };
    const crew = Array.from({ length: Math.min(jobs, pieces.length) }, (_, worker) => {
      const mine = pieces.flatMap((saved, index) => {
        if (index % jobs !== worker || done.has(index)) return [];
        const begun = from.current.find((each) => each.index === index)?.stopped;
        return [{ index, from: begun ?? { saved, counts: noCounts, findings: [], elapsedMs: 0 } }];
      });
      return work({ ...assignment, worker }, mine, take);
    });
    await Promise.all(crew);
  } finally {
    clearInterval(progress);
    signal?.removeEventListener('abort', onAbort);
  }
  const elapsedMs = performance.now() - startedAt;
  const wanted = pieces.slice(0, lastWanted(pieces, done, limits) + 1);
  if (Atomics.load(flags, flag.stop) !== 0 && !wanted.every((_, index) => done.has(index))) {
    return { elapsedMs, done: [...done.values()], current: [...stopped.values()] };
  }
  return { ...merged(problem, options, pieces, done), elapsedMs };
}

/** One thread and its pieces, one after the other. Rejects when it breaks down. */
function work(
  assignment: Assignment,
  pieces: readonly { readonly index: number; readonly from: Stopped }[],
  take: (message: FromExplorer) => void,
): Promise<void> {
  const thread = new Worker(jobFile, { execArgv: [] });
  return new Promise<void>((resolve, reject) => {
    const rest = [...pieces];
    const say = (message: ToExplorer): void => thread.postMessage(message);
    const next = (): void => {
      const piece = rest.shift();
      if (piece === undefined) resolve();
      else say({ say: 'piece', ...piece });
    };
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`a thread that explores ended with code ${code}`)));
    thread.on('message', (message: FromExplorer) => {
      if (message.say === 'broken') return reject(new Error(message.message));
      take(message);
      if (message.say === 'stopped') resolve();
      else next();
    });
    say({ say: 'begin', assignment });
    next();
  }).finally(() => void thread.terminate());
}

/** The last piece that can matter: when enough is found up to it, what comes later is not wanted. */
function lastWanted(pieces: readonly Saved[], done: ReadonlyMap<number, Piece>, limits: Limits): number {
  const found: Finding[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    found.push(...(done.get(index)?.exploration.findings ?? []));
    if (isEnough(found, limits)) return index;
  }
  return pieces.length - 1;
}

/** The results of all pieces as one search would tell them. */
function merged(
  problem: Problem,
  { name, plan, limits }: PiecesOptions,
  pieces: readonly Saved[],
  done: ReadonlyMap<number, Piece>,
): Exploration {
  const counts: Counts = { ...noCounts };
  const findings = new Map<string, Finding>();
  const states = new Set(statesBefore(problem, plan, pieces));
  let complete = true;
  for (const index of pieces.keys()) {
    const piece = done.get(index);
    if (piece === undefined) {
      complete = false;
      break;
    }
    const { counts: its, findings: found } = piece.exploration;
    for (const key of ['executions', 'pruned', 'blocked', 'cut', 'steps'] as const) counts[key] += its[key];
    counts.depthMax = Math.max(counts.depthMax, its.depthMax);
    for (const digest of piece.states) states.add(digest);
    for (const finding of found) if (!findings.has(finding.cause)) findings.set(finding.cause, finding);
    complete &&= piece.exploration.complete;
    if (isEnough([...findings.values()], limits)) {
      complete = false;
      break;
    }
  }
  counts.states = states.size;
  return { strategy: name, counts, complete, elapsedMs: 0, findings: [...findings.values()] };
}

function summed(counters: Float64Array): Pick<Counts, 'executions' | 'states' | 'steps'> {
  const sum = { executions: 0, states: 0, steps: 0 };
  for (let at = 0; at < counters.length; at += countersEach) {
    sum.executions += counters[at] ?? 0;
    sum.states += counters[at + 1] ?? 0;
    sum.steps += counters[at + 2] ?? 0;
  }
  return sum;
}
