import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** One line without its line end. `number` from 1, `offset` in bytes from 0; `whole` is false when the file ends in it. */
export type Line = {
  readonly bytes: Buffer;
  readonly number: number;
  readonly offset: number;
  readonly whole: boolean;
};

const chunkBytes = 1 << 18;
const lineFeed = 10;

/** The file in pieces of 256 KiB; closed when the reader leaves. Throws what the file system throws. */
export function* fileChunks(path: string): Generator<Buffer> {
  const fd = openSync(path, 'r');
  try {
    let wanted = Math.min(chunkBytes, fstatSync(fd).size + 1); // most sessions are short
    for (;;) {
      const chunk = Buffer.allocUnsafe(wanted);
      const count = readSync(fd, chunk);
      if (count === 0) return;
      wanted = count < wanted ? 1 : chunkBytes;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * The lines of a stream of bytes. Of a line that is longer than `bytesMax` only so much comes (and one byte more), as a
 * line of its own; what follows it is no concern of the reader, who refuses. Memory: one line and one piece.
 */
export function* linesOf(chunks: Iterable<Buffer>, bytesMax: number): Generator<Line> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let number = 1;
  let offset = 0;
  const take = (last: Buffer, whole: boolean): Line => {
    const bytes = kept.length === 0 ? last : Buffer.concat([...kept, last]);
    const line = { bytes, number, offset, whole };
    kept = [];
    keptBytes = 0;
    number += 1;
    offset += bytes.length + (whole ? 1 : 0);
    return line;
  };
  for (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      yield take(chunk.subarray(from, at), true);
      from = at + 1;
    }
    if (from === chunk.length) continue;
    kept.push(chunk.subarray(from));
    keptBytes += chunk.length - from;
    if (keptBytes > bytesMax) {
      yield take(Buffer.alloc(0), true);
      return;
    }
  }
  if (keptBytes > 0) yield take(Buffer.alloc(0), false);
}
