import { describe, expect, test } from 'vitest';
import type { AccessMode, OpenFlag } from './status-flags.ts';
import { type Bench, bench, bytes, ending, value } from './test-machine.ts';

function world(): Bench {
  const each = bench();
  each.process.mkdir('dd');
  const fd = value(each.process.open('f', { access: 'w', flags: ['create'] }));
  each.process.write(fd, bytes('x'));
  return each;
}

describe('errors of open, as seen on Linux 6.18', () => {
  const cases: readonly (readonly [string, AccessMode, readonly OpenFlag[], string])[] = [
    ['no', 'r', [], 'ENOENT'],
    ['no/x', 'w', ['create'], 'ENOENT'],
    ['', 'rw', ['create'], 'ENOENT'],
    ['dd', 'w', [], 'EISDIR'],
    ['dd', 'rw', [], 'EISDIR'],
    ['dd', 'r', ['create'], 'EISDIR'],
    ['dd', 'r', ['truncate'], 'EISDIR'],
    ['dd', 'r', [], 'ok'],
    ['dd/', 'r', [], 'ok'],
    ['dd', 'w', ['create', 'exclusive'], 'EEXIST'],
    ['dd', 'r', ['direct'], 'EINVAL'],
    ['f/', 'r', [], 'ENOTDIR'],
    ['f/', 'w', ['create'], 'EISDIR'],
    ['new/', 'w', ['create'], 'EISDIR'],
    ['f/x', 'w', ['create'], 'ENOTDIR'],
    ['f', 'w', ['create', 'exclusive'], 'EEXIST'],
    ['f', 'r', ['directory'], 'ENOTDIR'],
    ['new', 'r', ['create', 'directory'], 'EINVAL'],
    ['n'.repeat(256), 'w', ['create'], 'ENAMETOOLONG'],
    ['n'.repeat(255), 'w', ['create'], 'ok'],
    [`${'./'.repeat(2100)}x`, 'w', ['create'], 'ENAMETOOLONG'],
    ['/dev/null', 'w', ['create', 'exclusive'], 'EEXIST'],
    ['/dev/null', 'w', ['truncate'], 'ok'],
    ['/dev/null', 'w', ['direct'], 'EINVAL'],
    ['.', 'r', [], 'ok'],
    ['dd/../f', 'r', [], 'ok'],
    ['nod/../f', 'r', [], 'ENOENT'],
    ['f/../f', 'r', [], 'ENOTDIR'],
    ['/', 'w', [], 'EISDIR'],
    ['//dev/fdset/1', 'w', ['create'], 'ENOENT'],
    ['/dev/fdset', 'w', ['create'], 'ok'],
    ['zz', 'r', ['path', 'create'], 'ENOENT'],
  ];
  test.each(cases)('%s as %s with %j: %s', (path, access, flags, result) => {
    expect(ending(world().process.open(path, { access, flags }))).toBe(result);
  });
});

test('O_TRUNC truncates even a read-only open, but not an O_PATH one', () => {
  const { process } = world();
  process.open('f', { access: 'w', flags: ['path', 'truncate'] });
  expect(value(process.stat('f')).size).toBe(1);
  process.open('f', { access: 'r', flags: ['truncate'] });
  expect(value(process.stat('f')).size).toBe(0);
});

test('directories: made once, not unlinked', () => {
  const { process } = world();
  process.mkfifo('dd/b');
  process.mkdir('dd/a');
  process.open('dd/B', { access: 'w', flags: ['create'] });
  expect(ending(process.mkdir('dd'))).toBe('EEXIST');
  expect(ending(process.mkdir('no/x'))).toBe('ENOENT');
  expect(ending(process.mkdir('f/x'))).toBe('ENOTDIR');
  expect(ending(process.unlink('dd'))).toBe('EISDIR');
  expect(ending(process.unlink('f/'))).toBe('ENOTDIR');
  expect(ending(process.unlink('qq'))).toBe('ENOENT');
});

test('relative paths start at the working directory, names are absolute', () => {
  const { kernel } = world();
  const process = kernel.createProcess('other', { workingDirectory: '/elsewhere' });
  value(process.open('./log', { access: 'w', flags: ['create'] }));
  expect(process.descriptors()[0]?.object).toBe('/elsewhere/log');
  expect(value(process.stat('/elsewhere/log')).kind).toBe('regular');
  expect(value(process.stat('../scenario')).kind).toBe('directory');
});
