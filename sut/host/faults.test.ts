import { describe, expect, test } from 'vitest';
import { recordingChooser, replayChooser } from '../runtime/chooser.ts';
import { bench, bytes, ending, filled, value, wrote } from './test-machine.ts';

describe('planted faults', () => {
  test('strike the next so many calls of their kind on their object, and no others', () => {
    const { process } = bench();
    const [, p] = value(process.pipe({ name: 'p' }));
    const [, q] = value(process.pipe({ name: 'q' }));
    process.faults.plant({ call: 'write', object: 'p', times: 2, give: { errno: 'ENOSPC' } });
    expect(wrote(process.write(q, bytes('x')))).toBe(1);
    expect([1, 2, 3].map(() => wrote(process.write(p, bytes('x'))))).toEqual(['ENOSPC', 'ENOSPC', 1]);
    expect(process.faults.active).toBe(false);
  });

  test('a short write takes so many bytes and does not sleep for the rest', () => {
    const { process } = bench();
    const [read, write] = value(process.pipe());
    process.faults.plant({ call: 'write', give: { short: 3 } });
    process.faults.plant({ call: 'read', give: { short: 1 } });
    expect(wrote(process.write(write, filled(10)))).toBe(3);
    expect(value(process.read(read, 10))).toHaveLength(1);
    expect(() => process.faults.plant({ call: 'read', give: { short: 0 } })).toThrow(RangeError);
  });

  test('each kind of call can be struck; a refused open creates nothing', () => {
    const { process } = bench();
    const fd = value(process.open('f', { access: 'rw', flags: ['create'] }));
    for (const call of ['open', 'dup', 'ftruncate', 'fcntl'] as const)
      process.faults.plant({ call, give: { errno: 'EIO' } });
    expect(process.faults.remaining).toBe(4);
    expect(ending(process.open('g', { access: 'w', flags: ['create'] }))).toBe('EIO');
    expect(ending(process.stat('g'))).toBe('ENOENT');
    expect(ending(process.dup(fd))).toBe('EIO');
    expect(ending(process.ftruncate(fd, 0))).toBe('EIO');
    expect(ending(process.getStatusFlags(fd))).toBe('EIO');
    expect(process.faults.remaining).toBe(0);
  });

  test('belong to one process', () => {
    const { process, kernel } = bench();
    const other = kernel.createProcess('other');
    process.faults.plant({ call: 'open', give: { errno: 'EIO' } });
    expect(ending(other.open('/dev/null', { access: 'r' }))).toBe('ok');
  });
});

describe('possible faults', () => {
  test('are one choice a matching call, the first option being none; other calls are not asked', () => {
    const chooser = recordingChooser(replayChooser([0, 2, 1]));
    const { process } = bench({ chooser });
    const [, write] = value(process.pipe({ name: 'p' }));
    process.faults.allow([{ call: 'write', object: 'p', effects: [{ errno: 'EAGAIN' }, { short: 1 }] }]);
    const results = [1, 2, 3].map(() => wrote(process.write(write, bytes('xyz'))));
    process.open('/dev/null', { access: 'r' });
    expect(results).toEqual([3, 1, 'EAGAIN']);
    expect(chooser.choices.map(({ count, choice, what }) => [count, choice, what])).toEqual([
      [3, 0, 'fault write p'],
      [3, 2, 'fault write p'],
      [3, 1, 'fault write p'],
    ]);
  });
});
