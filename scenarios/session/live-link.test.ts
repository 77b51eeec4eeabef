import { closeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadLibc } from '../../sut/qemu/libc.ts';
import { makeWay, takePieces } from './live-link.ts';

test.runIf(process.platform === 'linux')('descriptors are taken at the very byte at which they were sent', async () => {
  const libc = await loadLibc();
  const [sender, receiver] = libc.socketpair('stream');
  const [read, write] = libc.pipe();
  libc.sendMessage(sender, Buffer.from('xx'), []);
  libc.sendMessage(sender, Buffer.from('yyy'), [read, write]);
  libc.sendMessage(sender, Buffer.from('zz'), []);
  libc.sendMessage(sender, Buffer.from('w'), [write]);
  closeSync(sender);
  const way = makeWay(receiver, -1);
  const taken: (readonly [string, number])[] = [];
  for (let pieces = takePieces(libc, way); pieces !== undefined; pieces = takePieces(libc, way)) {
    for (const { bytes, fds } of pieces) {
      taken.push([bytes.toString(), fds.length]);
      for (const fd of fds) closeSync(fd);
    }
  }
  for (const fd of [receiver, read, write]) closeSync(fd);
  let at = 0;
  const places = taken.flatMap(([text, count]) => {
    const from = at;
    at += text.length;
    return count === 0 ? [] : [[from, count]];
  });
  expect(taken.map(([text]) => text).join('')).toBe('xxyyyzzw');
  expect(places).toEqual([
    [2, 2],
    [7, 1],
  ]);
});
