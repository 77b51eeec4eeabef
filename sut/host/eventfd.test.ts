import { expect, test } from 'vitest';
import { bench, ending, value, wrote } from './test-machine.ts';

function counter(amount: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, amount, true);
  return bytes;
}

test('counts in eight bytes, no more and no fewer', () => {
  const { process } = bench();
  const fd = value(process.eventfd({ nonblock: true }));
  expect(ending(process.read(fd, 8))).toBe('EAGAIN');
  expect(wrote(process.write(fd, new Uint8Array(7)))).toBe('EINVAL');
  expect(wrote(process.write(fd, new Uint8Array(9)))).toBe('EINVAL');
  expect(wrote(process.write(fd, counter(3n)))).toBe(8);
  expect(ending(process.read(fd, 7))).toBe('EINVAL');
  expect(value(process.read(fd, 100))).toEqual(counter(3n));
});

test('never overflows', () => {
  const { process } = bench();
  const fd = value(process.eventfd({ nonblock: true }));
  expect(wrote(process.write(fd, counter(2n ** 64n - 1n)))).toBe('EINVAL');
  expect(wrote(process.write(fd, counter(2n ** 64n - 2n)))).toBe(8);
  expect(value(process.poll(fd))).toMatchObject({ in: true, out: false });
  expect(wrote(process.write(fd, counter(1n)))).toBe('EAGAIN');
});
