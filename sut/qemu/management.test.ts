import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../target.ts';
import { inSession, qemusForTests } from './qemu-in-tests.ts';
import { createQemuTarget } from './target.ts';

const qemus = qemusForTests('management on a real QEMU');

describe.each(qemus)('management of $path', ({ path }) => {
  let target: Target;
  beforeAll(async () => {
    target = await createQemuTarget({ binary: path, timeoutMs: 3000 });
  });
  afterAll(() => target?.shutdown());

  test('a passed descriptor becomes a member, serves a file chardev, and ends with it', async () => {
    const problems = await inSession(target, true, (perform) => {
      expect(perform({ do: 'launch' })).toEqual({ see: 'launched' });
      perform({ do: 'pipe', as: 'p' });
      const added = perform({ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] });
      expect(added).toMatchObject({ see: 'return', value: { 'fdset-id': 1 } });
      perform({ do: 'close', handle: 'p.write' });
      const data = { out: '/dev/fdset/1', append: true };
      const chardev = { id: 'c', backend: { type: 'file', data } };
      expect(perform({ do: 'qmp', execute: 'chardev-add', arguments: chardev })).toMatchObject({ see: 'return' });
      const member = { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true };
      expect(perform({ do: 'observe', what: 'descriptors' })).toEqual({ see: 'descriptors', held: [member, member] });
      expect(perform({ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } })).toEqual({
        see: 'return',
        value: {},
      });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: '', end: false });
      perform({ do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } });
      expect(perform({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: '', end: true });
    });
    expect(problems).toEqual([]);
  });

  test('what one shared scenario leaves behind never reaches the next', async () => {
    for (let round = 0; round < 3; round += 1) {
      await inSession(target, true, (perform) => {
        perform({ do: 'launch' });
        expect(perform({ do: 'qmp', execute: 'query-fdsets' })).toEqual({ see: 'return', value: [] });
        expect(perform({ do: 'qmp', execute: 'query-chardev' })).toEqual({ see: 'return', value: [] });
        expect(perform({ do: 'qmp', execute: 'closefd', arguments: { fdname: 'n' } }).see).toBe('error');
        perform({ do: 'memfd', as: 'm' });
        perform({ do: 'qmp', execute: 'add-fd', fds: ['m'] });
        perform({ do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['m'] });
        perform({ do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } });
        perform({ do: 'write-file', path: '{dir}/left', bytes: 'x' });
      });
    }
  });

  test('a shared process that stayed clean keeps its number and takes the next scenario', async () => {
    const numbers: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      await inSession(target, true, (perform, session) => {
        perform({ do: 'launch' });
        expect(perform({ do: 'read-file', path: '{dir}/f' })).toEqual({ see: 'errno', errno: 'ENOENT' });
        perform({ do: 'write-file', path: '{dir}/f', bytes: 'x' });
        session.settle();
        perform({ do: 'eventfd', as: 'e' });
        numbers.push(perform({ do: 'qmp', execute: 'add-fd', fds: ['e'] }));
        perform({ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } });
      });
    }
    expect(new Set(numbers.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  test('ids that no double holds come back digit by digit, and {dir} is put back into texts', async () => {
    await inSession(target, true, (perform) => {
      perform({ do: 'launch' });
      const id = [{ $int: '18446744073709551615' }, 'é', '{dir}', null, 1.5];
      expect(perform({ do: 'qmp', execute: 'query-fdsets', id })).toEqual({ see: 'return', value: [], id });
      const out = '{dir}/no/such';
      const chardev = { id: 'c', backend: { type: 'file', data: { out } } };
      expect(perform({ do: 'qmp', execute: 'chardev-add', arguments: chardev })).toEqual({
        see: 'error',
        class: 'GenericError',
        desc: `Failed to add chardev 'c': Could not open '${out}': No such file or directory`,
      });
    });
  });

  test('every object kind is observed under its own name', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      perform({ do: 'eventfd', as: 'e1' });
      perform({ do: 'eventfd', as: 'e2' });
      perform({ do: 'socketpair', as: 's' });
      perform({ do: 'pty', as: 't' });
      perform({ do: 'memfd', as: 'm', bytes: 'abc' });
      perform({ do: 'open', as: 'f', path: '{dir}/f', access: 'w', flags: ['create', 'sync'] });
      perform({ do: 'open', as: 'o', path: '/dev/null', access: 'rw', flags: ['dsync'] });
      for (const handle of ['e2', 's.b', 't.master', 't.slave', 'm', 'f', 'o']) {
        expect(perform({ do: 'qmp', execute: 'add-fd', fds: [handle] }).see).toBe('return');
      }
      const seen = perform({ do: 'observe', what: 'descriptors' });
      const held = seen.see === 'descriptors' ? seen.held : [];
      expect(held.map(({ object, access, flags }) => `${object} ${access} ${flags.join('+')}`)).toEqual([
        '/dev/null rw dsync',
        'e2 rw ',
        'm rw ',
        's.b rw ',
        't.master rw ',
        't.slave rw ',
        '{dir}/f w sync',
      ]);
    });
  });

  test('raw bytes give all messages, an incomplete command none until it is completed', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      expect(perform({ do: 'send', bytes: '{"execute":"query-f' })).toEqual({ see: 'messages', messages: [] });
      expect(perform({ do: 'send', bytes: 'dsets"}{"execute":"x"}', raw: true })).toMatchObject({
        see: 'data',
        bytes: expect.stringMatching(/^\{"return": \[\]\}\r\n\{"error": .*\}\r\n$/),
      });
    });
  });

  test('as many descriptors can be opened as a limit leaves', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      perform({ do: 'eventfd', as: 'e' });
      perform({ do: 'limit-descriptors', free: 1 });
      expect(perform({ do: 'qmp', execute: 'add-fd', fds: ['e'] }).see).toBe('return');
      expect(perform({ do: 'qmp', execute: 'add-fd', fds: ['e'] })).toMatchObject({
        see: 'error',
        desc: 'No file descriptor supplied via SCM_RIGHTS',
      });
      perform({ do: 'limit-descriptors', free: null });
      expect(perform({ do: 'qmp', execute: 'add-fd', fds: ['e'] }).see).toBe('return');
    });
  });

  test('quit is answered, then the process ends with status 0', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      expect(perform({ do: 'qmp', execute: 'quit' })).toEqual({ see: 'return', value: {} });
      expect(perform({ do: 'receive' })).toMatchObject({ see: 'messages', messages: [{ event: 'SHUTDOWN' }] });
      expect(perform({ do: 'receive' })).toEqual({ see: 'closed' });
      expect(perform({ do: 'qmp', execute: 'query-status' })).toEqual({ see: 'closed' });
      expect(perform({ do: 'wait-exit' })).toEqual({ see: 'exit', status: 0, stderr: [] });
    });
    expect(problems).toEqual([]);
  });
});
