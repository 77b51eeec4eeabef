import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptySha256, lineBytesMax, sessionFormat, sessionVersion } from '../session/record.ts';
import { createWriter, fileSink, type SessionWriter } from '../session/writer.ts';
import type { SoakResult } from './soak-part.ts';

const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const mebi = 1 << 20;
/** What is compared: a session so short that a process's own memory is all that it takes. */
const shortMegabytes = 16;
/** What the peak of the long one may be above that of the short one. */
const growthMaxMb = 48;
/** Makes a record long: the id of a command, which its reply repeats. */
const idLength = 4000;
const lookMs = 100;

type Replayed = { readonly status: number; readonly peakMb: number; readonly seconds: number; readonly last: string };

/**
 * `charsim replay` of a conversation of `megabytes` with a QEMU 10.0, checked reply by reply against the model: the peak
 * of its memory (VmHWM) is that of a short session. Source: SLOG-01.
 */
export async function longSession(megabytes: number, say: (line: string) => void): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-long-'));
  try {
    const short = await replayOf(join(folder, 'short'), Math.min(shortMegabytes, megabytes), say);
    const long = await replayOf(join(folder, 'long'), megabytes, say);
    const growth = long.peakMb - short.peakMb;
    const isFine = short.status === 0 && long.status === 0 && growth <= growthMaxMb;
    const peaks = `peak ${long.peakMb} MB against ${short.peakMb} MB for ${shortMegabytes} MB`;
    const text = `${megabytes} MB replayed in ${long.seconds.toFixed(0)} s, exit ${long.status}, ${peaks} (wanted at most ${growthMaxMb} MB more)`;
    return { status: isFine ? 0 : 1, text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function replayOf(file: string, megabytes: number, say: (line: string) => void): Promise<Replayed> {
  const records = writeConversation(file, megabytes * mebi);
  const replayed = await replay(file);
  const { peakMb, last } = replayed;
  say(`  ${(statSync(file).size / mebi).toFixed(0)} MB, ${records} records: peak ${peakMb} MB; ${last}`);
  return replayed;
}

/** A live recording: one command over and over, each with an id of its own. Returns how many records. */
function writeConversation(file: string, bytes: number): number {
  let written = 0;
  let records = 0;
  const sink = fileSink(file, false);
  const counted = {
    each: sink.each,
    append(lines: Buffer): void {
      written += lines.length;
      records += lines.toString('latin1').split('\n').length - 1;
      sink.append(lines);
    },
    close: sink.close,
  };
  const writer = createWriter(counted);
  writer.write(0n, {
    k: 'head',
    fmt: sessionFormat,
    ver: sessionVersion,
    engine: { name: 'charsim', version: 'soak' },
    variant: 'unknown',
    seed: '0'.repeat(16),
    t0: '0',
    fs: emptySha256,
    scenario: { name: 'live', sha: emptySha256 },
    limits: { line: lineBytesMax },
    need: ['live'],
    obs: true,
    launch: { machine: 'none' },
  });
  const version = '{"qemu": {"micro": 13, "minor": 0, "major": 10}, "package": "soak"}';
  passes(writer, 'tx', `{"QMP": {"version": ${version}, "capabilities": ["oob"]}}\r\n`);
  passes(writer, 'rx', '{"execute":"qmp_capabilities"}\n');
  passes(writer, 'tx', '{"return": {}}\r\n');
  for (let count = 0; written < bytes; count += 1) {
    const id = `${count}`.padStart(idLength, 'x');
    passes(writer, 'rx', `{"execute":"query-status","id":"${id}"}\n`);
    passes(writer, 'tx', `{"return": {"status": "running", "running": true}, "id": "${id}"}\r\n`);
  }
  writer.end(0n, { result: 'stopped', state: emptySha256 });
  writer.close();
  return records;
}

function passes(writer: SessionWriter, k: 'rx' | 'tx', text: string): void {
  const b = Buffer.from(text, 'latin1').toString('base64');
  writer.write(0n, { k, mon: 'c1', n: text.length, b, fds: [], eof: false });
}

function replay(file: string): Promise<Replayed> {
  const from = performance.now();
  const child = spawn(process.execPath, [cli, 'replay', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text) => {
    said = (said + String(text)).slice(-2000);
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid));
  }, lookMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(timer);
      const last = said.trim().split('\n').at(-1) ?? '';
      resolve({ status: status ?? 1, peakMb, seconds: (performance.now() - from) / 1000, last });
    });
  });
}

/** The most memory that a process ever had resident, in MB; 0 when it is gone. */
function peakOf(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}
