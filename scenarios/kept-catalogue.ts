import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from './run/agreement.ts';
import type { Scenario } from './scenario.ts';

/** The whole catalogue of this project as JSON, by path of file: bundled, run and checked once for each state of the sources. */
export type KeptCatalogue = ReadonlyMap<string, readonly Scenario[]>;

const format = 'charsim-kept-catalogue/1';
let keptAt: string | undefined;

/** From now on the catalogue is kept in this file, whose name changes with every source: what it holds need not be checked again. */
export function keepCatalogueAt(path: string): void {
  keptAt = path;
}

/** What is kept, if it is of exactly these files. Anything else, a file that somebody cut or wrote over included, is nothing. */
export function keptCatalogue(paths: readonly string[]): KeptCatalogue | undefined {
  if (keptAt === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(readFileSync(keptAt, 'utf8'));
    if (!isRecord(kept) || kept['format'] !== format || !Array.isArray(kept['files'])) return undefined;
    const files = new Map(kept['files'] as (readonly [string, readonly Scenario[]])[]);
    if (files.size !== paths.length || !paths.every((path) => files.has(path))) return undefined;
    const now = new Date();
    utimesSync(keptAt, now, now); // one in use is not forgotten
    return files;
  } catch {
    return undefined;
  }
}

/** Keeps it for the next start, all or nothing. Scenarios that JSON would change are not kept; where nothing can be written, so be it. */
export function keepCatalogue(files: KeptCatalogue): void {
  if (keptAt === undefined) return;
  const text = JSON.stringify({ format, files: [...files] });
  if (!isDeepStrictEqual(JSON.parse(text).files, [...files])) return;
  const partial = `${keptAt}.${randomUUID()}`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, keptAt);
  } catch {
    // the next start reads the sources again
  }
}
