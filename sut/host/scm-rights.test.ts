import { describe, expect, test } from 'vitest';
import type { SocketType } from './process.ts';
import { type Bench, bench, bytes, ending, text, value, wrote } from './test-machine.ts';

type World = Bench & { readonly a: number; readonly b: number; readonly read: number; readonly write: number };
function world(type: SocketType = 'stream'): World {
  const { kernel, process } = bench();
  const [a, b] = value(process.socketpair(type, { nonblock: true, name: 's' }));
  const [read, write] = value(process.pipe({ nonblock: true, name: 'p' }));
  return { kernel, process, a, b, read, write };
}
/** Text and number of descriptors of one recvmsg. */
function got(each: World, max: number = 100, maxFds: number = 16): string {
  const result = each.process.recvmsg(each.b, max, maxFds);
  if (!result.ok) return result.errno;
  const { fds, truncated } = result.value;
  return `${String.fromCharCode(...result.value.bytes)}+${fds.length}${truncated ? ' truncated' : ''}`;
}

describe('streams, as seen on Linux 6.18', () => {
  test('a read takes earlier plain bytes along and stops behind the message with descriptors', () => {
    const each = world();
    each.process.write(each.a, bytes('x'));
    each.process.sendmsg(each.a, bytes('yz'), [each.read]);
    each.process.write(each.a, bytes('q'));
    expect([got(each), got(each), got(each)]).toEqual(['xyz+1', 'q+0', 'EAGAIN']);
  });

  test('two messages with descriptors are never read together', () => {
    const each = world();
    each.process.sendmsg(each.a, bytes('ab'), [each.read]);
    each.process.sendmsg(each.a, bytes('cd'), [each.write]);
    expect([got(each), got(each)]).toEqual(['ab+1', 'cd+1']);
  });

  test('descriptors come with the first byte, and the rest of the message joins what follows', () => {
    const each = world();
    each.process.sendmsg(each.a, bytes('ab'), [each.read]);
    each.process.write(each.a, bytes('c'));
    expect([got(each, 1), got(each, 5)]).toEqual(['a+1', 'bc+0']);
  });

  test('a plain read loses the descriptors but stops in the same place', () => {
    const each = world();
    each.process.sendmsg(each.a, bytes('yz'), [each.write]);
    each.process.write(each.a, bytes('x'));
    each.process.close(each.write);
    expect(text(each.process.read(each.b, 10))).toBe('yz');
    expect(text(each.process.read(each.read, 1))).toBe(''); // the write end is gone for good
  });

  test('an empty message carries nothing', () => {
    const each = world();
    expect(wrote(each.process.sendmsg(each.a, bytes(''), [each.read]))).toBe(0);
    expect(got(each)).toBe('EAGAIN');
    each.process.close(each.read);
    expect(each.kernel.descriptions().filter(({ object }) => object === 'p')).toHaveLength(1);
  });
});

test('datagrams carry descriptors even when empty or cut', () => {
  const each = world('dgram');
  each.process.sendmsg(each.a, bytes('abc'), [each.read]);
  each.process.write(each.a, bytes('n'));
  each.process.sendmsg(each.a, bytes(''), [each.read]);
  expect([got(each, 2), got(each), got(each)]).toEqual(['ab+1', 'n+0', '+1']);
});

describe('numbers', () => {
  test('at most what the receiver asks for; the rest is dropped', () => {
    const each = world();
    each.process.sendmsg(each.a, bytes('k'), Array(17).fill(each.read));
    expect(got(each)).toBe('k+16 truncated');
    const references = each.kernel
      .descriptions()
      .find(({ object, access }) => object === 'p' && access === 'r')?.references;
    expect(references).toBe(17);
  });

  test('a full table drops silently: the bytes come, the descriptors do not', () => {
    const each = world();
    each.process.sendmsg(each.a, bytes('ab'), [each.read, each.write]);
    each.process.limitFree(1);
    expect(got(each)).toBe('ab+1 truncated');
    each.process.sendmsg(each.a, bytes('ab'), [each.read, each.write]);
    each.process.limitFree(0);
    expect(got(each)).toBe('ab+0 truncated');
  });

  test('254 are refused, 253 are not, and one bad number refuses all', () => {
    const each = world();
    expect(ending(each.process.sendmsg(each.a, bytes('k'), Array(254).fill(each.read)))).toBe('EINVAL');
    expect(ending(each.process.sendmsg(each.a, bytes('k'), Array(253).fill(each.read)))).toBe('ok');
    expect(ending(each.process.sendmsg(each.a, bytes('k'), [each.read, 999]))).toBe('EBADF');
  });

  test('received ones take the lowest numbers in order, close-on-exec set, sharing the description', () => {
    const each = world();
    each.process.setStatusFlags(each.write, ['append', 'nonblock']);
    each.process.sendmsg(each.a, bytes('k'), [each.write, each.read]);
    const { fds } = value(each.process.recvmsg(each.b, 9, 16));
    expect(fds).toEqual([4, 5]);
    const of = (fd: number) => each.process.descriptors().find((entry) => entry.fd === fd);
    expect(of(4)).toMatchObject({ object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true });
    expect(of(4)?.description).toBe(of(each.write)?.description);
  });
});

test('what is in flight when the receiver closes is released', () => {
  const each = world();
  each.process.sendmsg(each.a, bytes('k'), [each.write]);
  each.process.close(each.write);
  expect(ending(each.process.read(each.read, 1))).toBe('EAGAIN');
  each.process.close(each.b);
  expect(text(each.process.read(each.read, 1))).toBe('');
});

test('an O_PATH descriptor can be passed', () => {
  const each = world();
  const path = value(each.process.open('/dev', { access: 'r', flags: ['path'] }));
  each.process.sendmsg(each.a, bytes('k'), [path]);
  expect(got(each)).toBe('k+1');
});
