import { describe, expect, test } from 'vitest';
import type { Result } from './result.ts';
import type { AccessMode, OpenFlag } from './status-flags.ts';
import { type Bench, bench, bytes, ending, text, value, wrote } from './test-machine.ts';

function world(): Bench & { open(access: AccessMode, ...flags: OpenFlag[]): Result<number> } {
  const each = bench();
  each.process.mkfifo('ff');
  return { ...each, open: (access, ...flags) => each.process.open('ff', { access, flags }) };
}
/** Resumes a call that must be asleep and awake now. */
function resumed<T>(result: Result<T>): Result<T> {
  if (result.ok || result.sleep === null) throw new Error('the call does not sleep');
  expect(result.sleep.awake()).toBe(true);
  return result.sleep.resume();
}
function awake(result: Result<unknown>): boolean {
  return result.ok || result.sleep === null || result.sleep.awake();
}

describe('opening without waiting', () => {
  test('O_NONBLOCK refuses a writer without a reader and lets a reader in', () => {
    const { open, process } = world();
    expect(ending(open('w', 'nonblock'))).toBe('ENXIO');
    const reader = value(open('r', 'nonblock'));
    expect(value(process.poll(reader))).toEqual({ in: false, out: false, hup: false, err: false });
    expect(text(process.read(reader, 1))).toBe('');
    expect(ending(open('w', 'nonblock', 'truncate', 'create'))).toBe('ok');
    expect(ending(process.read(reader, 1))).toBe('EAGAIN');
  });

  test('O_RDWR never waits and loops back', () => {
    const { open, process } = world();
    const both = value(open('rw'));
    process.write(both, bytes('q'));
    expect(text(process.read(both, 2))).toBe('q');
    expect(ending(process.read(both, 2))).toBe('sleeps');
  });

  test('O_DIRECT and O_EXCL are refused, and an O_PATH descriptor is no end', () => {
    const { open, process } = world();
    expect(ending(open('rw', 'direct'))).toBe('EINVAL');
    expect(ending(open('rw', 'create', 'exclusive'))).toBe('EEXIST');
    expect(ending(process.mkfifo('ff'))).toBe('EEXIST');
    const path = value(open('r', 'path'));
    expect(ending(open('w', 'nonblock'))).toBe('ENXIO');
    expect(ending(process.reopen(path, { access: 'rw' }))).toBe('ok');
  });
});

describe('opening with a wait', () => {
  test('a writer sleeps until a reader comes, and gets the number that was free when it began', () => {
    const { open, process } = world();
    const writer = open('w');
    expect(ending(writer)).toBe('sleeps');
    expect(awake(writer)).toBe(false);
    const reader = value(open('r', 'nonblock'));
    expect(reader).toBe(1);
    expect(value(resumed(writer))).toBe(0);
    expect(process.descriptors().map(({ fd, access }) => [fd, access])).toEqual([
      [0, 'w'],
      [1, 'r'],
    ]);
  });

  test('a sleeping reader already counts: a writer need not wait', () => {
    const { open } = world();
    const reader = open('r');
    expect(ending(open('w', 'nonblock'))).toBe('ok');
    expect(ending(resumed(reader))).toBe('ok');
  });

  test('two sleeping openers wake each other', () => {
    const { open } = world();
    const reader = open('r');
    const writer = open('w');
    expect(ending(writer)).toBe('ok');
    expect(ending(resumed(reader))).toBe('ok');
  });

  test('an opener whose partner has left again still opens', () => {
    const { open, process } = world();
    const writer = open('w');
    process.close(value(open('r', 'nonblock')));
    const fd = value(resumed(writer));
    expect(wrote(process.write(fd, bytes('x')))).toBe('EPIPE');
  });

  test('an interrupted open leaves no end, no number and no description behind', () => {
    const { open, process, kernel } = world();
    const writer = open('w');
    if (writer.ok || writer.sleep === null) throw new Error('must sleep');
    expect(ending(writer.sleep.interrupt())).toBe('EINTR');
    expect(kernel.descriptions()).toEqual([]);
    const reader = value(open('r', 'nonblock'));
    expect(reader).toBe(0);
    expect(text(process.read(reader, 1))).toBe('');
  });
});

test('unread bytes go when the last end closes; hup shows only writers that were seen', () => {
  const { open, process } = world();
  const reader = value(open('r', 'nonblock'));
  const writer = value(open('w'));
  process.write(writer, bytes('left'));
  process.close(writer);
  expect(value(process.poll(reader))).toMatchObject({ in: true, hup: true });
  process.close(reader);
  const again = value(open('r', 'nonblock'));
  expect(value(process.poll(again))).toMatchObject({ in: false, hup: false });
});

test('an unlinked FIFO lives on for who has it', () => {
  const { open, process } = world();
  const both = value(open('rw'));
  process.unlink('ff');
  process.write(both, bytes('z'));
  expect(text(process.read(both, 1))).toBe('z');
  expect(ending(open('rw'))).toBe('ENOENT');
});
