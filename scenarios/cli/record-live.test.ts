import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FoundQemu } from '../../sut/qemu/find-qemu.ts';
import { type Libc, loadLibc } from '../../sut/qemu/libc.ts';
import { qemusForTests } from '../../sut/qemu/qemu-in-tests.ts';
import { createStream } from '../../sut/runtime/seeded.ts';
import { rechained } from '../session/corruption.fixture.ts';
import { cutObjects } from '../session/json-cut.ts';
import { clientOf, ended, killedRecorder, lossOf, type Rig, rigOf, wire } from './live-rig.fixture.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
const qemus = qemusForTests('live recordings of a real QEMU');
let folder = '';
let libc: Libc;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-live-'));
  libc = await loadLibc();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The session that `talk` leaves when it goes through a recorder to a QEMU. */
async function recordedTalk(rig: Rig, talk: (a: string) => Promise<void>): Promise<string> {
  try {
    await talk(rig.a);
    await pause(200);
  } finally {
    rig.recorder.kill('SIGINT');
    await ended(rig.recorder);
    rig.qemu.kill('SIGKILL');
  }
  return join(rig.out, 'live.session.jsonl');
}

async function talk(a: string): Promise<void> {
  const client = clientOf(libc, a);
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
  await client.say({ execute: 'stop' });
  await client.say({ execute: 'stop' });
  await client.say({ execute: 'query-status' });
  await client.say({ execute: 'cont' });
  await client.say({ execute: 'query-block' });
  client.close();
  for (const fd of [read, write]) closeSync(fd);
  const second = clientOf(libc, a);
  await second.greeting;
  await second.say({ execute: 'qmp_capabilities' });
  await second.say({ execute: 'query-chardev' });
  await second.say({ execute: 'remove-fd', arguments: { 'fdset-id': 9 } });
  await second.say({ execute: 'quit' });
  second.close();
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

const nameOf = (found: FoundQemu): string => String(qemus.indexOf(found));

/** The lines of a session without its footer. */
function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -2);
}

let forgeries = 0;
/** The session with one line made another: `change` works on what passed. */
function forgedAt(lines: readonly string[], at: number, change: (text: string) => string): string {
  const forged = join(folder, `forged-${forgeries++}`);
  writeFileSync(forged, rechained(lines.map((line, number) => (number === at ? rewired(line, change) : line))));
  return forged;
}

test.each(qemus)(
  'a conversation with QEMU $path replays on the model, and any altered reply is pinpointed',
  async (found) => {
    const file = await recordedTalk(await rigOf(found, folder, `talk-${nameOf(found)}`), talk);
    expect(readFileSync(file, 'utf8')).toContain('"kind":"pipe","access":"w"');
    const replayed = await replay(file);
    expect(replayed, replayed.out).toMatchObject({ status: 0 });
    expect(replayed.out).toMatch(/query-block is out of scope[\s\S]*the same to the end\n$/);
    expect(replayed.out).not.toMatch(/events are not compared/);

    const lines = linesOf(file);
    const replies = lines.flatMap((line, at) => {
      if (!line.includes('"k":"tx"')) return [];
      const objects = cutObjects(wire(line)).objects;
      const isReply = objects.length === 1 && /^\{"(return|id)"/.test(objects[0] ?? '');
      return isReply && !/"return": \[\]/.test(objects[0] ?? '') ? [at] : [];
    });
    expect(replies.length).toBeGreaterThan(8);
    const random = createStream(5, 'altered replies');
    for (let turn = 0; turn < 5; turn += 1) {
      const at = replies[random.below(replies.length)] ?? 0;
      const forged = forgedAt(lines, at, (said) => said.replace(/"return": .*\}/, '"return": {"altered": true}}'));
      const { status, out } = await replay(forged);
      expect(status, out).toBe(1);
      expect(out).toMatch(new RegExp(`✗ record ${at}, `));
      expect(out).toContain('what was recorded does not conform');
    }
    const error = lines.findIndex((line) => line.includes('"k":"tx"') && wire(line).includes('0x'));
    const reworded = await replay(forgedAt(lines, error, (said) => said.replace('0x', '0y')));
    expect(error < 0 || reworded.out.includes(`✗ record ${error}, `), reworded.out).toBe(true);
  },
  120_000,
);

test.each(qemus)(
  'events of QEMU $path are compared: one that is missing or has no cause is the diagnosis',
  async (found) => {
    const file = await recordedTalk(await rigOf(found, folder, `events-${nameOf(found)}`), talk);
    const lines = linesOf(file);
    const at = lines.findIndex((line) => line.includes('"k":"tx"') && wire(line).includes('"STOP"'));
    const missing = await replay(forgedAt(lines, at, (said) => said.replace(/\{"timestamp"[^\n]*"STOP"\}\r\n/, '')));
    expect(missing.status, missing.out).toBe(1);
    expect(missing.out).toMatch(/foreseen .*"STOP".*, heard \[\]/);
    const other = await replay(forgedAt(lines, at, (said) => said.replace('"STOP"', '"RESUME"')));
    expect(other.status, other.out).toBe(1);
    expect(other.out).toMatch(/foreseen .*"STOP".*, heard .*"RESUME"/);
    const quiet = lines.findIndex((line) => line.includes('"k":"tx"') && wire(line).includes('"log"'));
    const event = '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}\r\n';
    const causeless = await replay(forgedAt(lines, quiet, (said) => said + event));
    expect(causeless.status, causeless.out).toBe(1);
    expect(causeless.out).toMatch(/foreseen \[\], heard .*"RESUME"/);
  },
  120_000,
);

test.each(qemus)(
  'a pretty monitor of QEMU $path passes and replays; a human one passes and is noted',
  async (found) => {
    const pretty = await rigOf(found, folder, `pretty-${nameOf(found)}`, 'mode=control,pretty=on');
    const file = await recordedTalk(pretty, talk);
    const replayed = await replay(file);
    expect(replayed, replayed.out).toMatchObject({ status: 0 });
    expect(replayed.out).toMatch(/2\d steps|3\d steps/);

    const human = await rigOf(found, folder, `human-${nameOf(found)}`, 'mode=readline');
    const passed = await recordedTalk(human, async (a) => {
      const client = clientOf(libc, a);
      await client.heard(/\(qemu\) $/);
      client.send('info version\n');
      await client.heard(/\d+\.\d+\.\d+[\s\S]*\d+\.\d+\.\d+[\s\S]*\(qemu\) $/);
      client.close();
    });
    const noted = await replay(passed, '--profile', 'qemu-7.2');
    expect(noted, noted.out).toMatchObject({ status: 0 });
    expect(noted.out).toMatch(/note: record \d+: c1 speaks no QMP: passed, not compared/);
  },
  120_000,
);

test.each(qemus)(
  'two clients at once, one that comes back and one that types slowly replay (QEMU $path)',
  async (found) => {
    const file = await recordedTalk(await rigOf(found, folder, `clients-${nameOf(found)}`), async (a) => {
      const first = clientOf(libc, a);
      await first.greeting;
      const waiting = clientOf(libc, a); // QEMU serves one after the other
      for (const character of '{"execute":\n "qmp_capabilities" }  \r\n') {
        first.send(character);
        await pause(1);
      }
      await first.reply();
      first.send('{"execute":"query-status","id":1}{"execute":"stop"} {"execute":"query-fdsets"}\n');
      for (let count = 0; count < 3; count += 1) await first.reply();
      const [read, write] = libc.pipe();
      first.send('{"execute":"getfd","arguments":{"fdname":"p"}}', [write]);
      await first.reply();
      first.close();
      for (const fd of [read, write]) closeSync(fd);
      await waiting.greeting;
      await waiting.say({ execute: 'qmp_capabilities' });
      await waiting.say({ execute: 'closefd', arguments: { fdname: 'p' } });
      await waiting.say({ execute: 'cont' });
      waiting.close();
      for (let again = 0; again < 5; again += 1) {
        const client = clientOf(libc, a);
        await client.greeting;
        if (again % 2 === 0) await client.say({ execute: 'qmp_capabilities' });
        await client.say({ execute: 'query-status' });
        client.close();
      }
    });
    const replayed = await replay(file);
    expect(replayed, replayed.out).toMatchObject({ status: 0 });
  },
  120_000,
);

function rewired(line: string, change: (text: string) => string): string {
  const record = JSON.parse(line) as { n: number; b: string };
  const bytes = Buffer.from(change(wire(line)), 'latin1');
  return JSON.stringify({ ...record, n: bytes.length, b: bytes.toString('base64') });
}

test.each(qemus)(
  'a recorder that is killed at any instant leaves all but the record under way (QEMU $path)',
  async (found) => {
    const name = `kill-${nameOf(found)}`;
    const rig = await rigOf(found, folder, name);
    rig.recorder.kill('SIGKILL');
    await ended(rig.recorder);
    const random = createStream(qemus.indexOf(found), 'instants');
    try {
      for (let round = 0; round < Math.ceil(20 / qemus.length); round += 1) {
        const b = join(folder, `${name}.b`);
        const killed = await killedRecorder(libc, b, folder, `${name}-${round}`, random.below(60));
        expect(lossOf(killed), killed.file).toBeUndefined();
        if (round > 1) continue;
        const { status, out } = await replay(killed.file);
        expect(status, out).toBe(4);
      }
    } finally {
      rig.qemu.kill('SIGKILL');
    }
  },
  240_000,
);
