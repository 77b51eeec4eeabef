import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bench, ending, value } from './test-machine.ts';

describe('numbers', () => {
  test('the lowest free number is taken, whatever was closed in between', () => {
    const operation = fc.oneof(
      fc.constant('open' as const),
      fc.record({ close: fc.nat(20) }),
      fc.record({ dupFrom: fc.nat(20), min: fc.nat(30) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const { process } = bench();
        const open = new Set<number>();
        const lowest = (min: number): number => {
          let fd = min;
          while (open.has(fd)) fd += 1;
          return fd;
        };
        for (const each of operations) {
          if (each === 'open') {
            const expected = lowest(0);
            expect(process.open('/dev/null', { access: 'rw' })).toEqual({ ok: true, value: expected });
            open.add(expected);
          } else if ('close' in each) {
            expect(process.close(each.close).ok).toBe(open.delete(each.close));
          } else if (open.has(each.dupFrom)) {
            const expected = lowest(each.min);
            expect(process.dup(each.dupFrom, { min: each.min })).toEqual({ ok: true, value: expected });
            open.add(expected);
          }
        }
        expect(process.descriptors().map(({ fd }) => fd)).toEqual([...open].sort((a, b) => a - b));
      }),
    );
  });

  test('numbers that were never numbers are not open', () => {
    const { process } = bench();
    for (const fd of [-1, 0, 400, 1.5, Number.NaN]) expect(ending(process.read(fd, 1))).toBe('EBADF');
  });

  test('F_DUPFD refuses a negative start and one beyond the limit', () => {
    const { process } = bench();
    const fd = value(process.open('/dev/null', { access: 'r' }));
    expect(ending(process.dup(fd, { min: -1 }))).toBe('EINVAL');
    expect(ending(process.dup(fd, { min: 1024 }))).toBe('EINVAL');
  });
});

describe('the limit', () => {
  test('limitFree leaves exactly so many numbers, also with holes', () => {
    const { process } = bench();
    for (let count = 0; count < 6; count += 1) process.open('/dev/null', { access: 'r' });
    process.close(1);
    process.close(4);
    process.limitFree(3);
    const open = (): string => ending(process.open('/dev/null', { access: 'r' }));
    expect([open(), open(), open(), open()]).toEqual(['ok', 'ok', 'ok', 'EMFILE']);
    process.limitFree(null);
    expect(open()).toBe('ok');
    process.limitFree(0);
    expect(open()).toBe('EMFILE');
  });

  test('a full table is noticed before anything is created, and a pair needs two numbers', () => {
    const { process } = bench();
    process.limitFree(0);
    expect(ending(process.open('new', { access: 'w', flags: ['create'] }))).toBe('EMFILE');
    expect(ending(process.open('missing', { access: 'r' }))).toBe('EMFILE');
    expect(ending(process.stat('new'))).toBe('ENOENT');
    process.limitFree(1);
    expect(ending(process.pipe())).toBe('EMFILE');
    expect(ending(process.socketpair('stream'))).toBe('EMFILE');
    expect(process.descriptors()).toEqual([]);
  });
});

describe('close-on-exec', () => {
  test('belongs to the number, not to the description', () => {
    const { process } = bench();
    const fd = value(process.open('/dev/null', { access: 'r', flags: ['close-on-exec'] }));
    const copy = value(process.dup(fd));
    expect([value(process.getCloseOnExec(fd)), value(process.getCloseOnExec(copy))]).toEqual([true, false]);
    process.setCloseOnExec(copy, true);
    process.setCloseOnExec(fd, false);
    expect([value(process.getCloseOnExec(fd)), value(process.getCloseOnExec(copy))]).toEqual([false, true]);
  });
});

describe('inheritance', () => {
  test('a child shares the description under the number it was given', () => {
    const { kernel, process } = bench();
    const child = kernel.createProcess('child');
    const fd = value(process.open('log', { access: 'w', flags: ['create', 'append'] }));
    expect(process.inherit(child, { 3: fd, 30: fd }).ok).toBe(true);
    expect(child.descriptors().map((each) => [each.fd, each.object, each.flags])).toEqual([
      [3, '/scenario/log', ['append']],
      [30, '/scenario/log', ['append']],
    ]);
    process.close(fd);
    expect(kernel.descriptions()).toHaveLength(1);
    child.exit();
    expect(kernel.descriptions()).toEqual([]);
    expect(kernel.processes.map(({ name }) => name)).toEqual(['test']);
  });

  test('a number that is not open inherits nothing at all', () => {
    const { kernel, process } = bench();
    const child = kernel.createProcess('child');
    const fd = value(process.open('/dev/null', { access: 'w' }));
    expect(ending(process.inherit(child, { 3: fd, 4: 99 }))).toBe('EBADF');
    expect(child.descriptors()).toEqual([]);
  });
});
