import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReplaySource } from '../../sut/replay-log.ts';
import { fileChunks } from '../session/lines.ts';
import { type Imported, importTraffic } from '../session/rr-import.ts';
import { ReplayLogProblem, readTraffic, type Traffic } from '../session/rr-traffic.ts';
import { createWriter, fileSink } from '../session/writer.ts';
import { exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import type { ImportRequest } from './record-options.ts';
import { shellWord } from './words.ts';
import { openOut, writeInto } from './writable.ts';

/**
 * `charsim record --import`: the character events of a record/replay log that a QEMU wrote, as a session. The log is read
 * to its end before anything is written. Throws UsageError for a log that cannot be taken; a log that stops too early
 * gives the session of what is there, without a footer, and exit code 4.
 */
export async function importLog(request: ImportRequest, io: Io): Promise<number> {
  const { log, profile, out } = request;
  const hash = createHash('sha256');
  const traffic = trafficOf(log, (bytes) => hash.update(bytes));
  openOut(out, []);
  const file = freePath(out, log);
  const writer = createWriter(fileSink(file, false));
  let imported: Imported;
  try {
    const sha = hash.digest('hex');
    imported = importTraffic(traffic, writer, { version: packageVersion(), profile, name: basename(log), sha });
  } finally {
    writer.close();
  }
  tell(request, traffic, imported, file, io);
  return traffic.end === 'cut' ? exitCodes.truncatedSession : exitCodes.conforms;
}

function trafficOf(log: string, onPiece: (bytes: Buffer) => void): Traffic {
  try {
    if (!statSync(log).isFile()) throw new UsageError(`--import ${log}: no regular file`);
    return readTraffic(sourceOf(fileChunks(log), onPiece));
  } catch (error) {
    if (error instanceof ReplayLogProblem) throw new UsageError(`${log}: ${error.message}`);
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UsageError(`${log}: cannot be read: ${message}`);
  }
}

/** Pieces of a file as the reader of logs wants them. */
function sourceOf(chunks: Generator<Buffer>, onPiece: (bytes: Buffer) => void): ReplaySource {
  let rest: Buffer = Buffer.alloc(0);
  return (max) => {
    if (rest.length === 0) {
      const { done, value } = chunks.next();
      if (done) return rest;
      rest = value;
      onPiece(value);
    }
    const piece = rest.subarray(0, max);
    rest = rest.subarray(piece.length);
    return piece;
  };
}

function freePath(folder: string, log: string): string {
  const stem = join(folder, basename(log).replace(/[^\w.-]/g, '_'));
  for (let number = 1; ; number += 1) {
    const path = `${stem}${number === 1 ? '' : `-${number}`}.session.jsonl`;
    if (!existsSync(path)) return path;
  }
}

function tell({ log, json, quiet }: ImportRequest, traffic: Traffic, imported: Imported, file: string, io: Io): void {
  const { end, eventCount, instructions } = traffic;
  if (json !== undefined) {
    const told = { format: 'charsim-import/1', log, session: file, end, events: eventCount, ...imported };
    const text = `${JSON.stringify({ ...told, instructions: String(instructions) }, undefined, 2)}\n`;
    if (json === '-') return void io.stdout.write(text);
    writeInto(json, text);
  }
  const { writes, failedWrites, bytesOut, bytesIn, syncReads, drivers } = imported;
  if (end === 'cut') io.err(`charsim: ${log}: the log stops without its end; the session holds what is there`);
  if (end === 'followed') io.err(`charsim: ${log}: there is more behind the end of the log; it is left out`);
  if (!quiet) {
    const failed = failedWrites === 0 ? '' : `, ${failedWrites} of them failed`;
    io.out(`${eventCount} events, ${instructions} instructions; ${drivers} driver${drivers === 1 ? '' : 's'}`);
    io.out(`${writes} writes of ${bytesOut} bytes${failed}; ${bytesIn} bytes of input; ${syncReads} synchronous reads`);
  }
  io.out(`npx charsim replay ${shellWord(file)}`);
}
