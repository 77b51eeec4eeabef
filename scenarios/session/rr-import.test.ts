import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CharEvent } from '../../model/language/char-event.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { replaySourceOf } from '../../sut/replay-log.ts';
import { byteTaken, charLog, dword, eventBytes, logHead } from '../char-log.ts';
import { loadModel } from '../run/witness.ts';
import { type ReplayResult, replaySession } from './replay-session.ts';
import { type Imported, importTraffic } from './rr-import.ts';
import { ReplayLogProblem, readTraffic } from './rr-traffic.ts';
import { checkSession } from './session-file.ts';
import { createWriter, memorySink } from './writer.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-rr-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function imported(log: string): { readonly bytes: Buffer; readonly counts: Imported } {
  const sink = memorySink();
  const writer = createWriter(sink);
  const sha = '0'.repeat(64);
  const options = { version: '0', profile: 'qemu-10.0', name: 'log', sha } as const;
  const counts = importTraffic(readTraffic(replaySourceOf(Buffer.from(log, 'latin1'))), writer, options);
  return { bytes: sink.bytes(), counts };
}

async function replayed(session: Buffer, profile: ProfileName): Promise<ReplayResult> {
  const path = join(folder, 'log.session.jsonl');
  writeFileSync(path, session);
  const spec = { kind: 'simulated', profile } as const;
  return replaySession(checkSession(path), await loadModel(), { spec, profile, exact: false });
}

const profiles: readonly ProfileName[] = ['design', 'qemu-7.2', 'qemu-10.0'];
const conversation: readonly CharEvent[] = [
  { input: 'login', driver: 1 },
  { input: '\n', driver: 1 },
  { write: -1, offset: 0 },
  { write: 0, offset: 0 },
  { write: 300, offset: 300 },
  { input: '\x00\xff', driver: 0 },
  { readAll: 'sync' },
  { readAllError: -11 },
  byteTaken,
  { write: -1, offset: 7 },
  { write: 3, offset: 9 },
  { input: 'end', driver: 2 },
];

describe('a record/replay log as a session', () => {
  it.each(profiles)('replays on model and engine of %s to the end', async (profile) => {
    const { bytes, counts } = imported(charLog(conversation));
    expect(counts).toEqual({ writes: 6, failedWrites: 2, bytesOut: 317, bytesIn: 11, syncReads: 2, drivers: 3 });
    expect(await replayed(bytes, profile)).toMatchObject({ verdict: 'same', profile });
  });

  it('keeps the times that the log tells, from the first on', () => {
    const clock = (ns: number): string => `\x1c${dword(0)}${dword(ns)}`;
    const log = `${logHead()}${clock(1000)}${eventBytes(byteTaken)}${clock(4000)}${eventBytes(byteTaken)}\x27`;
    const { events, t0, lastNs } = readTraffic(replaySourceOf(Buffer.from(log, 'latin1')));
    expect(events.map(({ tNs }) => tNs)).toEqual([0n, 3000n]);
    expect([t0, lastNs]).toEqual([1000n, 3000n]);
  });

  it('of a log that stops too early has no footer: it is a truncated session', async () => {
    const { bytes } = imported(charLog(conversation).slice(0, -10));
    expect(bytes.toString()).not.toContain('"k":"end"');
    expect(await replayed(bytes, 'qemu-7.2')).toMatchObject({ verdict: 'truncated' });
  });

  it.each([
    ['is empty', '', /an empty file, no record\/replay log \(byte 0\)/],
    ['is something else', '{"i":0,"t":"0","k":"head"}\n', /not a record\/replay log of QEMU/],
    ['is half a head', logHead().slice(0, 9), /half a head: the log is cut off \(byte 9\)/],
    ['was never finished', '\0'.repeat(40), /never finished: the QEMU that recorded it was killed/],
    ['is newer', charLog([]).replace('\x0c', '\x0f'), /of version 0xe0200f: this charsim reads 0xe0200c/],
    ['has an event of another release', charLog([byteTaken], '\x28'), /event 40 is none that .* \(byte 21\)/],
    ['holds sound', charLog([], '\x1a'), /recorded sound/],
    ['claims too much', charLog([], `\x17${dword(0x7fffffff)}`), /claims 2147483647 bytes/],
    [
      'takes what was never written',
      charLog([{ write: 4, offset: 1 }]),
      /result 4 that took 1 bytes: the log is damaged/,
    ],
    ['takes less than nothing', charLog([{ write: 1, offset: -1 }]), /a write that took -1 bytes/],
    ['is too long', charLog(Array.from({ length: 50_001 }, () => byteTaken)), /more than 50000 character events/],
  ])('is refused in one sentence where the log %s', (_, log, text) => {
    const reading = (): unknown => readTraffic(replaySourceOf(Buffer.from(log, 'latin1')));
    expect(reading).toThrow(ReplayLogProblem);
    expect(reading).toThrow(text);
  });

  it('comes of a long log without its other events being kept', () => {
    const quiet = Buffer.from(`\0${dword(1000)}\x1d${dword(0)}${dword(5)}\x1e`, 'latin1');
    const repeats = 200_000;
    let at = -1;
    const source = (): Uint8Array => {
      at += 1;
      if (at === 0) return Buffer.from(logHead(), 'latin1');
      if (at <= repeats / 1000) return Buffer.concat(Array.from({ length: 1000 }, () => quiet));
      return at === repeats / 1000 + 1 ? Buffer.from(`${eventBytes(byteTaken)}\x27`, 'latin1') : Buffer.alloc(0);
    };
    const traffic = readTraffic(source);
    expect(traffic).toMatchObject({ end: 'whole', eventCount: repeats * 3 + 1, instructions: 200_000_000n });
    expect(traffic.events).toHaveLength(1);
  });

  it('is a session or a refusal for ten thousand damaged logs, and nothing else', () => {
    const whole = Buffer.from(
      `${logHead()}\0${dword(9)}\x1c${dword(0)}${dword(7)}${conversation.map(eventBytes).join('')}\x1e\x0c\x27`,
      'latin1',
    );
    let seed = 1;
    const draw = (count: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * count);
    };
    let refused = 0;
    for (let round = 0; round < 10_000; round += 1) {
      const damaged = Buffer.from(whole);
      for (let flips = draw(4); flips >= 0; flips -= 1) damaged[draw(damaged.length)] = draw(256);
      const from = draw(damaged.length);
      const to = from + draw(damaged.length - from);
      const cut = [damaged, damaged.subarray(0, to), Buffer.concat([damaged, damaged.subarray(from, to)])][draw(3)];
      try {
        importTraffic(readTraffic(replaySourceOf(cut ?? damaged)), createWriter(memorySink()), {
          version: '0',
          profile: 'design',
          name: 'damaged',
          sha: '0'.repeat(64),
        });
      } catch (error) {
        expect(error).toBeInstanceOf(ReplayLogProblem);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(9900);
  });
});
