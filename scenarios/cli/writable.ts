import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from './command.ts';

/** Whether a file can be made where --json says. Throws UsageError before a long run rather than after it. */
export function checkJsonFile(file: string | undefined): void {
  if (file === undefined || file === '-') return;
  try {
    if (file === '') throw new Error('it has no name');
    accessSync(dirname(resolve(file)), constants.W_OK | constants.X_OK);
    checkReplaceable(file);
  } catch (error) {
    throw new UsageError(
      `--json ${file}: cannot be written (${messageOf(error)}); name a file in a folder that exists, or -`,
    );
  }
}

/** Makes the folder for reports. Throws UsageError when nothing, or one of `files` in it, can be written there. */
export function openOut(folder: string, files: readonly string[]): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    for (const name of files) checkReplaceable(join(folder, name));
  } catch (error) {
    throw new UsageError(
      `--out ${folder}: cannot be written to (${messageOf(error)}); name another folder with --out DIR`,
    );
  }
}

/** Writes a text file. Throws UsageError naming it when that fails. */
export function writeInto(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written: ${messageOf(error)}`);
  }
}

function checkReplaceable(file: string): void {
  if (!existsSync(file)) return;
  if (!statSync(file).isFile()) throw new Error(`${file} is no file`);
  accessSync(file, constants.W_OK);
}

/** Folder by folder: Node's own recursive mkdir never ends where a folder cannot be made at all, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
    return;
  }
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Writes a file that does not exist yet. Throws UsageError: nothing is overwritten. */
export function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new UsageError(`${path}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
