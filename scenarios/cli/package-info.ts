import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Where reports go when nobody says: beside the sources in a checkout, else below the working directory. */
export function defaultOut(): string {
  return existsSync(join(here, 'main.ts')) ? join(here, '../../reports/out') : 'charsim-reports';
}
