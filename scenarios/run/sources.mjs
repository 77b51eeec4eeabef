// How a checkout runs its TypeScript: one bundle of everything, kept under node_modules by its content, and made anew
// whenever a source is not what it was (name, size and time of change of each). Hundreds of modules compiled one by one cost more than the bundle, and slow the program besides: tsx has
// every closure carry its name. Where no bundle can be made or kept, tsx runs the sources as they are.
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const kept = join(root, 'node_modules/.cache/charsim');
/** Where the built package has its JavaScript, entries have these names: each job stands beside what starts it. */
const entries = {
  main: join(root, 'scenarios/cli/main.ts'),
  job: join(root, 'scenarios/run/job.ts'),
  'explorer-job': join(root, 'scenarios/explore/explorer-job.ts'),
};
/** Bundled only when asked for: what nobody runs every day would make every start longer. */
const benchmarks = { bench: join(root, 'scenarios/bench/main.ts') };
/** The only sources that ask where they are; a test counts them. */
const askWhere = /[/\\]scenarios[/\\](catalogue|cli[/\\]package-info|bench[/\\](main|spin|start-up))\.ts$/;
/** A bundle that nobody made again for so long is of sources long gone; younger ones may be in use. */
const keptMs = 24 * 3600 * 1000;

/**
 * Imports an entry of the sources: 'main', 'job', 'explorer-job' or 'bench'. One that reads the catalogue is told where it
 * may be kept as long as no source changes. Throws what Node throws when the dependencies are not installed.
 */
export async function importSource(entry) {
  const wanted = entry in benchmarks ? { ...entries, ...benchmarks } : entries;
  const made = await bundle(wanted).catch(() => undefined);
  if (made !== undefined) {
    const module = await import(pathToFileURL(join(made.folder, `${entry}.js`)).href);
    module.keepAt?.(`${made.mark}.catalogue.json`);
    return module;
  }
  const { register } = await import('tsx/esm/api');
  register();
  return import(pathToFileURL(wanted[entry]).href);
}

/** Folder with main.js, job.js and explorer-job.js, found or made, and the file whose name says what the sources look like. Rejects when the sources do not compile or nothing can be written. */
async function bundle(entryPoints) {
  const mark = join(kept, `of-${looks(Object.keys(entryPoints))}`);
  const known = existsSync(mark) ? join(kept, readFileSync(mark, 'utf8')) : undefined;
  if (known !== undefined && existsSync(join(known, 'package.json'))) {
    const now = new Date();
    for (const used of [mark, known]) utimesSync(used, now, now); // those in use are not forgotten
    return { folder: known, mark };
  }
  const folder = await make(entryPoints);
  const partial = `${mark}.${randomUUID()}`;
  writeFileSync(partial, basename(folder));
  renameSync(partial, mark);
  return { folder, mark };
}

/** What the sources look like from outside: names, sizes, times of change. The lock file stands for what they import. */
function looks(names) {
  const hash = createHash('sha256').update(names.join());
  const take = (path) => {
    const { size, mtimeNs } = statSync(path, { bigint: true });
    hash.update(`${path}\n${size} ${mtimeNs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (path !== results) walk(path);
      } else if (/\.(ts|mjs|json)$/.test(entry.name)) take(path);
    }
  };
  const results = join(root, 'reports/out');
  for (const folder of ['model', 'sut', 'scenarios', 'reports']) walk(join(root, folder));
  for (const name of ['package.json', 'package-lock.json']) take(join(root, name));
  return hash.digest('hex').slice(0, 20);
}

async function make(entryPoints) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints,
    outdir: kept,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
    plugins: [{ name: 'where', setup: (on) => on.onLoad({ filter: askWhere }, told) }],
  });
  const hash = createHash('sha256');
  for (const { path, contents } of outputFiles) hash.update(basename(path)).update(contents);
  const folder = join(kept, hash.digest('hex').slice(0, 20));
  if (!existsSync(folder)) write(folder, outputFiles);
  return folder;
}

/** In a bundle a module no longer stands where its source does: it is told. */
function told({ path }) {
  const where = JSON.stringify(pathToFileURL(path).href);
  return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', where), loader: 'ts' };
}

/** All or nothing, whoever else writes the same at the same time. */
function write(folder, files) {
  forgetOld();
  const partial = `${folder}.${randomUUID()}`;
  mkdirSync(partial, { recursive: true });
  for (const { path, contents } of files) writeFileSync(join(partial, basename(path)), contents);
  writeFileSync(join(partial, 'package.json'), '{ "type": "module" }\n');
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function forgetOld() {
  if (!existsSync(kept)) return;
  for (const name of readdirSync(kept)) {
    const old = join(kept, name);
    if (Date.now() - statSync(old).mtimeMs > keptMs) rmSync(old, { recursive: true, force: true });
  }
}
