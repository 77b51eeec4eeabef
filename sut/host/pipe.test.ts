import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Process } from './process.ts';
import { bench, bytes, ending, filled, text, value, wrote } from './test-machine.ts';

function pipe(process: Process, capacity?: number): readonly [number, number] {
  return value(process.pipe(capacity === undefined ? { nonblock: true } : { nonblock: true, capacity }));
}

/** Writes of these sizes in a row on a fresh pipe: what each gave. */
function writes(capacity: number, sizes: readonly number[]): readonly (number | string)[] {
  const { process } = bench();
  const [, write] = pipe(process, capacity);
  return sizes.map((size) => wrote(process.write(write, filled(size))));
}

describe('slots, as seen on Linux 6.18', () => {
  test.each([
    [4096, [1, 4095, 1], [1, 4095, 'EAGAIN']],
    [4096, [1, 4096, 5000, 4095], [1, 'EAGAIN', 904, 'EAGAIN']],
    [8192, [3000, 5096, 1, 97, 95], [3000, 5096, 'EAGAIN', 'EAGAIN', 'EAGAIN']],
    [8192, [3000, 2000, 6192], [3000, 2000, 2096]],
    [65536, [65537, 1], [65536, 'EAGAIN']],
    [8192, [100, 8192, 4097], [100, 4096, 'EAGAIN']],
    [8192, [100, 8292], [100, 4196]],
    [4096, [100, 4196], [100, 100]],
    [4096, [4096, 1], [4096, 'EAGAIN']],
    [4096, [0, 0], [0, 0]],
  ])('a pipe of %i bytes takes %j as %j', (capacity, sizes, results) => {
    expect(writes(capacity, sizes)).toEqual(results);
  });

  test('640 writes of 100 bytes fit into 65536 bytes: 40 a slot', () => {
    expect(writes(65536, Array(641).fill(100)).filter((each) => each === 100)).toHaveLength(640);
  });

  test('a slot is free again when its last byte is read, not before', () => {
    const { process } = bench();
    const [read, write] = pipe(process, 8192);
    process.write(write, filled(8192));
    expect(value(process.read(read, 4095))).toHaveLength(4095);
    expect(value(process.poll(write)).out).toBe(false);
    expect(wrote(process.write(write, bytes('y')))).toBe('EAGAIN');
    process.read(read, 1);
    expect(value(process.poll(write)).out).toBe(true);
    expect(wrote(process.write(write, filled(5000)))).toBe(4096);
  });

  test('what was read from the front of a slot is not room at its end', () => {
    const { process } = bench();
    const [read, write] = pipe(process, 4096);
    process.write(write, filled(10));
    process.read(read, 5);
    expect(wrote(process.write(write, filled(4086)))).toBe(4086);
    expect(wrote(process.write(write, bytes('z')))).toBe('EAGAIN');
  });
});

test('a view that a read gave out never changes', () => {
  const { process } = bench();
  const [read, write] = pipe(process);
  process.write(write, bytes('ab'));
  const early = value(process.read(read, 1));
  for (let round = 0; round < 3000; round += 1) process.write(write, bytes('cd'));
  expect(String.fromCharCode(...early)).toBe('a');
  expect(text(process.read(read, 4))).toBe('bcdc');
});

test('the bytes handed to write belong to the caller again at once', () => {
  const { process } = bench();
  const [read, write] = pipe(process);
  const mine = bytes('before');
  process.write(write, mine);
  mine.fill(0);
  expect(text(process.read(read, 99))).toBe('before');
});

describe('packet mode (O_DIRECT)', () => {
  test('each write is read alone and its rest is lost', () => {
    const { process } = bench();
    const [read, write] = pipe(process, 8192);
    process.setStatusFlags(write, ['nonblock', 'direct']);
    process.write(write, bytes('abc'));
    process.write(write, bytes('def'));
    expect(text(process.read(read, 2))).toBe('ab');
    expect(text(process.read(read, 10))).toBe('def');
  });

  test('a long packet is cut into slots; plain bytes are not appended to a packet', () => {
    const { process } = bench();
    const [read, write] = pipe(process);
    process.setStatusFlags(write, ['nonblock', 'direct']);
    process.write(write, filled(5000));
    expect(value(process.read(read, 10000))).toHaveLength(4096);
    expect(value(process.read(read, 10000))).toHaveLength(904);
    process.write(write, bytes('k'));
    process.setStatusFlags(write, ['nonblock']);
    process.write(write, bytes('m'));
    process.write(write, bytes('n'));
    expect(text(process.read(read, 10))).toBe('k');
    expect(text(process.read(read, 10))).toBe('mn');
  });

  test('a packet write is appended to a plain slot that has room', () => {
    const { process } = bench();
    const [read, write] = pipe(process, 8192);
    process.write(write, bytes('k'));
    process.setStatusFlags(write, ['nonblock', 'direct']);
    process.write(write, bytes('m'));
    expect(text(process.read(read, 10))).toBe('km');
  });
});

describe('the last end', () => {
  test('without readers a write gives EPIPE and poll says out and err; an empty write is 0', () => {
    const { process } = bench();
    const [read, write] = pipe(process);
    process.close(read);
    expect(wrote(process.write(write, bytes('x')))).toBe('EPIPE');
    expect(wrote(process.write(write, bytes('')))).toBe(0);
    expect(process.poll(write)).toEqual({ ok: true, value: { in: false, out: true, hup: false, err: true } });
  });

  test('without writers what is there can be read, then the end', () => {
    const { process } = bench();
    const [read, write] = pipe(process);
    process.write(write, bytes('q'));
    process.close(write);
    expect(value(process.poll(read))).toEqual({ in: true, out: false, hup: true, err: false });
    expect(text(process.read(read, 9))).toBe('q');
    expect(text(process.read(read, 9))).toBe('');
    expect(value(process.poll(read))).toEqual({ in: false, out: false, hup: true, err: false });
  });

  test('a dup keeps its end open', () => {
    const { process } = bench();
    const [read, write] = pipe(process);
    const copy = value(process.dup(write));
    process.close(write);
    expect(ending(process.read(read, 1))).toBe('EAGAIN');
    process.close(copy);
    expect(text(process.read(read, 1))).toBe('');
  });
});

test('capacities are powers of two from a page to a mebibyte', () => {
  const { process } = bench();
  const capacity = (wanted: number): number => value(process.pipeCapacity(pipe(process, wanted)[0]));
  expect([4096, 5000, 65536, 1048576].map(capacity)).toEqual([4096, 8192, 65536, 1048576]);
  expect(ending(process.pipe({ capacity: 1048577 }))).toBe('EPERM');
});

/** The simplest law: what comes out is what went in, in order, and the books balance. */
test('a pipe is a byte queue whatever the sizes of reads and writes', () => {
  const operation = fc.oneof(
    fc.record({ write: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20000 })) }),
    fc.record({ read: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20000 })) }),
  );
  const capacity = fc.constantFrom(4096, 8192, 16384, 65536);
  fc.assert(
    fc.property(capacity, fc.array(operation, { maxLength: 60 }), (size, operations) => {
      const { process } = bench();
      const [read, write] = pipe(process, size);
      const queue: number[] = [];
      let next = 0;
      for (const each of operations) {
        if ('write' in each) {
          const offered = Uint8Array.from({ length: each.write }, (_, at) => (next + at) % 251);
          const result = process.write(write, offered);
          const count = result.ok ? result.value : 0;
          expect(result.ok || result.errno === 'EAGAIN').toBe(true);
          queue.push(...offered.subarray(0, count));
          next = (next + count) % 251;
          if (each.write <= 4096) expect(count === 0 || count === each.write).toBe(true); // PIPE_BUF is atomic
        } else {
          const result = process.read(read, each.read);
          const expected = queue.splice(0, each.read);
          expect(result.ok ? [...result.value] : []).toEqual(expected);
          expect(result.ok).toBe(expected.length > 0);
        }
        expect(queue.length).toBeLessThanOrEqual(size);
        expect(value(process.ioctl(read, 'FIONREAD'))).toBe(queue.length);
        expect(value(process.poll(read)).in).toBe(queue.length > 0);
      }
    }),
  );
});
