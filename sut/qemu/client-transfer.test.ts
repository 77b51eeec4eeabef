import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostAction } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { performHostAction } from './client-actions.ts';
import { type ClientHandles, closeAllHandles, makeHandles } from './client-handles.ts';
import { takesSeveralCalls } from './client-transfer.ts';
import { loadLibc } from './libc.ts';

describe.runIf(process.platform === 'linux')("the client's own reading and writing", () => {
  let handles: ClientHandles;
  const perform = (action: HostAction): Outcome => performHostAction(handles, action);

  beforeEach(async () => {
    handles = makeHandles(await loadLibc(), mkdtempSync(join(tmpdir(), 'charsim-')));
  });
  afterEach(() => {
    closeAllHandles(handles);
    rmSync(handles.folder, { recursive: true });
  });

  test('a read takes at most `max` bytes, however few, and leaves the rest', () => {
    perform({ do: 'socketpair', as: 's' });
    perform({ do: 'write', to: 's.a', bytes: 'abc' });
    expect(perform({ do: 'read', from: 's.b', max: 2 })).toEqual({ see: 'data', bytes: 'ab', end: false });
    expect(perform({ do: 'read', from: 's.b' })).toEqual({ see: 'data', bytes: 'c', end: false });
  });

  test('a read of an end that is shut for reading lets the system do something in between, and so stops it', () => {
    perform({ do: 'socketpair', as: 's' });
    perform({ do: 'write', to: 's.a', bytes: 'abc' });
    expect(takesSeveralCalls(handles, { do: 'read', from: 's.b' })).toBe(false);
    perform({ do: 'shutdown', socket: 's.b', how: 'r' });
    expect(takesSeveralCalls(handles, { do: 'read', from: 's.b' })).toBe(true);
    perform({ do: 'close', handle: 's.a' });
    expect(takesSeveralCalls(handles, { do: 'read', from: 's.b' })).toBe(false);
    expect(perform({ do: 'read', from: 's.b' })).toEqual({ see: 'data', bytes: 'abc', end: true });
  });

  test('a FIFO that never had a writer is at its end, and one with an idle writer is not', () => {
    perform({ do: 'mkfifo', path: '{dir}/f' });
    perform({ do: 'open', as: 'r', path: '{dir}/f', access: 'r' });
    expect(perform({ do: 'read', from: 'r' })).toEqual({ see: 'data', bytes: '', end: true });
    perform({ do: 'open', as: 'w', path: '{dir}/f', access: 'w' });
    expect(perform({ do: 'read', from: 'r' })).toEqual({ see: 'data', bytes: '', end: false });
  });

  test('what came in a message is read as what it is: a pipe without waiting', () => {
    perform({ do: 'pipe', as: 'p' });
    perform({ do: 'socketpair', as: 's' });
    perform({ do: 'write-fds', to: 's.a', bytes: 'x', fds: ['p.read'] });
    perform({ do: 'read', from: 's.b', fds: ['received'] });
    expect(perform({ do: 'read', from: 'received' })).toEqual({ see: 'data', bytes: '', end: false });
  });

  test('a counter is read whole or not at all', () => {
    perform({ do: 'eventfd', as: 'e' });
    expect(perform({ do: 'read', from: 'e', max: 5 })).toEqual({ see: 'errno', errno: 'EINVAL' });
  });

  test("a terminal whose other side is closed is at its end, and a file's last slash counts", () => {
    perform({ do: 'pty', as: 't' });
    perform({ do: 'close', handle: 't.master' });
    expect(perform({ do: 'read', from: 't.slave' })).toEqual({ see: 'data', bytes: '', end: true });
    expect(perform({ do: 'write-file', path: '{dir}/a/', bytes: '' })).toEqual({ see: 'errno', errno: 'EISDIR' });
  });

  test('a file under O_DIRECT is read like any other, and stays so', () => {
    perform({ do: 'write-file', path: '{dir}/a', bytes: 'abc' });
    perform({ do: 'open', as: 'a', path: '{dir}/a', access: 'rw' });
    if (perform({ do: 'set-flags', of: 'a', flags: ['direct'] }).see === 'errno') return; // a file system without it
    expect(perform({ do: 'read', from: 'a' })).toEqual({ see: 'data', bytes: 'abc', end: true });
    expect(perform({ do: 'get-flags', of: 'a' })).toEqual({ see: 'flags', access: 'rw', flags: ['direct'] });
  });
});
