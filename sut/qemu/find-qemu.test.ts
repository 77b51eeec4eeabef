import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { chooseQemu, findQemus } from './find-qemu.ts';

const root = mkdtempSync(join(tmpdir(), 'charsim-find-'));
const script = fileURLToPath(new URL('./install-qemu-10.sh', import.meta.url));
afterAll(() => rmSync(root, { recursive: true }));

function program(folder: string, name = 'qemu-system-x86_64', text = '#!/bin/sh\n'): string {
  mkdirSync(join(root, folder), { recursive: true });
  const path = join(root, folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

const inPath = program('bin');
const installed = program('cache/charsim/qemu-10.0');
const newest = program('cache/charsim/qemu-11.1');
const named = program('elsewhere', 'my-qemu');
const environment = { PATH: `${root}/none:${root}/bin`, XDG_CACHE_HOME: join(root, 'cache') };

test('binaries are found in $CHARSIM_QEMU, $PATH and the install folder, in this order', () => {
  expect(findQemus({ ...environment, CHARSIM_QEMU: named })).toEqual([
    { path: named, from: '$CHARSIM_QEMU' },
    { path: inPath, from: '$PATH' },
    { path: installed, from: 'installed by install-qemu.sh' },
    { path: newest, from: 'installed by install-qemu.sh' },
  ]);
});

test('the one named is used, else $CHARSIM_QEMU, else the first found', () => {
  expect(chooseQemu(installed, { ...environment, CHARSIM_QEMU: named }).path).toBe(installed);
  expect(chooseQemu(undefined, { ...environment, CHARSIM_QEMU: named }).path).toBe(named);
  expect(chooseQemu(undefined, environment).path).toBe(inPath);
});

test('without any binary the failure says where was looked and what to do', () => {
  const bare = { PATH: '', XDG_CACHE_HOME: join(root, 'empty') };
  expect(() => chooseQemu(undefined, bare)).toThrow(/not in \$PATH.*run sut\/qemu\/install-qemu\.sh/s);
});

describe.skipIf(process.platform !== 'linux')('the script that installs QEMU 10', () => {
  test('does nothing where QEMU 10 answers already', () => {
    const launcher = program('there', 'qemu-system-x86_64', '#!/bin/sh\necho "QEMU emulator version 10.0.13 (X)"\n');
    const said = execFileSync('sh', [script, join(root, 'there')], { encoding: 'utf8' });
    expect(said).toBe(`QEMU 10.0.13 is there: ${launcher}\n`);
    program('there', 'qemu-system-x86_64', '#!/bin/sh\necho "QEMU emulator version 11.1.3 (X)"\n');
    const other = script.replace('-10.sh', '.sh');
    const newer = execFileSync('sh', [other, '11.1', join(root, 'there')], { encoding: 'utf8' });
    expect(newer).toBe(`QEMU 11.1.3 is there: ${launcher}\n`);
  });

  const refusal = (stubs: Readonly<Record<string, string>>, variables: NodeJS.ProcessEnv = {}): string => {
    for (const [name, body] of Object.entries(stubs)) program('stubs', name, `#!/bin/sh\n${body}\n`);
    const PATH = `${join(root, 'stubs')}:${process.env['PATH'] ?? ''}`;
    const env = { ...process.env, ...variables, PATH };
    const run = spawnSync('sh', [script, join(root, 'new')], { encoding: 'utf8', env });
    expect(run.status).toBe(1);
    rmSync(join(root, 'stubs'), { recursive: true });
    return run.stderr;
  };

  test('refuses another architecture, a machine without a mirror, and a network that is not there', () => {
    const linux = 'if [ "$1" = -m ]; then echo x86_64; else echo Linux; fi';
    expect(refusal({ uname: 'if [ "$1" = -m ]; then echo aarch64; else echo Linux; fi' })).toContain(
      'needs an x86_64 machine, for which the packages are built; this is aarch64',
    );
    const tools = { uname: linux, 'dpkg-deb': 'exit 0' };
    expect(refusal({ ...tools, 'apt-get': 'exit 0' })).toContain('apt knows no Debian mirror');
    const keyring = program('', 'keyring');
    const variables = { CHARSIM_MIRROR: 'http://mirror.invalid/debian', CHARSIM_KEYRING: keyring };
    expect(refusal({ ...tools, 'apt-get': 'echo "E: no route"; exit 100' }, variables)).toMatch(
      /E: no route\ninstall-qemu: could not fetch the package list of trixie; is the network there\?/,
    );
  });
});
