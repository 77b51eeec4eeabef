import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { PlantedFlaw } from './planted-flaws.fixture.ts';

/** Where files of the project lie. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** Imports a file of the project, bundled into `folder` with sources that have a flaw. `name`: its own in that folder. */
export async function importFlawed<Module>(
  folder: string,
  name: string,
  file: string,
  edits: PlantedFlaw['edits'],
): Promise<Module> {
  const outfile = join(folder, `${name}.mjs`);
  const entry = join(root, file);
  await build({
    ...{ entryPoints: [entry], outfile, absWorkingDir: root },
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) }, // packages are found from there
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' },
    plugins: [
      {
        name: 'flaw',
        setup({ onLoad }): void {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const source = readFileSync(path, 'utf8');
            const mine = edits.filter((edit) => path === join(root, edit.file));
            const contents = mine.reduce((text, edit) => text.replace(edit.text, () => edit.instead), source);
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  return (await import(pathToFileURL(outfile).href)) as Module;
}
