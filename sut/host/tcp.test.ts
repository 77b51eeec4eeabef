import { expect, test } from 'vitest';
import { firstChoice } from '../runtime/chooser.ts';
import { createClock } from '../runtime/clock.ts';
import { createKernel } from './kernel.ts';
import type { Process } from './process.ts';

const where = { host: '127.0.0.1', port: 20_000 };
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (each) => each.charCodeAt(0));

function process(): Process {
  return createKernel({ clock: createClock(), chooser: firstChoice() }).createProcess('p');
}

function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errno: string },
): T {
  if (!result.ok) throw new Error(result.errno);
  return result.value;
}

function server(made: Process): number {
  const fd = value(made.socket('stream', { family: 'inet', nonblock: true }));
  value(made.bind(fd, where));
  value(made.listen(fd, 1));
  return fd;
}

function client(made: Process): number {
  const fd = value(made.socket('stream', { family: 'inet', nonblock: true }));
  value(made.connect(fd, where));
  return fd;
}

function joinedPair(made: Process): readonly [number, number] {
  const listener = server(made);
  const near = client(made);
  return [near, value(made.accept(listener, { nonblock: true }))];
}

test('both ends know both ports', () => {
  const made = process();
  const [near, far] = joinedPair(made);
  const info = value(made.socketInfo(near));
  expect(info.peer).toEqual(where);
  expect(value(made.socketInfo(far))).toMatchObject({ local: where, peer: info.local });
});

test('a port that somebody listens on cannot be bound, and can be once nobody does', () => {
  const made = process();
  const listener = server(made);
  const other = value(made.socket('stream', { family: 'inet' }));
  expect(made.bind(other, where)).toMatchObject({ ok: false, errno: 'EADDRINUSE' });
  value(made.close(listener));
  expect(made.bind(other, where).ok).toBe(true);
});

test('nobody listens: the connection is refused', () => {
  const made = process();
  const fd = value(made.socket('stream', { family: 'inet' }));
  expect(made.connect(fd, where)).toMatchObject({ ok: false, errno: 'ECONNREFUSED' });
});

test('where both ends are shut there is nothing to shut any more', () => {
  const made = process();
  const [near, far] = joinedPair(made);
  expect(made.shutdown(near, 'w').ok).toBe(true);
  expect(made.shutdown(near, 'w').ok).toBe(true);
  expect(made.shutdown(far, 'w').ok).toBe(true);
  expect(made.shutdown(near, 'rw')).toMatchObject({ ok: false, errno: 'ENOTCONN' });
  expect(made.shutdown(far, 'w')).toMatchObject({ ok: false, errno: 'ENOTCONN' });
});

test('a closed peer is an end of file and no hang-up; what is sent to it is taken, then refused', () => {
  const made = process();
  const [near, far] = joinedPair(made);
  value(made.write(far, bytes('last')));
  value(made.close(far));
  expect(value(made.poll(near))).toMatchObject({ in: true, hup: false });
  expect(value(made.read(near, 10)).length).toBe(4);
  expect(value(made.read(near, 10)).length).toBe(0);
  expect(value(made.write(near, bytes('x')))).toBe(1);
  expect(made.write(near, bytes('x'))).toMatchObject({ ok: false, errno: 'EPIPE' });
  expect(value(made.poll(near)).hup).toBe(true);
});

test('closing with something unread is a reset, behind what was sent before', () => {
  const made = process();
  const [near, far] = joinedPair(made);
  value(made.write(near, bytes('unread')));
  value(made.write(far, bytes('kept')));
  value(made.close(far));
  expect(value(made.poll(near)).hup).toBe(true);
  expect(value(made.read(near, 10)).length).toBe(4);
  expect(made.read(near, 10)).toMatchObject({ ok: false, errno: 'ECONNRESET' });
  expect(value(made.read(near, 10)).length).toBe(0);
});

test('a reset is told once, to a write as to a read, and behind an end of file to a write alone', () => {
  const made = process();
  const [near, far] = joinedPair(made);
  value(made.write(near, bytes('unread')));
  value(made.close(far));
  expect(made.write(near, bytes('x'))).toMatchObject({ ok: false, errno: 'ECONNRESET' });
  expect(made.write(near, bytes('x'))).toMatchObject({ ok: false, errno: 'EPIPE' });
  expect(value(made.read(near, 10)).length).toBe(0);
});
