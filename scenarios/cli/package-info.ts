import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './command.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The version in package.json, which stands two levels above the sources and three above dist. */
export function packageVersion(): string {
  for (const up of ['../..', '../../..']) {
    const file = join(here, up, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
    if (name === 'charsim' && version !== undefined) return version;
  }
  return 'unknown';
}

/**
 * The absolute folder for reports. When nobody says: beside the sources in a checkout, else below the working directory.
 * Throws UsageError for an empty name.
 */
export function outFolder(named: string | undefined): string {
  if (named === '') throw new UsageError('--out wants the name of a folder');
  const usual = existsSync(join(here, 'main.ts')) ? join(here, '../../reports/out') : 'charsim-reports';
  return resolve(named ?? usual);
}
