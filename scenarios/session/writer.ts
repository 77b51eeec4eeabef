import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { checkValue, firstCheck } from './check-value.ts';
import { lineBytesMax, type SessionRecord, type SessionResult } from './record.ts';

/** Where lines go. `append` returns when the bytes have left the process, or are kept for a later one. */
export type Sink = { append(bytes: Buffer): void; close(): void };

/** Writes one session: numbers, times, chain, footer. */
export type SessionWriter = {
  /** `tNs`: virtual nanoseconds; a time before the last one counts as the last one. */
  write(tNs: bigint, record: SessionRecord): void;
  /** The footer; nothing may be written after it. */
  end(tNs: bigint, ended: { readonly result: SessionResult; readonly state: string; readonly trace?: string }): void;
  /** Closes the sink; without `end` the session is a truncated one. */
  close(): void;
};

const chunkBytes = 1 << 16;
/** The check value of a line, its closing brace and its line end. */
const tailBytes = ',"c":"00000000"}\n'.length;
/** UTF-16 units of one part: at most three bytes each, so that a line stays below its limit. */
const partLength = 1 << 18;

/** A sink in memory, for tests and for what is looked at at once. */
export function memorySink(): Sink & { bytes(): Buffer } {
  const pieces: Buffer[] = [];
  return { append: (bytes) => void pieces.push(bytes), close: () => undefined, bytes: () => Buffer.concat(pieces) };
}

/**
 * A new file that only its owner may read. `each`: every record leaves the process before the next (live recordings);
 * else in chunks of 64 KiB. Throws EEXIST: nothing is ever overwritten. Source: SLOG-06.
 */
export function fileSink(path: string, each: boolean): Sink {
  const fd = openSync(path, 'wx', 0o600);
  let kept: Buffer[] = [];
  let length = 0;
  const flush = (): void => {
    const bytes = Buffer.concat(kept);
    kept = [];
    length = 0;
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  };
  return {
    append(bytes) {
      kept.push(bytes);
      length += bytes.length;
      if (each || length >= chunkBytes) flush();
    },
    close() {
      flush();
      if (each) fsyncSync(fd); // what a simulation did can be had again
      closeSync(fd);
    },
  };
}

/** A writer on a sink. Throws when a record does not fit into a line. Source: SLOG-01, SLOG-02, SLOG-04. */
export function createWriter(sink: Sink): SessionWriter {
  const hash = createHash('sha256');
  let next = 0;
  let check = firstCheck;
  let lastNs = 0n;
  let ended = false;
  let unhashed: Buffer[] = [];
  let unhashedBytes = 0;
  const hashAll = (): void => {
    hash.update(Buffer.concat(unhashed));
    unhashed = [];
    unhashedBytes = 0;
  };
  const put = (tNs: bigint, k: string, fields: string): void => {
    if (ended) throw new Error('a record after the end of the session');
    if (tNs > lastNs) lastNs = tNs;
    const open = `{"i":${next},"t":"${lastNs}","k":"${k}",${fields}`;
    const bodyBytes = Buffer.byteLength(open);
    const line = Buffer.allocUnsafe(bodyBytes + tailBytes);
    line.write(open);
    check = checkValue(check, line.subarray(0, bodyBytes));
    line.write(`,"c":"${check}"}\n`, bodyBytes);
    if (line.length - 1 > lineBytesMax) throw new Error(`a record of ${line.length} bytes does not fit into a line`);
    next += 1;
    unhashed.push(line);
    unhashedBytes += line.length;
    if (unhashedBytes >= chunkBytes) hashAll();
    sink.append(line);
  };
  return {
    write(tNs, { k, ...members }) {
      const fields = fieldsOf(members);
      if (fields.length <= partLength || (k !== 'act' && k !== 'see')) put(tNs, k, fields);
      else for (const part of inParts(`{${fields}}`)) put(tNs, k, fieldsOf(part));
    },
    end(tNs, { result, state, trace }) {
      hashAll();
      const sha = hash.digest('hex');
      put(tNs, 'end', fieldsOf({ n: next, sha, state, result, ...(trace === undefined ? {} : { trace }) }));
      ended = true;
    },
    close: () => sink.close(),
  };
}

/** The members of a record as JSON, without its braces. */
function fieldsOf(members: object): string {
  return JSON.stringify(members).slice(1, -1);
}

/** Long payloads of actions and outcomes as pieces of their JSON. Source: SLOG-01 (`part`, `parts`). */
function inParts(json: string): readonly object[] {
  const parts = Math.ceil(json.length / partLength);
  return Array.from({ length: parts }, (_, at) => {
    return { part: at + 1, parts, j: json.slice(at * partLength, (at + 1) * partLength) };
  });
}
