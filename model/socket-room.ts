/** What a unix socket may have under way, bytes of kernel memory: net.core.wmem_default. Source: VSER-33, Linux 6.18. */
const sendBufferBytes = 212_992;
/** The largest piece that one write is cut into, and the part of it that needs no whole pages. Source: experiment. */
const [pieceBytesMax, headBytesMax] = [36_544, 3_776];
const pageBytes = 4096;
/** What the kernel needs beside the bytes: with them in one block, and for itself. Source: experiment. */
const [blockOverhead, smallestBlock, pieceOverhead] = [320, 512, 256];

/** Kernel memory that one piece of a stream takes until it is read whole. Source: Linux 6.18, experiment. */
export function chargeOf(bytes: number): number {
  const paged = Math.min(bytes, Math.ceil(Math.max(0, bytes - headBytesMax) / pageBytes) * pageBytes);
  let block = smallestBlock;
  while (block < bytes - paged + blockOverhead) block *= 2;
  return block + pieceOverhead + Math.ceil(paged / pageBytes) * pageBytes;
}

/** How one write of a stream is taken: pieces in order, as long as there is room before each. Source: VSER-33. */
export function piecesTaken(underWay: number, bytes: string): readonly string[] {
  const pieces: string[] = [];
  let charged = underWay;
  for (let from = 0; from < bytes.length && charged < sendBufferBytes; ) {
    const piece = bytes.slice(from, from + pieceBytesMax);
    pieces.push(piece);
    charged += chargeOf(piece.length);
    from += piece.length;
  }
  return pieces;
}

/** Whether poll(2) says writable: at most a quarter is under way. Source: experiment. */
export function hasPollRoom(underWay: number): boolean {
  return underWay * 4 <= sendBufferBytes;
}
