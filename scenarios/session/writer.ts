import { createHash, type Hash, hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { checkValue, firstCheck, hex8, putHex8 } from './check-value.ts';
import { quotedJson } from './quoted-json.ts';
import { lineBytesMax, type SessionRecord, type SessionResult } from './record.ts';

/**
 * Where lines go. `append` returns when the bytes have left the process; what they lie in is the writer's again then.
 * `each`: every line by itself, else many at once.
 */
export type Sink = { readonly each: boolean; append(bytes: Buffer): void; close(): void };

/** Writes one session: numbers, times, chain, footer. */
export type SessionWriter = {
  /** `tNs`: virtual nanoseconds; a time before the last one counts as the last one. */
  write(tNs: bigint, record: SessionRecord): void;
  /** The same of a record whose members are JSON already, without braces; they are a record's of that kind. */
  writeMembers(tNs: bigint, k: SessionRecord['k'], members: string): void;
  /** The footer; nothing may be written after it. */
  end(tNs: bigint, ended: { readonly result: SessionResult; readonly state: string; readonly trace?: string }): void;
  /** Closes the sink; without `end` the session is a truncated one. */
  close(): void;
};

/** So many bytes are kept for one piece, or a line more. */
const chunkBytes = 1 << 16;
/** What a piece and a line of usual length fit into. */
const roomBytes = 2 * chunkBytes;
/** A UTF-16 unit has at most so many bytes. */
const unitBytes = 3;
/** The end of a line before its check value is known, and where its digits stand from the end of the line. */
const lineTail = `,"c":"${hex8(firstCheck)}"}\n`;
const digitsBack = `${hex8(firstCheck)}"}\n`.length;
/** Members longer than this are written by themselves: a line in one piece would have to be put together first. */
const longLength = 1 << 12;
/** UTF-16 units of one part: at most three bytes each, so that a line stays below its limit. */
const partLength = 1 << 18;

/** A sink in memory, for tests and for what is looked at at once. */
export function memorySink(): Sink & { bytes(): Buffer } {
  const pieces: Buffer[] = [];
  return {
    each: true,
    append: (bytes) => void pieces.push(Buffer.from(bytes)),
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

let spare: Buffer | undefined;

/** Room for lines. Writers come one after the other: what one has given back the next one takes. */
function roomFor(bytes: number): Buffer {
  const room = bytes <= roomBytes ? (spare ?? Buffer.allocUnsafeSlow(roomBytes)) : Buffer.allocUnsafeSlow(bytes);
  if (room === spare) spare = undefined;
  return room;
}

function giveBack(room: Buffer): void {
  if (room.length === roomBytes) spare = room;
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
  /** Lines that are kept, in the first `used` bytes. */
  let room: Buffer | undefined;
  let used = 0;
  const flush = (): void => {
    if (room === undefined) return;
    const full = room;
    const bytes = full.subarray(0, used);
    room = undefined;
    used = 0;
    if (!sealed) {
      hashed ??= createHash('sha256');
      hashed.update(bytes);
    }
    sink.append(bytes);
    giveBack(full);
  };
  const put = (tNs: bigint, k: string, members: string): void => {
    if (ended) throw new Error('a record after the end of the session');
    if (tNs > lastNs) {
      lastNs = tNs;
      lastText = String(tNs);
    }
    const lead = `{"i":${next},"t":"${lastText}","k":"${k}",`;
    const bytesMax = (lead.length + members.length + lineTail.length) * unitBytes;
    if (bytesMax > lineBytesMax) {
      const bytes = lead.length + Buffer.byteLength(members) + lineTail.length;
      if (bytes - 1 > lineBytesMax) throw new Error(`a record of ${bytes} bytes does not fit into a line`);
    }
    if (room !== undefined && room.length - used < bytesMax) flush();
    room ??= roomFor(bytesMax);
    let end = used;
    if (members.length <= longLength) end += room.write(lead + members + lineTail, used);
    else for (const piece of [lead, members, lineTail]) end += room.write(piece, end);
    check = checkValue(check, room, used, end - lineTail.length);
    putHex8(check, room, end - digitsBack);
    used = end;
    next += 1;
    if (sink.each || used >= chunkBytes) flush();
  };
  const writeMembers = (tNs: bigint, k: SessionRecord['k'], members: string): void => {
    if (members.length <= partLength || (k !== 'act' && k !== 'see')) put(tNs, k, members);
    else for (const part of inParts(`{${members}}`)) put(tNs, k, part);
  };
  return {
    write(tNs, { k, ...members }) {
      writeMembers(tNs, k, membersOf(members));
    },
    writeMembers,
    end(tNs, { result, state, trace }) {
      const kept = room?.subarray(0, used) ?? '';
      const sha = hashed === undefined ? hash('sha256', kept) : hashed.update(kept).digest('hex');
      sealed = true;
      put(tNs, 'end', membersOf({ n: next, sha, state, result, ...(trace === undefined ? {} : { trace }) }));
      ended = true;
    },
    close() {
      flush();
      sink.close();
    },
  };
}

/** The members of a record as JSON, without its braces. */
function membersOf(members: object): string {
  return JSON.stringify(members).slice(1, -1);
}

/** Long payloads of actions and outcomes as pieces of their JSON, each the members of a record. Source: SLOG-01 (`part`, `parts`). */
function inParts(json: string): readonly string[] {
  const parts = Math.ceil(json.length / partLength);
  return Array.from({ length: parts }, (_, at) => {
    return `"part":${at + 1},"parts":${parts},"j":${quotedJson(json.slice(at * partLength, (at + 1) * partLength))}`;
  });
}
