import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Libc, loadLibc, pollBit } from './libc.ts';

const libc: Libc | undefined = process.platform === 'linux' ? await loadLibc() : undefined;
if (libc === undefined) console.warn('libc tests skipped: not on Linux');

describe.skipIf(libc === undefined)('libc', () => {
  const c = libc as Libc;

  test('a descriptor sent with a message arrives as another number for the same object, close-on-exec', () => {
    const [a, b] = c.socketpair('stream');
    const [read, write] = c.pipe();
    expect(c.sendMessage(a, Buffer.from('hello'), [write])).toBe(5);
    const { bytes, fds } = c.receiveMessage(b);
    expect(bytes.toString()).toBe('hello');
    expect(fds).toHaveLength(1);
    const [received = -1] = fds;
    expect(fstatSync(received).ino).toBe(fstatSync(write).ino);
    writeSync(received, 'x');
    const buffer = Buffer.alloc(4);
    expect(readSync(read, buffer)).toBe(1);
    for (const fd of [a, b, read, write, received]) closeSync(fd);
  });

  test('two descriptors in one message arrive in order', () => {
    const [a, b] = c.socketpair('stream');
    const ends = c.pipe();
    c.sendMessage(a, Buffer.from(' '), ends);
    const { fds } = c.receiveMessage(b);
    expect(fds).toHaveLength(2);
    expect(c.statusFlags(fds[0] ?? -1) & 3).toBe(0);
    expect(c.statusFlags(fds[1] ?? -1) & 3).toBe(1);
    for (const fd of [a, b, ...ends, ...fds]) closeSync(fd);
  });

  test('a call that fails names its errno', () => {
    expect(() => c.statusFlags(9999)).toThrow(expect.objectContaining({ code: 'EBADF' }));
    const [a, b] = c.socketpair('stream');
    expect(() => c.receiveMessage(b)).toThrow(expect.objectContaining({ code: 'EAGAIN' }));
    closeSync(a);
    closeSync(b);
  });

  test('poll tells readable, writable and hung up apart', () => {
    const [read, write] = c.pipe();
    c.setPipeCapacity(write, 4096);
    expect(c.poll(read, pollBit.in, 0)).toBe(0);
    expect(c.poll(write, pollBit.out, 0)).toBe(pollBit.out);
    writeSync(write, Buffer.alloc(4096));
    expect(c.bytesReadable(read)).toBe(4096);
    expect(c.poll(write, pollBit.out, 0)).toBe(0);
    closeSync(write);
    expect(c.poll(read, pollBit.in, 0)).toBe(pollBit.in | pollBit.hangUp);
    closeSync(read);
  });

  test('a memfd sealed against shrinking cannot be truncated', async () => {
    const { ftruncateSync } = await import('node:fs');
    const memfd = c.memfd('m');
    writeSync(memfd, 'abc');
    c.sealAgainstShrinking(memfd);
    expect(() => ftruncateSync(memfd, 0)).toThrow(expect.objectContaining({ code: 'EPERM' }));
    closeSync(memfd);
  });
});
