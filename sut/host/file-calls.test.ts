import { describe, expect, test } from 'vitest';
import type { Process } from './process.ts';
import type { AccessMode, OpenFlag } from './status-flags.ts';
import { bench, bytes, ending, filled, text, value, wrote } from './test-machine.ts';

function put(process: Process, path: string, content: string): void {
  const fd = value(process.open(path, { access: 'w', flags: ['create', 'truncate'] }));
  process.write(fd, bytes(content));
  process.close(fd);
}
function content(process: Process, path: string): string {
  const fd = value(process.open(path, { access: 'r' }));
  const all = text(process.read(fd, 1 << 20));
  process.close(fd);
  return all;
}
function open(process: Process, path: string, access: AccessMode, ...flags: OpenFlag[]): number {
  return value(process.open(path, { access, flags }));
}

describe('offsets', () => {
  test('dups share the offset, a second open does not', () => {
    const { process } = bench();
    put(process, 'f', '0123456789');
    const fd = open(process, 'f', 'rw');
    const copy = value(process.dup(fd));
    const other = open(process, 'f', 'r');
    expect(text(process.read(fd, 3))).toBe('012');
    expect(text(process.read(copy, 2))).toBe('34');
    expect(text(process.read(other, 2))).toBe('01');
  });

  test('truncation leaves the offset; the next write makes a hole of zeros (OPEN-12)', () => {
    const { process } = bench();
    put(process, 'g', '0123456789');
    const fd = open(process, 'g', 'rw');
    process.seek(fd, 4);
    expect(process.ftruncate(fd, 0).ok).toBe(true);
    process.write(fd, bytes('x'));
    expect(content(process, 'g')).toBe('\0\0\0\0x');
    expect(value(process.seek(fd, 0, 'current'))).toBe(5);
  });

  test('O_APPEND writes at the end and moves the offset there; clearing it overwrites again', () => {
    const { process } = bench();
    put(process, 'a', 'hello');
    const fd = open(process, 'a', 'w', 'append');
    expect(value(process.seek(fd, 0, 'current'))).toBe(0);
    process.write(fd, bytes('yy'));
    expect(value(process.seek(fd, 0, 'current'))).toBe(7);
    process.seek(fd, 1);
    process.setStatusFlags(fd, []);
    process.write(fd, bytes('E'));
    expect(content(process, 'a')).toBe('hElloyy');
  });

  test('seeking: negative is EINVAL, beyond the end is fine, pipes and sockets refuse, devices ignore', () => {
    const { process } = bench();
    put(process, 'f', 'hello');
    const fd = open(process, 'f', 'r');
    expect(ending(process.seek(fd, -1))).toBe('EINVAL');
    expect(value(process.seek(fd, 5, 'end'))).toBe(10);
    expect(text(process.read(fd, 4))).toBe('');
    const [pipe] = value(process.pipe());
    expect(ending(process.seek(pipe, 0))).toBe('ESPIPE');
    expect(ending(process.seek(value(process.socketpair('stream'))[0], 0))).toBe('ESPIPE');
    expect(value(process.seek(open(process, '/dev/null', 'r'), 7))).toBe(0);
    expect(value(process.seek(value(process.eventfd()), 7))).toBe(0);
  });
});

test('the access mode decides: EBADF the other way, also for no bytes', () => {
  const { process } = bench();
  put(process, 'f', 'x');
  const reader = open(process, 'f', 'r');
  const writer = open(process, 'f', 'w');
  expect(ending(process.write(reader, bytes('')))).toBe('EBADF');
  expect(ending(process.read(writer, 0))).toBe('EBADF');
  expect(ending(process.ftruncate(reader, 0))).toBe('EINVAL');
});

test('a full disk takes what fits, then ENOSPC; truncation gives room back', () => {
  const { process } = bench({ diskBytes: 10 });
  const fd = open(process, 'f', 'w', 'create');
  expect(wrote(process.write(fd, filled(8)))).toBe(8);
  expect(wrote(process.write(fd, filled(8)))).toBe(2);
  expect(wrote(process.write(fd, filled(1)))).toBe('ENOSPC');
  process.ftruncate(fd, 0);
  process.seek(fd, 0);
  expect(wrote(process.write(fd, filled(4)))).toBe(4);
});

test('an unlinked file lives until its last descriptor is closed, then its bytes are free', () => {
  const { process } = bench({ diskBytes: 4 });
  const fd = open(process, 'f', 'rw', 'create');
  process.write(fd, filled(4));
  expect(process.unlink('f').ok).toBe(true);
  process.seek(fd, 0);
  expect(value(process.read(fd, 9))).toHaveLength(4);
  const other = open(process, 'g', 'w', 'create');
  expect(wrote(process.write(other, filled(1)))).toBe('ENOSPC');
  process.close(fd);
  expect(wrote(process.write(other, filled(4)))).toBe(4);
});

test('a descriptor that only names an unlinked file keeps its bytes, too', () => {
  const { process } = bench({ diskBytes: 4 });
  const fd = open(process, 'f', 'rw', 'create');
  process.write(fd, filled(4));
  const named = open(process, 'f', 'r', 'path');
  expect(process.unlink('f').ok).toBe(true);
  process.close(fd);
  const again = value(process.reopen(named, { access: 'r', flags: [] }));
  expect(value(process.read(again, 9))).toHaveLength(4);
  process.close(named);
  process.close(again);
  expect(wrote(process.write(open(process, 'g', 'w', 'create'), filled(4)))).toBe(4);
});

test('/dev/null swallows and ends, /dev/full has no space even for nothing and reads zeros', () => {
  const { process } = bench();
  const none = open(process, '/dev/null', 'rw');
  const full = open(process, '/dev/full', 'rw');
  expect([wrote(process.write(none, filled(3))), text(process.read(none, 3))]).toEqual([3, '']);
  expect(wrote(process.write(full, filled(3)))).toBe('ENOSPC');
  expect(wrote(process.write(full, filled(0)))).toBe('ENOSPC');
  expect(text(process.read(full, 3))).toBe('\0\0\0');
  expect(text(process.read(open(process, '/dev/zero', 'r'), 2))).toBe('\0\0');
});

/** Every kind of object, each descriptor blocking and read-write where the kind allows it. */
function kinds(process: Process): Readonly<Record<string, number>> {
  put(process, 'f', 'hello');
  process.mkdir('d');
  process.mkfifo('p');
  const [pipeRead, pipeWrite] = value(process.pipe());
  const pty = value(process.openPty());
  return {
    regular: open(process, 'f', 'rw'),
    sync: open(process, 'f', 'w', 'sync'),
    dsync: open(process, 'f', 'rw', 'dsync'),
    direct: open(process, 'f', 'rw', 'direct'),
    directory: open(process, 'd', 'r'),
    path: open(process, 'f', 'rw', 'path', 'nonblock', 'append', 'sync'),
    fifo: open(process, 'p', 'rw'),
    pipeRead,
    pipeWrite,
    stream: value(process.socketpair('stream'))[0],
    dgram: value(process.socketpair('dgram'))[0],
    unconnected: value(process.socket('stream')),
    master: pty.master,
    slave: pty.slave,
    null: open(process, '/dev/null', 'rw'),
    memfd: value(process.memfd()),
    eventfd: value(process.eventfd()),
  };
}
type Kind = keyof ReturnType<typeof kinds>;
function each(call: (process: Process, fd: number) => string): Readonly<Record<Kind, string>> {
  const { process } = bench();
  return Object.fromEntries(Object.entries(kinds(process)).map(([kind, fd]) => [kind, call(process, fd)]));
}
const shown = (process: Process, fd: number): string => {
  const flags = process.getStatusFlags(fd);
  return flags.ok ? `${flags.value.access}+${flags.value.flags.join(',')}` : flags.errno;
};

describe('F_GETFL and F_SETFL on every kind, as seen on Linux 6.18', () => {
  test('what an open shows', () => {
    expect(each(shown)).toMatchObject({
      regular: 'rw+',
      sync: 'w+sync',
      dsync: 'rw+dsync',
      direct: 'rw+direct',
      path: 'r+path',
      pipeRead: 'r+',
      stream: 'rw+',
      directory: 'r+',
    });
  });

  test('append and nonblock are set everywhere, sync nowhere, and an O_PATH descriptor refuses', () => {
    const after = each((process, fd) => {
      const result = process.setStatusFlags(fd, ['append', 'nonblock', 'sync', 'create']);
      return result.ok ? shown(process, fd) : result.errno;
    });
    expect(after).toMatchObject({
      regular: 'rw+append,nonblock',
      sync: 'w+append,nonblock,sync',
      dsync: 'rw+append,nonblock,dsync',
      direct: 'rw+append,nonblock',
      path: 'EBADF',
      pipeWrite: 'w+append,nonblock',
      stream: 'rw+append,nonblock',
      eventfd: 'rw+append,nonblock',
      null: 'rw+append,nonblock',
    });
  });

  test('O_DIRECT: files and pipes take it, all else is EINVAL without any change', () => {
    const after = each((process, fd) => {
      process.setStatusFlags(fd, ['append']);
      return `${ending(process.setStatusFlags(fd, ['direct']))} ${shown(process, fd)}`;
    });
    expect(after).toEqual({
      regular: 'ok rw+direct',
      sync: 'ok w+direct,sync',
      dsync: 'ok rw+direct,dsync',
      direct: 'ok rw+direct',
      directory: 'EINVAL r+append',
      path: 'EBADF r+path',
      fifo: 'ok rw+direct',
      pipeRead: 'ok r+direct',
      pipeWrite: 'ok w+direct',
      stream: 'EINVAL rw+append',
      dgram: 'EINVAL rw+append',
      unconnected: 'EINVAL rw+append',
      master: 'EINVAL rw+append',
      slave: 'EINVAL rw+append',
      null: 'EINVAL rw+append',
      memfd: 'EINVAL rw+append',
      eventfd: 'EINVAL rw+append',
    });
  });

  test('the flags belong to the description: a dup sees them change', () => {
    const { process } = bench();
    const [, write] = value(process.pipe());
    const copy = value(process.dup(write));
    process.setStatusFlags(copy, ['nonblock']);
    expect(shown(process, write)).toBe('w+nonblock');
  });
});

test('ftruncate(0): regular files only; O_PATH is EBADF; a negative size is EINVAL before all', () => {
  const after = each((process, fd) => `${ending(process.ftruncate(fd, 0))} ${ending(process.ftruncate(fd, -1))}`);
  const odd = { path: 'EBADF EINVAL', regular: 'ok EINVAL', sync: 'ok EINVAL', dsync: 'ok EINVAL' };
  const good = { direct: 'ok EINVAL', memfd: 'ok EINVAL' };
  const rest = Object.fromEntries(Object.keys(after).map((kind) => [kind, 'EINVAL EINVAL']));
  expect(after).toEqual({ ...rest, ...odd, ...good });
});

test('ioctl: only ttys know TCGETS, nothing knows PPCLAIM, O_PATH is EBADF', () => {
  const after = each((process, fd) => `${ending(process.ioctl(fd, 'TCGETS'))} ${ending(process.ioctl(fd, 'PPCLAIM'))}`);
  const rest = Object.fromEntries(Object.keys(after).map((kind) => [kind, 'ENOTTY ENOTTY']));
  expect(after).toEqual({ ...rest, path: 'EBADF EBADF', master: 'ok ENOTTY', slave: 'ok ENOTTY' });
});

test('reading, writing: what each kind gives without a wait', () => {
  const after = each((process, fd) => {
    process.setStatusFlags(fd, ['nonblock']);
    return `${ending(process.read(fd, 4))} ${ending(process.write(fd, filled(2)))}`;
  });
  expect(after).toEqual({
    regular: 'ok ok',
    sync: 'EBADF ok',
    dsync: 'ok ok',
    direct: 'ok ok',
    directory: 'EISDIR EBADF',
    path: 'EBADF EBADF',
    fifo: 'EAGAIN ok',
    pipeRead: 'EAGAIN EBADF',
    pipeWrite: 'EBADF ok',
    stream: 'EAGAIN ok',
    dgram: 'EAGAIN ok',
    unconnected: 'EINVAL ENOTCONN',
    master: 'EAGAIN ok',
    slave: 'ok ok', // what was written to the master
    null: 'ok ok',
    memfd: 'ok ok',
    eventfd: 'EINVAL EINVAL',
  });
});

describe('reopening through a handle', () => {
  test('an O_PATH handle keeps the bytes of a file without a name', () => {
    const { process } = bench();
    put(process, 'f', 'kept');
    const handle = open(process, 'f', 'r', 'path');
    process.unlink('f');
    const again = value(process.reopen(handle, { access: 'r' }));
    expect(text(process.read(again, 9))).toBe('kept');
  });

  test('gives a description of its own in the mode asked for; sockets and eventfds give ENXIO', () => {
    const modes: readonly AccessMode[] = ['r', 'w', 'rw'];
    const after = each((process, fd) =>
      modes.map((access) => ending(process.reopen(fd, { access, flags: ['nonblock'] }))).join(' '),
    );
    const rest = Object.fromEntries(Object.keys(after).map((kind) => [kind, 'ok ok ok']));
    const refused = { stream: 'ENXIO ENXIO ENXIO', dgram: 'ENXIO ENXIO ENXIO', unconnected: 'ENXIO ENXIO ENXIO' };
    expect(after).toEqual({ ...rest, ...refused, eventfd: 'ENXIO ENXIO ENXIO', directory: 'ok EISDIR EISDIR' });
  });

  test('with other flags', () => {
    const tried = (...flags: OpenFlag[]): Readonly<Record<string, string>> =>
      each((process, fd) => ending(process.reopen(fd, { access: 'rw', flags })));
    expect(new Set(Object.values(tried('create', 'exclusive')))).toEqual(new Set(['EEXIST']));
    expect(new Set(Object.values(tried('path')))).toEqual(new Set(['ok']));
    expect(tried('direct')).toMatchObject({
      regular: 'ok',
      fifo: 'EINVAL',
      null: 'EINVAL',
      slave: 'EINVAL',
      stream: 'ENXIO',
    });
    expect(tried('truncate')).toMatchObject({ regular: 'ok', pipeRead: 'ok', null: 'ok', directory: 'EISDIR' });
    expect(tried('directory')).toMatchObject({ regular: 'ENOTDIR', stream: 'ENOTDIR', pipeRead: 'ENOTDIR' });
  });

  test('a pipe reopened O_RDWR loops back and counts as a writer and a reader', () => {
    const { process } = bench();
    const [read, write] = value(process.pipe({ nonblock: true, name: 'p' }));
    const both = value(process.reopen(read, { access: 'rw' }));
    process.write(both, bytes('k'));
    expect(text(process.read(both, 3))).toBe('k');
    process.close(write);
    expect(ending(process.read(read, 1))).toBe('EAGAIN');
    process.close(both);
    expect(text(process.read(read, 1))).toBe('');
    expect(ending(process.reopen(99, { access: 'r' }))).toBe('ENOENT');
  });

  test('an anonymous pipe without the other end is reopened at once', () => {
    const { process } = bench();
    const [read, write] = value(process.pipe());
    process.close(read);
    const again = value(process.reopen(write, { access: 'w', flags: ['nonblock'] }));
    expect(value(process.poll(again))).toEqual({ in: false, out: true, hup: false, err: true });
  });
});
