import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Libc, loadLibc, pollBit } from '../../sut/qemu/libc.ts';
import { qemusForTests } from '../../sut/qemu/qemu-in-tests.ts';
import { byteTaken, charLog } from '../char-log.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
const qemus = qemusForTests('logs that a real QEMU records');
let folder = '';
let libc: Libc;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-rr-'));
  libc = await loadLibc();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

function charsim(...words: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, out: stdout, err: stderr };
}

/**
 * A guest that sends back what it receives at COM1, for ever: sets the line to 8n1 and the FIFOs on (which loses what came
 * before), says so with `>`, polls LSR for a byte, takes it, polls LSR for room, sends it.
 */
const echoGuest: readonly number[] = [
  ...[0xba, 0xfb, 0x03, 0xb0, 0x03, 0xee], // LCR = 3
  ...[0xba, 0xfa, 0x03, 0xb0, 0x07, 0xee], // FCR = 7
  ...[0xba, 0xf8, 0x03, 0xb0, 0x3e, 0xee], // send '>'
  ...[0xba, 0xfd, 0x03, 0xec, 0xa8, 0x01, 0x74, 0xf8], // until LSR says data
  ...[0xba, 0xf8, 0x03, 0xec, 0x88, 0xc4], // take it
  ...[0xba, 0xfd, 0x03, 0xec, 0xa8, 0x20, 0x74, 0xf8], // until LSR says room
  ...[0xba, 0xf8, 0x03, 0x88, 0xe0, 0xee], // send it
  ...[0xeb, 0xe2], // again
];

function romWith(code: readonly number[]): string {
  const rom = Buffer.alloc(65_536, 0xff);
  Buffer.from(code).copy(rom, 0);
  Buffer.from([0xea, 0x00, 0x00, 0x00, 0xf0]).copy(rom, 65_536 - 16); // reset: to F000:0000
  const path = join(folder, 'echo.bin');
  writeFileSync(path, rom);
  return path;
}

function startGuest(qemu: string, mode: 'record' | 'replay', log: string, serial: readonly string[]): ChildProcess {
  const machine = ['-machine', 'isapc', '-m', '1', '-accel', 'tcg', '-bios', romWith(echoGuest)];
  const quiet = ['-nodefaults', '-no-user-config', '-display', 'none'];
  const words = [...quiet, ...machine, '-icount', `shift=8,rr=${mode},rrfile=${log}`, ...serial];
  return spawn('setpriv', ['--pdeathsig', 'KILL', '--', qemu, ...words], { stdio: 'ignore' });
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 1) {
    if (waited > 2000) throw new Error(`waited for ${what} in vain`);
    await pause(10);
  }
}

/** A socket that is bound and does not listen yet refuses. */
async function connected(path: string): Promise<number> {
  let fd = -1;
  await until('the socket', () => {
    try {
      fd = libc.connect(path);
    } catch {}
    return fd !== -1;
  });
  return fd;
}

async function heardFrom(fd: number, count: number): Promise<string> {
  let heard = '';
  await until('what the guest sends', () => {
    if (libc.poll(fd, pollBit.in, 20) !== 0) heard += libc.receiveMessage(fd).bytes.toString('latin1');
    return heard.length >= count;
  });
  return heard;
}

async function echoOf(fd: number, text: string): Promise<string> {
  libc.sendMessage(fd, Buffer.from(text), []);
  return heardFrom(fd, text.length);
}

describe.each(qemus)('a log that $path records', ({ path }) => {
  const name = `log-${qemus.findIndex((each) => each.path === path)}`;

  test('becomes a session that replays on the model, as the QEMU itself replays the log', async () => {
    const log = join(folder, name);
    const socket = join(folder, `${name}.sock`);
    const recording = startGuest(path, 'record', log, ['-serial', `unix:${socket},server=on,wait=on`]);
    try {
      const fd = await connected(socket);
      expect(await heardFrom(fd, 1)).toBe('>');
      const typed = ['h', 'e', 'y', '\n'];
      for (const one of typed) expect(await echoOf(fd, one)).toBe(one);
      closeSync(fd);
    } finally {
      recording.kill('SIGTERM');
      await until('the end of the recording', () => recording.exitCode !== null || recording.signalCode !== null);
    }
    const out = join(folder, `${name}.out`);
    const json = charsim('record', '--import', log, '--out', out, '--json', '-');
    expect(json, json.err).toMatchObject({ status: 0 });
    expect(JSON.parse(json.out)).toMatchObject({
      format: 'charsim-import/1',
      end: 'whole',
      writes: 5,
      failedWrites: 0,
      bytesOut: 5,
      bytesIn: 4,
      drivers: 1,
    });
    const session = join(out, `${name}.session.jsonl`);
    expect(readFileSync(session, 'utf8')).toContain('{"read":"h"}');
    for (const profile of ['design', 'qemu-7.2', 'qemu-10.0', 'qemu-11.1']) {
      const replayed = charsim('replay', session, '--profile', profile);
      expect(replayed, replayed.err).toMatchObject({ status: 0 });
      expect(replayed.out).toMatch(/the same to the end\n$/);
    }
    const file = join(folder, `${name}.replayed`);
    const replaying = startGuest(path, 'replay', log, ['-serial', `file:${file}`]);
    try {
      await until('the replay of the log', () => replaying.exitCode !== null || replaying.signalCode !== null);
    } finally {
      replaying.kill('SIGKILL');
    }
    expect(readFileSync(file, 'latin1')).toBe('>hey\n');

    const cut = join(folder, `${name}.cut`);
    const bytes = readFileSync(log);
    writeFileSync(cut, bytes.subarray(0, bytes.length - 1));
    const short = charsim('record', '--import', cut, '--out', out);
    expect(short.status, short.err).toBe(4);
    expect(short.err).toContain('the log stops without its end');
    expect(charsim('replay', join(out, `${name}.cut.session.jsonl`)).status).toBe(4);
  }, 120_000);

  test('is refused as long as its process has not ended in good order', async () => {
    const log = join(folder, `${name}.killed`);
    const recording = startGuest(path, 'record', log, ['-serial', 'null']);
    await until('the log', () => existsSync(log) && readFileSync(log).length > 0);
    recording.kill('SIGKILL');
    await until('the end of the recording', () => recording.exitCode !== null || recording.signalCode !== null);
    const { status, err } = charsim('record', '--import', log, '--out', join(folder, `${name}.none`));
    expect(status).toBe(2);
    expect(err).toContain('never finished');
    expect(existsSync(join(folder, `${name}.none`))).toBe(false);
  }, 60_000);
});

describe('what is no log', () => {
  test.each([
    ['a file that is not there', 'nothing.log', undefined, /nothing\.log: cannot be read: ENOENT/],
    ['an empty file', 'empty.log', '', /an empty file, no record\/replay log/],
    ['a text', 'text.log', 'hello, world', /not a record\/replay log of QEMU/],
    ['another version', 'new.log', charLog([byteTaken]).replace('\x0c', '\x10'), /of version 0xe02010/],
    ['an event of another release', 'odd.log', charLog([byteTaken], '\xee'), /event 238 is none .* \(byte 21\)/],
  ])('%s is refused in one sentence with exit code 2', (_, file, bytes, text) => {
    if (bytes !== undefined) writeFileSync(join(folder, file), bytes, 'latin1');
    const { status, out, err } = charsim('record', '--import', file, '--out', 'none');
    expect(err).toMatch(text);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect([status, out, existsSync(join(folder, 'none'))]).toEqual([2, '', false]);
  });

  test('a folder is none, and a log is no session', () => {
    mkdirSync(join(folder, 'folder'));
    expect(charsim('record', '--import', 'folder').err).toContain('folder: no regular file');
    writeFileSync(join(folder, 'good.log'), charLog([byteTaken]), 'latin1');
    const { status, err } = charsim('replay', 'good.log');
    expect(err).toContain('charsim record --import takes those');
    expect(status).toBe(2);
  });

  test.each([
    [['--import', 'x.log', 'rr/record/writes'], /--import takes a log, not a scenario/],
    [['--import', 'x.log', '--target', 'qemu'], /--target does not go with --import/],
    [['--import', 'x.log', '--profile', 'qemu-1'], /--profile qemu-1: wanted one of design/],
  ])('%j is bad usage', (words, text) => {
    const { status, err } = charsim('record', ...words);
    expect(err).toMatch(text);
    expect(status).toBe(2);
  });
});
