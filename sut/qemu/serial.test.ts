import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchOptions } from '../../model/language/action.ts';
import type { Target } from '../target.ts';
import { inSession, qemusForTests } from './qemu-in-tests.ts';
import { createQemuTarget } from './target.ts';

const qemus = qemusForTests('serial ports of a real QEMU');
const rounds = 100;

/** COM1 on a pipe chardev over a socketpair end. */
const overSocketpair: LaunchOptions = {
  args: ['-add-fd', 'fd={fd:s.b},set=1', '-chardev', 'pipe,id=c,path=/dev/fdset/1'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};
/** COM1 on a file chardev over a pipe. */
const overPipe: LaunchOptions = {
  args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};

describe.each(qemus)('serial ports of $path', ({ path }) => {
  let target: Target;
  beforeAll(async () => {
    target = await createQemuTarget({ binary: path, timeoutMs: 3000 });
  });
  afterAll(() => target?.shutdown());

  test(`one byte written by the host is there when the guest looks, ${rounds} times out of ${rounds}`, async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'socketpair', as: 's' });
      expect(perform({ do: 'launch', ...overSocketpair })).toEqual({ see: 'launched' });
      perform({ do: 'register-write', port: 'com1', register: 1, value: 0 });
      for (let round = 0; round < rounds; round += 1) {
        const bytes = String.fromCharCode(round);
        expect(perform({ do: 'write', to: 's.a', bytes })).toEqual({ see: 'wrote', count: 1 });
        const ready = perform({ do: 'register-read', port: 'com1', register: 5 });
        expect(ready).toEqual({ see: 'register', value: 0x61 });
        const received = perform({ do: 'register-read', port: 'com1', register: 0 });
        expect(received).toEqual({ see: 'register', value: round });
      }
    });
  });

  test('bytes flow both ways whole and in order, also more than the port holds at once', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'socketpair', as: 's' });
      perform({ do: 'launch', ...overSocketpair });
      const bytes = Array.from({ length: 100 }, (_, index) => String.fromCharCode(index + 100)).join('');
      expect(perform({ do: 'guest-write', port: 'com1', bytes })).toEqual({ see: 'accepted', count: 100 });
      expect(perform({ do: 'read', from: 's.a' })).toEqual({ see: 'data', bytes, end: false });
      perform({ do: 'write', to: 's.a', bytes });
      expect(perform({ do: 'guest-read', port: 'com1' })).toEqual({ see: 'data', bytes, end: false });
      expect(perform({ do: 'read', from: 's.a', max: 3 })).toEqual({ see: 'data', bytes: '', end: false });
    });
  });

  test('a full 4 KiB pipe takes 4098 bytes of the guest, and the two waiting ones once it is drained', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'pipe', as: 'p', capacity: 4096 });
      perform({ do: 'launch', ...overPipe });
      const bytes = 'x'.repeat(5000);
      expect(perform({ do: 'guest-write', port: 'com1', bytes })).toEqual({ see: 'accepted', count: 4098 });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: 'x'.repeat(4096), end: false });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: 'xx', end: false });
      expect(perform({ do: 'register-read', port: 'com1', register: 5 })).toEqual({ see: 'register', value: 0x60 });
    });
  });

  test('a guest write that blocks the main loop is silent, and completes when the pipe is drained (DEF-03)', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({ do: 'pipe', as: 'p', capacity: 4096 });
      perform({ do: 'launch', ...overPipe });
      perform({ do: 'set-flags', of: 'p.write', flags: ['append'] });
      const bytes = 'x'.repeat(4096);
      expect(perform({ do: 'guest-write', port: 'com1', bytes })).toEqual({ see: 'accepted', count: 4096 });
      const blocked = perform({ do: 'guest-write', port: 'com1', bytes: 'yz', patienceMs: 200 });
      expect(blocked).toEqual({ see: 'silent' });
      expect(perform({ do: 'qmp', execute: 'query-fdsets', patienceMs: 200 })).toEqual({ see: 'silent' });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes, end: false });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: 'y', end: false });
      expect(perform({ do: 'receive' })).toMatchObject({ see: 'messages', messages: [{ return: expect.anything() }] });
      expect(perform({ do: 'guest-write', port: 'com1', bytes: '!' })).toEqual({ see: 'accepted', count: 1 });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: '!', end: false });
    });
    expect(problems).toEqual([]);
  });

  test('what is done between hold and release reaches QEMU in one instant', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'socketpair', as: 's' });
      perform({ do: 'launch', ...overSocketpair });
      perform({ do: 'guest-read', port: 'com1' }); // sets the port up, which clears its FIFO
      perform({ do: 'hold' });
      perform({ do: 'write', to: 's.a', bytes: 'ab' });
      perform({ do: 'shutdown', socket: 's.a', how: 'w' });
      expect(() => perform({ do: 'guest-read', port: 'com1' })).toThrow(
        expect.objectContaining({ name: 'NotApplicable' }),
      );
      expect(perform({ do: 'release' })).toEqual({ see: 'done' });
      expect(perform({ do: 'guest-read', port: 'com1' })).toEqual({ see: 'data', bytes: 'ab', end: false });
    });
  });

  test('a pty slave over an fd set carries bytes both ways', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'pty', as: 't' });
      const args = ['-add-fd', 'fd={fd:t.slave},set=1', '-chardev', 'serial,id=c,path=/dev/fdset/1'];
      expect(perform({ do: 'launch', args, ports: overPipe.ports ?? [] })).toEqual({ see: 'launched' });
      perform({ do: 'guest-read', port: 'com1' });
      for (let round = 0; round < 20; round += 1) {
        perform({ do: 'write', to: 't.master', bytes: 'in' });
        expect(perform({ do: 'guest-read', port: 'com1' })).toEqual({ see: 'data', bytes: 'in', end: false });
        perform({ do: 'guest-write', port: 'com1', bytes: 'out' });
        expect(perform({ do: 'read', from: 't.master' })).toEqual({ see: 'data', bytes: 'out', end: false });
      }
    });
  });
});
