import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FoundQemu } from '../../sut/qemu/find-qemu.ts';
import { type Libc, loadLibc, pollBit } from '../../sut/qemu/libc.ts';
import { qemusForTests } from '../../sut/qemu/qemu-in-tests.ts';
import { rechained } from '../session/corruption.fixture.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
const qemus = qemusForTests('live recordings of a real QEMU');
let folder = '';
let libc: Libc;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-live-'));
  libc = await loadLibc();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Rig = { readonly a: string; readonly qemu: ChildProcess; readonly recorder: ChildProcess; readonly out: string };

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 1) {
    if (waited > 2000) throw new Error(`waited for ${what} in vain`);
    await pause(10);
  }
}

function recorderOn(a: string, b: string, out: string): ChildProcess {
  const words = ['record', '--listen', a, '--qemu', b, '--out', out, '--quiet', '--launch', '{"machine":"none"}'];
  return spawn(process.execPath, [launcher, ...words], { stdio: 'ignore' });
}

async function rigOf({ path }: FoundQemu, name: string): Promise<Rig> {
  const [a, b, out] = ['a', 'b', 'out'].map((each) => join(folder, `${name}.${each}`)) as [string, string, string];
  const machine = ['-machine', 'none', '-nodefaults', '-display', 'none', '-qmp', `unix:${b},server=on,wait=off`];
  const qemu = spawn(path, machine, { stdio: 'ignore' });
  await until('the socket of QEMU', () => existsSync(b));
  const recorder = recorderOn(a, b, out);
  await until('the socket of the recorder', () => existsSync(a));
  return { a, qemu, recorder, out };
}

async function ended(child: ChildProcess): Promise<void> {
  await until('the end of a child', () => child.exitCode !== null || child.signalCode !== null);
}

/** A small management client: one command, one answer. */
function clientOf(path: string): {
  say: (command: object, fds?: readonly number[]) => Promise<string>;
  close: () => void;
  greeting: Promise<string>;
} {
  const fd = libc.connect(path);
  let text = '';
  const line = async (): Promise<string> => {
    for (let waited = 0; waited < 500; waited += 1) {
      const at = text.indexOf('\n');
      if (at >= 0) {
        const one = text.slice(0, at);
        text = text.slice(at + 1);
        if (!one.includes('"event"')) return one;
        continue;
      }
      if (libc.poll(fd, pollBit.in, 20) !== 0) text += libc.receiveMessage(fd).bytes.toString('latin1');
      else await pause(1);
    }
    throw new Error('no answer');
  };
  return {
    greeting: line(),
    say: (command, fds = []) => {
      libc.sendMessage(fd, Buffer.from(`${JSON.stringify(command)}\n`), fds);
      return line();
    },
    close: () => closeSync(fd),
  };
}

async function talk(a: string): Promise<void> {
  const client = clientOf(a);
  await client.greeting;
  await client.say({ execute: 'qmp_capabilities' });
  const [read, write] = libc.pipe();
  const added = JSON.parse(
    await client.say({ execute: 'add-fd', arguments: { 'fdset-id': 5, opaque: 'log' }, id: 1 }, [write]),
  ) as { return: { fd: number } };
  const file = { type: 'file', data: { out: '/dev/fdset/5', append: true } };
  expect(await client.say({ execute: 'chardev-add', arguments: { id: 'c', backend: file } })).toContain('return');
  expect(await client.say({ execute: 'query-fdsets' })).toContain('log');
  const ring = { type: 'ringbuf', data: { size: 8 } };
  expect(await client.say({ execute: 'chardev-change', arguments: { id: 'c', backend: ring } })).toContain('return');
  await client.say({ execute: 'ringbuf-write', arguments: { device: 'c', data: 'hello' } });
  expect(await client.say({ execute: 'ringbuf-read', arguments: { device: 'c', size: 8 } })).toContain('hello');
  await client.say({ execute: 'remove-fd', arguments: { 'fdset-id': 5, fd: added.return.fd } });
  await client.say({ execute: 'getfd', arguments: { fdname: 'x' } }, [read]);
  await client.say({ execute: 'getfd', arguments: { fdname: '0x' } });
  await client.say({ execute: 'query-block' });
  client.close();
  for (const fd of [read, write]) closeSync(fd);
  const second = clientOf(a);
  await second.greeting;
  await second.say({ execute: 'qmp_capabilities' });
  await second.say({ execute: 'query-chardev' });
  await second.say({ execute: 'remove-fd', arguments: { 'fdset-id': 9 } });
  second.close();
  await pause(200);
}

function replay(...words: readonly string[]): Promise<{ readonly status: number | null; readonly out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, 'replay', ...words]);
    let out = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        out += String(text);
      });
    }
    child.on('close', (status) => resolve({ status, out }));
  });
}

test.each(qemus)(
  'a conversation with QEMU $path replays on the model, and one altered reply is pinpointed',
  async (found) => {
    const rig = await rigOf(found, `talk-${qemus.indexOf(found)}`);
    try {
      await talk(rig.a);
    } finally {
      rig.recorder.kill('SIGINT');
      await ended(rig.recorder);
      rig.qemu.kill('SIGKILL');
    }
    const file = join(rig.out, 'live.session.jsonl');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"kind":"pipe","access":"w"');
    const replayed = await replay(file);
    expect(replayed, replayed.out).toMatchObject({ status: 0 });
    expect(replayed.out).toMatch(/query-block is out of scope[\s\S]*the same to the end\n$/);

    const lines = text.split('\n').slice(0, -2);
    const at = lines.findIndex((line) => line.includes('"k":"tx"') && wire(line).includes('hello'));
    const altered = lines.map((line, number) =>
      number === at ? rewired(line, (said) => said.replace('hello', 'hallo')) : line,
    );
    const forged = join(folder, `forged-${qemus.indexOf(found)}`);
    writeFileSync(forged, rechained(altered));
    const diagnosed = await replay(forged);
    expect(diagnosed.status, diagnosed.out).toBe(1);
    expect(diagnosed.out).toMatch(new RegExp(`✗ record ${at}, `));
    expect(diagnosed.out).toContain('what was recorded does not conform');
  },
  120_000,
);

function wire(line: string): string {
  return Buffer.from((JSON.parse(line) as { b: string }).b, 'base64').toString('latin1');
}

function rewired(line: string, change: (text: string) => string): string {
  const record = JSON.parse(line) as { n: number; b: string };
  const bytes = Buffer.from(change(wire(line)), 'latin1');
  return JSON.stringify({ ...record, n: bytes.length, b: bytes.toString('base64') });
}

test.each(qemus.slice(0, 1))(
  'a recorder that is killed leaves all but the record under way (QEMU $path)',
  async (found) => {
    const rig = await rigOf(found, 'kill');
    rig.recorder.kill('SIGKILL');
    await ended(rig.recorder);
    try {
      for (let round = 0; round < 20; round += 1) {
        const a = join(folder, `kill-${round}.a`);
        const out = join(folder, `kill-${round}.out`);
        const recorder = recorderOn(a, join(folder, 'kill.b'), out);
        await until('the socket of the recorder', () => existsSync(a));
        const client = clientOf(a);
        await client.greeting;
        await client.say({ execute: 'qmp_capabilities' });
        const answers: string[] = [];
        const stop = round * 3;
        for (let at = 0; at < stop; at += 1) answers.push(await client.say({ execute: 'query-status', id: at }));
        recorder.kill('SIGKILL');
        await ended(recorder);
        client.close();
        const text = readFileSync(join(out, 'live.session.jsonl'), 'utf8');
        const heard = text
          .split('\n')
          .filter((line) => line.includes('"k":"tx"'))
          .map(wire)
          .join('');
        for (const answer of answers) expect(heard).toContain(answer.trim());
        const { status, out: said } = await replay(join(out, 'live.session.jsonl'));
        expect(status, said).toBe(4);
      }
    } finally {
      rig.qemu.kill('SIGKILL');
    }
  },
  240_000,
);
