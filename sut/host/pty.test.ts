import { describe, expect, test } from 'vitest';
import { bench, bytes, ending, filled, text, value, wrote } from './test-machine.ts';

function world() {
  const each = bench();
  return { ...each, ...value(each.process.openPty({ nonblock: true, name: 't' })) };
}

describe('a raw pty, as seen on Linux 6.18', () => {
  test('carries bytes both ways unchanged', () => {
    const { process, master, slave } = world();
    process.write(slave, bytes('out'));
    process.write(master, bytes('in\n\x03\r'));
    expect([text(process.read(master, 9)), text(process.read(slave, 9))]).toEqual(['out', 'in\n\x03\r']);
    expect(process.descriptors().map(({ object }) => object)).toEqual(['t.master', 't.slave']);
  });

  test('without slaves the master reads what is left, then EIO; what it writes waits for the next slave', () => {
    const { process, master, slave, path } = world();
    process.write(slave, bytes('last'));
    process.close(slave);
    expect(value(process.poll(master))).toEqual({ in: true, out: true, hup: true, err: false });
    expect(text(process.read(master, 9))).toBe('last');
    expect(ending(process.read(master, 9))).toBe('EIO');
    expect(wrote(process.write(master, bytes('x')))).toBe(1);
    const again = value(process.open(path, { access: 'rw', flags: ['nonblock'] }));
    expect(value(process.poll(master)).hup).toBe(false);
    expect(ending(process.read(master, 9))).toBe('EAGAIN');
    expect(text(process.read(again, 9))).toBe('x');
  });

  test('without the master the slave reads the end, writes EIO and cannot be opened', () => {
    const { process, master, slave, path } = world();
    process.write(master, bytes('zz'));
    process.close(master);
    expect(value(process.poll(slave))).toEqual({ in: true, out: true, hup: true, err: true });
    expect(text(process.read(slave, 9))).toBe('');
    expect(wrote(process.write(slave, bytes('x')))).toBe('EIO');
    expect(ending(process.ioctl(slave, 'TCGETS'))).toBe('EIO');
    expect(ending(process.open(path, { access: 'rw' }))).toBe('EIO');
  });

  test('a full direction takes no more and loses nothing; one read gives 4095 bytes at most', () => {
    const { process, master, slave } = world();
    let taken = 0;
    for (let count = wrote(process.write(slave, filled(1000))); typeof count === 'number'; ) {
      taken += count;
      count = wrote(process.write(slave, filled(1000)));
    }
    expect(value(process.poll(slave)).out).toBe(false);
    expect(value(process.read(master, 100000))).toHaveLength(4095);
    let left = taken - 4095;
    for (let read = process.read(master, 100000); read.ok; read = process.read(master, 100000))
      left -= read.value.length;
    expect(left).toBe(0);
    expect(value(process.poll(slave)).out).toBe(true);
  });
});
