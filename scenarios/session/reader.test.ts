import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { crc32c, hex8 } from './check-value.ts';
import { corruptions, rechained } from './corruption.fixture.ts';
import { SessionProblem } from './problem.ts';
import { readSession, readWhole } from './reader.ts';
import { lineBytesMax } from './record.ts';
import { conversation, inFolder, recordInto, sessionHead } from './session.fixture.ts';
import { checkSession, recordsOf, type SessionFile, sessionSteps } from './session-file.ts';
import { stepsOf } from './steps.ts';
import { createWriter, memorySink } from './writer.ts';

const recorded = (): Promise<Buffer> =>
  inFolder(async (folder) => (await recordInto(join(folder, 's'), conversation, 'design')).bytes);

/** Reads to the end: `whole`, `truncated`, or the sentence that refuses it. */
function reading(bytes: Buffer): string {
  const steps = stepsOf(readSession([bytes]));
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value.kind;
    }
  } catch (error) {
    if (error instanceof SessionProblem) return error.message;
    throw error;
  }
}

test('the check value is CRC-32C', () => {
  expect(hex8(crc32c(Buffer.from('123456789')))).toBe('e3069283');
  expect(crc32c(Buffer.from('1234'), Buffer.from('56789'))).toBe(0xe3069283);
});

test('10,000 spoilt sessions are refused in one sentence or read to their cut, and none passes for the whole', async () => {
  const bytes = await recorded();
  expect(reading(bytes)).toBe('whole');
  const seen = new Map<string, number>();
  let count = 0;
  for (const corruption of corruptions(bytes, 10_000, 1)) {
    const said = reading(corruption.bytes);
    if (said === 'whole') expect(corruption.bytes.equals(bytes), corruption.name).toBe(true);
    else if (said !== 'truncated') expect(said).toMatch(/^[^\n]{8,600} \(line \d+, byte \d+\)$/);
    const kind = said === 'whole' || said === 'truncated' ? said : 'refused';
    seen.set(`${corruption.name} ${kind}`, (seen.get(`${corruption.name} ${kind}`) ?? 0) + 1);
    count += 1;
  }
  expect(count).toBe(10_000);
  expect(seen.get('newer refused')).toBe(1000);
  expect(seen.get('foreign refused')).toBe(1000);
  expect(seen.get('cut whole')).toBeUndefined();
  expect(seen.get('flipped whole')).toBeUndefined();
}, 120_000);

test('a session that is cut anywhere is a truncated one, from its second line on', async () => {
  const bytes = await recorded();
  const first = bytes.indexOf(10) + 1;
  for (let at = first; at < bytes.length; at += 7) expect(reading(bytes.subarray(0, at)), `${at}`).toBe('truncated');
  expect(reading(bytes.subarray(0, first - 1))).toMatch(/the last line is torn \(line 1, byte 0\)/);
});

test('a broken line is told with its place, and only the last one may be a cut', async () => {
  const bytes = await recorded();
  const second = bytes.indexOf(10) + 1;
  const spoilt = Buffer.from(bytes);
  spoilt[second + 8] = 0x39;
  expect(reading(spoilt)).toBe(
    `corrupt: the check value of record 1 does not fit (changed, moved, repeated or left out) (line 2, byte ${second})`,
  );
  expect(reading(Buffer.concat([bytes, Buffer.from('{"i":9}\n')]))).toMatch(/more after the end of the session/);
  expect(reading(Buffer.concat([bytes, Buffer.from('x')]))).toMatch(/more after the end of the session/);
});

test('a newer minor version is taken when everything that it needs is known, unknown optional kinds included', async () => {
  const lines = (await recorded()).toString('utf8').split('\n').slice(0, -1);
  const [head = '', ...rest] = lines;
  const withoutEnd = rest.slice(0, -1);
  expect(reading(rechained([head.replace('"ver":[1,2]', '"ver":[1,7]'), ...withoutEnd]))).toBe('truncated');
  expect(reading(rechained([head.replace('"ver":[1,2]', '"ver":[2,1]'), ...withoutEnd]))).toMatch(
    /^unsupported log version 2\.1: this charsim reads 1\.x/,
  );
  const next = withoutEnd.length + 1;
  const optional = `{"i":${next},"t":"9000000","k":"thing","opt":true,"c":"00000000"}`;
  expect(reading(rechained([head, ...withoutEnd, optional]))).toBe('truncated');
  expect(readWhole([rechained([head, ...withoutEnd, optional])]).end).toMatchObject({ i: next + 1 });
  expect(reading(rechained([head, ...withoutEnd, optional.replace(',"opt":true', '')]))).toMatch(
    /unknown kind "thing"/,
  );
});

test('long payloads go in parts and come back whole', () => {
  const sink = memorySink();
  const writer = createWriter(sink);
  const bytes = '\u0000"\\\u00ff'.repeat(300_000);
  writer.write(0n, { k: 'note', text: 'no head' });
  writer.write(0n, { k: 'act', th: 'host', at: 0, a: { do: 'write-file', path: 'x', bytes } });
  const lines = sink.bytes().toString('utf8').split('\n').slice(1, -1);
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.every((line) => Buffer.byteLength(line) <= lineBytesMax)).toBe(true);
  const text = lines.map((line) => (JSON.parse(line) as { j: string }).j).join('');
  expect(JSON.parse(text)).toMatchObject({ a: { bytes } });
});

test('a line that never ends is refused before it is kept whole', () => {
  const note = Buffer.from(`{"i":1,"t":"0","k":"note","text":"${'x'.repeat(3000)}"`);
  const sink = memorySink();
  createWriter(sink).write(0n, { k: 'note', text: 'x' });
  function* endless(): Generator<Buffer> {
    for (let at = 0; at < 200; at += 1) yield Buffer.concat([note, Buffer.from('x'.repeat(8000))]);
  }
  expect(() => readWhole(endless())).toThrow(/longer than 1048576 bytes|not a session/);
});

test('of a corrupt session the intact beginning can be salvaged, wherever the damage is', async () => {
  const bytes = await recorded();
  const lines = bytes.toString('utf8').split('\n').slice(0, -1);
  const texts = (file: SessionFile): readonly string[] => {
    const steps = sessionSteps(file);
    while (steps.next().done !== true);
    return [...recordsOf(file)].map(({ text }) => text);
  };
  await inFolder(async (folder) => {
    let salvagedCount = 0;
    for (const [at, { name, bytes: wrong }] of [...corruptions(bytes, 400, 3)].entries()) {
      const path = join(folder, `${at}`);
      writeFileSync(path, wrong);
      const said = reading(wrong);
      if (said === 'whole' || said === 'truncated') continue;
      try {
        const file = checkSession(path, true);
        salvagedCount += 1;
        expect(file.end, name).toMatchObject({ kind: 'truncated', problem: said });
        const kept = texts(file);
        expect(kept).toHaveLength(file.end.kind === 'truncated' ? file.end.i : -1);
        if (name !== 'careless') expect(kept).toEqual(lines.slice(0, kept.length));
      } catch (error) {
        expect(error).toBeInstanceOf(SessionProblem); // not even the head is intact
        expect((error as SessionProblem).line, name).toBe(1);
      }
    }
    expect(salvagedCount).toBeGreaterThan(150);
  });
});

test('reading holds one line and no more, however long the session is', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  let pending: Buffer[] = [];
  let written = 0;
  const writer = createWriter({
    each: true,
    append: (line) => void pending.push(Buffer.from(line)),
    close: () => undefined,
  });
  const note = { k: 'note', text: 'x'.repeat(20_000) } as const;
  function* chunks(): Generator<Buffer> {
    writer.write(0n, sessionHead);
    for (; written < 48 << 20; ) {
      for (let count = 0; count < 10; count += 1) writer.write(1n, note);
      const chunk = Buffer.concat(pending);
      pending = [];
      written += chunk.length;
      yield chunk;
    }
  }
  const reader = readSession(chunks());
  let records = 0;
  let early = 0;
  for (;;) {
    const { done } = reader.next();
    if (done) break;
    records += 1;
    if (records === 300) early = held();
  }
  expect(records).toBeGreaterThan(2000);
  expect(held() - early).toBeLessThan(4 << 20);
}, 60_000);
