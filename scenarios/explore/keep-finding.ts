import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../scenario.ts';
import { formatSchedule } from './schedule.ts';
import { scheduleSession } from './schedule-session.ts';
import type { Simplified } from './simplify.ts';

/** Where a finding is kept. */
export type KeptFinding = {
  /** Schedule string. */
  readonly schedule: string;
  /** Paths. */
  readonly session: string;
  readonly scenario: string;
};

/** `xp1:…` of a finding; `strategy` says how it was met: `states`, `pct3.s42`. */
export function scheduleOf({ problem, turns }: Simplified, strategy: string): string {
  const { id, params, profile } = problem;
  return formatSchedule({ problem: id, params, strategy: `${strategy}@${profile}`, turns });
}

/**
 * The race scenario that a finding is: `charsim run` follows its schedule and fails, since a scenario without `breaks`
 * says that nothing may break. `name` ends its id.
 */
export function scenarioOf(
  { problem, execution }: Pick<Simplified, 'problem' | 'execution'>,
  schedule: string,
  name: string,
): Scenario {
  const { broken } = execution;
  const what = broken === null ? 'nothing breaks' : `${broken.property} breaks: ${broken.text}`;
  const title = `${problem.id} on ${problem.profile}: ${what}`;
  return {
    id: `explore/${name}`,
    title: title.slice(0, 300),
    clauses: broken?.clauses ?? [],
    profiles: [problem.profile === 'posted-2017' ? 'design' : problem.profile],
    steps: [],
    schedule,
  };
}

/**
 * Writes session and scenario of a finding into a folder. The same finding gets the same names; what is there already
 * stays, and another file is written only where the content differs. Throws what the file system throws.
 */
export function keepFinding(folder: string, found: Simplified, strategy: string, version: string): KeptFinding {
  const schedule = scheduleOf(found, strategy);
  const { problem, turns, execution } = found;
  const words = `${problem.id} ${execution.broken?.property ?? ''}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = `${words}-${createHash('sha256').update(schedule).digest('hex').slice(0, 8)}`;
  mkdirSync(folder, { recursive: true });
  const scenario = { format: 'charsim-scenario/1', ...scenarioOf(found, schedule, name) };
  return {
    schedule,
    session: writeNew(join(folder, name), '.session.jsonl', scheduleSession({ problem, turns }, version)),
    scenario: writeNew(
      join(folder, name),
      '.scenario.json',
      Buffer.from(`${JSON.stringify(scenario, undefined, 2)}\n`),
    ),
  };
}

function writeNew(stem: string, suffix: string, content: Buffer): string {
  for (let number = 1; ; number += 1) {
    const path = `${stem}${number === 1 ? '' : `-${number}`}${suffix}`;
    if (existsSync(path)) {
      if (readFileSync(path).equals(content)) return path;
      continue;
    }
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    return path;
  }
}
