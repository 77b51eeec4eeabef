import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Exploration } from '../explore/explore.ts';
import type { ProblemSpec } from '../explore/problems.ts';
import { UsageError } from './command.ts';
import type { ExploreSettings } from './explore-options.ts';
import type { StoppedProblem } from './explore-run.ts';
import { packageVersion } from './package-info.ts';
import { writeInto } from './writable.ts';

/** A problem that speaks of other profiles. */
export type NotApplicable = { readonly scenario: string; readonly reason: string };

/** An exploration that was interrupted: what was asked, what is done, and where it stood. */
export type ResumeFile = {
  readonly settings: ExploreSettings;
  readonly problems: readonly ProblemSpec[];
  readonly notApplicable: readonly NotApplicable[];
  /** Of the first problems. */
  readonly done: readonly Exploration[];
  /** Of the one after these. */
  readonly current?: StoppedProblem;
};

const format = 'charsim-explore-resume/1';
const list = v.array(v.looseObject({}));
const schema = v.looseObject({
  format: v.literal(format),
  version: v.string(),
  settings: v.looseObject({ strategy: v.string(), seed: v.number(), depth: v.number(), bail: v.boolean() }),
  problems: v.array(v.looseObject({ id: v.string(), profile: v.string(), params: v.string() })),
  notApplicable: v.array(v.looseObject({ scenario: v.string(), reason: v.string() })),
  done: v.array(v.looseObject({ counts: v.looseObject({}), complete: v.boolean(), findings: list })),
  current: v.exactOptional(v.looseObject({ pass: v.number() })),
});

/** Writes it into the folder for reports, beside older ones, and gives its path. Throws UsageError when it cannot. */
export function saveResumeFile(folder: string, content: ResumeFile): string {
  for (let number = 1; ; number += 1) {
    const path = join(folder, `explore${number === 1 ? '' : `-${number}`}.resume.json`);
    if (existsSync(path)) continue;
    writeInto(path, `${JSON.stringify({ format, version: packageVersion(), ...content })}\n`);
    return path;
  }
}

/** Reads it back. Throws UsageError for what cannot be read, is no such file, or was saved by another charsim. */
export function readResumeFile(path: string): ResumeFile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--resume ${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) {
    const [{ path: place = [], message }] = parsed.issues;
    const where = place.map(({ key }) => String(key)).join('.');
    throw new UsageError(`--resume ${path}: not what an interrupted explore leaves: ${where}: ${message}`);
  }
  const { version } = parsed.output;
  if (version !== packageVersion()) {
    throw new UsageError(`--resume ${path}: saved by charsim ${version}; this is ${packageVersion()}: explore anew`);
  }
  return parsed.output as unknown as ResumeFile;
}
