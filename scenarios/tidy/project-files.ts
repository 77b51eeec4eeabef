import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the project as text; `path` is relative to the root, with `/`. */
export type ProjectFile = { readonly path: string; readonly text: string };

/** The project's root folder. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));

const generated = new Set(['node_modules', 'dist', 'out', '.git', '.stryker-tmp', 'coverage']);
const textSuffixes = new Set([
  '.ts',
  '.mjs',
  '.cjs',
  '.js',
  '.json',
  '.md',
  '.sh',
  '.yml',
  '.yaml',
  '.html',
  '.npmrc',
  '',
]);

/** Every text file of the project, in the order of their paths; nothing generated or installed. */
export function projectFiles(): readonly ProjectFile[] {
  return below(root)
    .filter((path) => textSuffixes.has(extname(path)))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (generated.has(entry.name)) return []; // `.git` is a file in a worktree
    if (entry.isDirectory()) return below(join(folder, entry.name));
    return entry.isFile() && !entry.name.endsWith('.tgz') ? [join(folder, entry.name)] : [];
  });
}
