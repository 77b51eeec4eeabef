import { createHash, type Hash, hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { checkOfText, firstCheck } from './check-value.ts';
import { lineBytesMax, type SessionRecord, type SessionResult } from './record.ts';

/** Where lines go. `append` returns when the bytes have left the process. `each`: every line by itself, else many at once. */
export type Sink = { readonly each: boolean; append(bytes: Buffer): void; close(): void };

/** Writes one session: numbers, times, chain, footer. */
export type SessionWriter = {
  /** `tNs`: virtual nanoseconds; a time before the last one counts as the last one. */
  write(tNs: bigint, record: SessionRecord): void;
  /** The footer; nothing may be written after it. */
  end(tNs: bigint, ended: { readonly result: SessionResult; readonly state: string; readonly trace?: string }): void;
  /** Closes the sink; without `end` the session is a truncated one. */
  close(): void;
};

/** UTF-16 units that are kept for one piece. */
const chunkLength = 1 << 16;
/** A UTF-16 unit has at most so many bytes. */
const unitBytes = 3;
/** UTF-16 units of one part: at most three bytes each, so that a line stays below its limit. */
const partLength = 1 << 18;

/** A sink in memory, for tests and for what is looked at at once. */
export function memorySink(): Sink & { bytes(): Buffer } {
  const pieces: Buffer[] = [];
  return {
    each: true,
    append: (bytes) => void pieces.push(bytes),
    close: () => undefined,
    bytes: () => Buffer.concat(pieces),
  };
}

/**
 * A new file that only its owner may read. `each`: every record leaves the process before the next (live recordings);
 * else many at once. Throws EEXIST: nothing is ever overwritten. Source: SLOG-06.
 */
export function fileSink(path: string, each: boolean): Sink {
  const fd = openSync(path, 'wx', 0o600);
  return {
    each,
    append(bytes) {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    },
    close() {
      if (each) fsyncSync(fd); // what a simulation did can be had again
      closeSync(fd);
    },
  };
}

/** A writer on a sink. Throws when a record does not fit into a line. Source: SLOG-01, SLOG-02, SLOG-04. */
export function createWriter(sink: Sink): SessionWriter {
  let hashed: Hash | undefined;
  let next = 0;
  let check = firstCheck;
  let lastNs = 0n;
  let lastText = '0';
  /** The footer comes: it is not part of its own digest, and all before it is. */
  let sealed = false;
  let ended = false;
  let kept = '';
  const flush = (): void => {
    const bytes = Buffer.from(kept);
    kept = '';
    if (!sealed) {
      hashed ??= createHash('sha256');
      hashed.update(bytes);
    }
    sink.append(bytes);
  };
  const put = (tNs: bigint, fields: string): void => {
    if (ended) throw new Error('a record after the end of the session');
    if (tNs > lastNs) {
      lastNs = tNs;
      lastText = String(tNs);
    }
    const open = `{"i":${next},"t":"${lastText}",${fields}`;
    check = checkOfText(check, open);
    const line = `${open},"c":"${check}"}\n`;
    if (line.length * unitBytes > lineBytesMax) {
      const bytes = Buffer.byteLength(line);
      if (bytes - 1 > lineBytesMax) throw new Error(`a record of ${bytes} bytes does not fit into a line`);
    }
    next += 1;
    kept += line;
    if (sink.each || kept.length >= chunkLength) flush();
  };
  return {
    write(tNs, record) {
      const { k } = record;
      const fields = fieldsOf(record);
      if (fields.length <= partLength || (k !== 'act' && k !== 'see')) put(tNs, fields);
      else for (const part of inParts(`{${fields.slice(`"k":"${k}",`.length)}}`)) put(tNs, fieldsOf({ k, ...part }));
    },
    end(tNs, { result, state, trace }) {
      const sha = hashed === undefined ? hash('sha256', kept) : hashed.update(kept).digest('hex');
      sealed = true;
      put(tNs, fieldsOf({ k: 'end', n: next, sha, state, result, ...(trace === undefined ? {} : { trace }) }));
      ended = true;
    },
    close() {
      if (kept !== '') flush();
      sink.close();
    },
  };
}

/** The members of a record as JSON, its kind first, without its braces. */
function fieldsOf(members: { readonly k: string; readonly [name: string]: unknown }): string {
  return JSON.stringify(members).slice(1, -1);
}

/** Long payloads of actions and outcomes as pieces of their JSON. Source: SLOG-01 (`part`, `parts`). */
function inParts(json: string): readonly object[] {
  const parts = Math.ceil(json.length / partLength);
  return Array.from({ length: parts }, (_, at) => {
    return { part: at + 1, parts, j: json.slice(at * partLength, (at + 1) * partLength) };
  });
}
