#!/usr/bin/env node
// The launcher: in a checkout it runs the TypeScript sources, in the built package dist.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`charsim: Node ${process.versions.node} is too old: 20.19 or newer is needed\n`);
  process.exit(2);
}

const built = new URL('../../dist/scenarios/cli/main.js', import.meta.url);
const { main } = existsSync(new URL('./main.ts', import.meta.url)) ? await sources() : await import(built.href);
let ended = false;
process.once('exit', (status) => {
  if (ended || status !== 0) return;
  process.stderr.write('charsim: ended before its work was done: does a scenario file call process.exit?\n');
  process.exitCode = 2;
});
process.exitCode = await main(process.argv.slice(2));
ended = true;

async function sources() {
  try {
    const { importSource } = await import('../run/sources.mjs');
    return await importSource('main');
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write('charsim: the dependencies are not installed: run `npm ci` first\n');
    process.exit(2);
  }
}
