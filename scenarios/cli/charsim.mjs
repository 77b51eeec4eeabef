#!/usr/bin/env node
// The launcher: in a checkout it registers tsx and runs the TypeScript sources, in the built package it runs dist.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`charsim: Node ${process.versions.node} is too old: 20.19 or newer is needed\n`);
  process.exit(2);
}

const source = new URL('./main.ts', import.meta.url);
const isCheckout = existsSync(source);
if (isCheckout) {
  try {
    const { register } = await import('tsx/esm/api');
    register();
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write('charsim: the dependencies are not installed: run `npm ci` first\n');
    process.exit(2);
  }
}
const built = new URL('../../dist/scenarios/cli/main.js', import.meta.url);
const { main } = await import(isCheckout ? source.href : built.href);
process.exitCode = await main(process.argv.slice(2));
