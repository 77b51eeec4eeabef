import { describe, expect, test } from 'vitest';
import type { Process, SocketType } from './process.ts';
import { bench, bytes, ending, filled, text, value, wrote } from './test-machine.ts';

function pair(process: Process, type: SocketType = 'stream'): readonly [number, number] {
  return value(process.socketpair(type, { nonblock: true }));
}
function polled(process: Process, fd: number): string {
  const poll = value(process.poll(fd));
  return (['in', 'out', 'err', 'hup'] as const).filter((each) => poll[each]).join('|');
}
function readEnding(process: Process, fd: number): string {
  const result = process.read(fd, 9);
  return result.ok ? `'${text(result)}'` : result.errno;
}

describe('stream, as seen on Linux 6.18', () => {
  test('pieces of a stream flow together', () => {
    const { process } = bench();
    const [a, b] = pair(process);
    for (const piece of ['one', 'two', 'three']) process.write(a, bytes(piece));
    expect(text(process.read(b, 4))).toBe('onet');
    expect(text(process.read(b, 100))).toBe('wothree');
    expect(readEnding(process, b)).toBe('EAGAIN');
  });

  test('a peer that closed with unread data: what is there, ECONNRESET once, the end; writes EPIPE', () => {
    const { process } = bench();
    const [a, b] = pair(process);
    process.write(a, bytes('z'));
    process.write(b, bytes('w'));
    process.close(b);
    expect(polled(process, a)).toBe('in|out|err|hup');
    expect([readEnding(process, a), readEnding(process, a), readEnding(process, a)]).toEqual([
      "'w'",
      'ECONNRESET',
      "''",
    ]);
    expect(wrote(process.write(a, bytes('k')))).toBe('EPIPE');
    expect(polled(process, a)).toBe('in|out|hup');
  });

  test('a peer that closed with nothing unread: data, then the end', () => {
    const { process } = bench();
    const [a, b] = pair(process);
    process.write(b, bytes('w'));
    process.close(b);
    expect(wrote(process.write(a, bytes('k')))).toBe('EPIPE');
    expect([readEnding(process, a), readEnding(process, a)]).toEqual(["'w'", "''"]);
  });

  test('shutdown for writing', () => {
    const { process } = bench();
    const [a, b] = pair(process);
    process.shutdown(a, 'w');
    expect([polled(process, a), wrote(process.write(a, bytes('k')))]).toEqual(['out', 'EPIPE']);
    expect([polled(process, b), readEnding(process, b)]).toEqual(['in|out', "''"]);
    process.write(b, bytes('x'));
    expect(readEnding(process, a)).toBe("'x'");
  });

  test('shutdown for reading, and for both', () => {
    const { process } = bench();
    const [a, b] = pair(process);
    process.write(b, bytes('pre'));
    process.shutdown(a, 'r');
    expect([polled(process, a), readEnding(process, a), readEnding(process, a)]).toEqual(['in|out', "'pre'", "''"]);
    expect([polled(process, b), wrote(process.write(b, bytes('x')))]).toEqual(['out', 'EPIPE']);
    process.shutdown(a, 'rw');
    expect([polled(process, a), polled(process, b)]).toEqual(['in|out|hup', 'in|out|hup']);
  });

  test('unconnected: EINVAL and ENOTCONN, poll says out and hup', () => {
    const { process } = bench();
    const fd = value(process.socket('stream', { nonblock: true }));
    expect([readEnding(process, fd), wrote(process.write(fd, bytes('x')))]).toEqual(['EINVAL', 'ENOTCONN']);
    expect(polled(process, fd)).toBe('out|hup');
  });
});

describe('buffer sizes, as seen on Linux 6.18 (x86-64)', () => {
  const table: readonly (readonly [SocketType, number, number, number])[] = [
    ['stream', 1, 278, 278],
    ['stream', 192, 278, 53376],
    ['stream', 193, 167, 32231],
    ['stream', 960, 93, 89280],
    ['stream', 1984, 49, 97216],
    ['stream', 3776, 49, 185024],
    ['stream', 3777, 44, 166188],
    ['stream', 4097, 44, 180268],
    ['stream', 5000, 34, 170000],
    ['stream', 8192, 24, 196608],
    ['stream', 16384, 13, 212992],
    ['stream', 32768, 7, 229376],
    ['stream', 65536, 4, 233152],
    ['stream', 1000000, 1, 219264],
    ['dgram', 1, 278, 278],
    ['dgram', 3777, 26, 98202],
    ['dgram', 5000, 26, 130000],
    ['dgram', 8192, 13, 106496],
    ['dgram', 16384, 11, 180224],
    ['dgram', 32768, 6, 196608],
    ['dgram', 65536, 4, 262144],
  ];
  test.each(table)('%s writes of %i bytes: %i are taken, %i bytes in all', (type, size, times, total) => {
    const { process } = bench();
    const [a] = pair(process, type);
    const counts: number[] = [];
    for (;;) {
      const result = process.write(a, filled(size));
      if (!result.ok) break;
      counts.push(result.value);
    }
    expect([counts.length, counts.reduce((sum, each) => sum + each, 0)]).toEqual([times, total]);
  });

  test('poll says out only while a quarter of the buffer is in use at most, and room returns with whole messages', () => {
    const { process } = bench();
    const [a, b] = pair(process);
    for (let count = 0; count < 69; count += 1) process.write(a, bytes('x'));
    expect(polled(process, a)).toBe('out');
    process.write(a, bytes('xy'));
    expect(polled(process, a)).toBe('');
    process.read(b, 1);
    expect(polled(process, a)).toBe('out');
  });
});

describe('datagrams', () => {
  test('come one a read, cut to the buffer; an empty one is read too', () => {
    const { process } = bench();
    const [a, b] = pair(process, 'dgram');
    for (const each of ['1', '222', '']) process.write(a, bytes(each));
    expect([text(process.read(b, 1)), text(process.read(b, 2)), text(process.read(b, 9))]).toEqual(['1', '22', '']);
    expect(readEnding(process, b)).toBe('EAGAIN');
  });

  test('a closed peer: its last words, no end, ECONNREFUSED once, then ENOTCONN', () => {
    const { process } = bench();
    const [a, b] = pair(process, 'dgram');
    process.write(b, bytes('w'));
    process.close(b);
    expect([readEnding(process, a), readEnding(process, a)]).toEqual(["'w'", 'EAGAIN']);
    expect(wrote(process.write(a, bytes('x')))).toBe('ECONNREFUSED');
    expect(wrote(process.write(a, bytes('x')))).toBe('ENOTCONN');
  });

  test('who writes to a closed peer loses what it had not read of it', () => {
    const { process } = bench();
    const [a, b] = pair(process, 'dgram');
    process.write(b, bytes('w'));
    process.close(b);
    expect(wrote(process.write(a, bytes('x')))).toBe('ECONNREFUSED');
    expect(readEnding(process, a)).toBe('EAGAIN');
  });

  test('shutdown stops only the own side; too long a message is EMSGSIZE', () => {
    const { process } = bench();
    const [a, b] = pair(process, 'dgram');
    expect(wrote(process.write(a, filled(212960)))).toBe(212960);
    expect(wrote(process.write(b, filled(212961)))).toBe('EMSGSIZE');
    process.shutdown(a, 'w');
    expect(wrote(process.write(a, bytes('x')))).toBe('EPIPE');
    expect(wrote(process.write(b, bytes('y')))).toBe(1);
    process.shutdown(a, 'r');
    expect(wrote(process.write(b, bytes('y')))).toBe('EPIPE');
  });

  test('a bound receiver that is not connected back holds eleven', () => {
    const { process } = bench();
    const server = value(process.socket('dgram', { nonblock: true }));
    process.bind(server, 'dg');
    const client = value(process.socket('dgram', { nonblock: true }));
    expect(process.connect(client, 'dg').ok).toBe(true);
    const results = Array.from({ length: 12 }, () => wrote(process.write(client, bytes('x'))));
    expect(results).toEqual([...Array(11).fill(1), 'EAGAIN']);
  });
});

describe('listening', () => {
  function server(process: Process, path: string, backlog: number): number {
    const fd = value(process.socket('stream', { nonblock: true }));
    process.bind(fd, path);
    process.listen(fd, backlog);
    return fd;
  }
  const client = (process: Process): number => value(process.socket('stream', { nonblock: true }));

  test('the order of calls: unbound, bound twice, a taken path, not listening', () => {
    const { process } = bench();
    const fd = client(process);
    expect(ending(process.listen(fd, 1))).toBe('EINVAL');
    expect(ending(process.bind(fd, 's'))).toBe('ok');
    expect(ending(process.bind(fd, 's2'))).toBe('EINVAL');
    expect(ending(process.bind(client(process), 's'))).toBe('EADDRINUSE');
    expect(ending(process.accept(fd))).toBe('EINVAL');
    expect(ending(process.connect(client(process), 's'))).toBe('ECONNREFUSED');
    expect(ending(process.open('s', { access: 'rw' }))).toBe('ENXIO');
    expect(ending(process.listen(pair(process)[0], 1))).toBe('EINVAL');
    expect(ending(process.listen(value(process.socket('dgram')), 1))).toBe('EOPNOTSUPP');
  });

  test('a connection is there before it is accepted; the backlog is a limit', () => {
    const { process } = bench();
    const fd = server(process, 's', 1);
    expect([ending(process.accept(fd)), polled(process, fd), readEnding(process, fd)]).toEqual([
      'EAGAIN',
      '',
      'EINVAL',
    ]);
    const clients = [client(process), client(process), client(process)];
    expect(clients.map((each) => ending(process.connect(each, 's')))).toEqual(['ok', 'ok', 'EAGAIN']);
    process.write(clients[0] ?? -1, bytes('hey'));
    expect(polled(process, fd)).toBe('in');
    const accepted = value(process.accept(fd, { closeOnExec: true, name: 'monitor' }));
    expect(text(process.read(accepted, 9))).toBe('hey');
    expect(ending(process.connect(clients[0] ?? -1, 's'))).toBe('EISCONN');
    expect(process.descriptors().find((each) => each.fd === accepted)).toMatchObject({
      object: 'monitor',
      closeOnExec: true,
    });
  });

  test('closing the listener resets who waits; connecting then is refused, and missing once unlinked', () => {
    const { process } = bench();
    const fd = server(process, 's', 5);
    const waiting = client(process);
    process.connect(waiting, 's');
    process.close(fd);
    expect([readEnding(process, waiting), readEnding(process, waiting)]).toEqual(['ECONNRESET', "''"]);
    expect(ending(process.connect(client(process), 's'))).toBe('ECONNREFUSED');
    process.unlink('s');
    expect(ending(process.connect(client(process), 's'))).toBe('ENOENT');
    process.mkdir('d');
    expect(ending(process.connect(client(process), 'd'))).toBe('ECONNREFUSED');
    server(process, 't', 0);
    expect(ending(process.connect(value(process.socket('dgram')), 't'))).toBe('EPROTOTYPE');
  });

  test('a full table leaves the connection waiting', () => {
    const { process } = bench();
    const fd = server(process, 's', 5);
    process.connect(client(process), 's');
    process.limitFree(0);
    expect(ending(process.accept(fd))).toBe('EMFILE');
    process.limitFree(null);
    expect(ending(process.accept(fd))).toBe('ok');
  });
});

test('what is no socket says so', () => {
  const { process } = bench();
  const [read] = value(process.pipe());
  expect(ending(process.shutdown(read, 'w'))).toBe('ENOTSOCK');
  expect(ending(process.sendmsg(read, bytes('x'), []))).toBe('ENOTSOCK');
  expect(ending(process.socketInfo(read))).toBe('ENOTSOCK');
  expect(value(process.socketInfo(pair(process, 'dgram')[0]))).toEqual({
    family: 'unix',
    local: null,
    peer: null,
    type: 'dgram',
    listening: false,
    connected: true,
    path: '',
    peerPath: '',
  });
});
