import { expect, test } from 'vitest';
import type { Profile } from '../../../model/language/profile.ts';
import { runAlone } from '../../runtime/task.ts';
import { machineBench, plainProfile, value } from '../machine.fixture.ts';
import { addMember, monitorGone, removeMembers } from './fdset.ts';
import { closeUntold, type Opened, qemuClose, qemuOpen, qemuUnlink } from './open.ts';

type Bench = ReturnType<typeof machineBench>;

const reaping: Profile = {
  ...plainProfile,
  memberRemoval: 'reaped-while-running',
  lastMonitorGone: 'reaps-while-running',
  quirks: ['DEF-06'],
};

/** A descriptor on a file of its own, put into a set. */
function addFile(bench: Bench, id: bigint | null, access: 'r' | 'w' | 'rw' = 'w', path: string = 'file'): number {
  value(bench.process.open(path, { access: 'w', flags: ['create'] }));
  const fd = value(bench.process.open(path, { access }));
  expect(addMember(bench.machine, fd, id, null).ok).toBe(true);
  return fd;
}
const open = (bench: Bench, path: string, access: 'r' | 'w' | 'rw' = 'w'): Opened =>
  runAlone(qemuOpen(bench.machine, path, { access, flags: [] }));
const opened = (bench: Bench, path: string, access: 'r' | 'w' | 'rw' = 'w'): number => {
  const result = open(bench, path, access);
  if (!result.ok) throw new Error(result.text);
  return result.fd;
};
const isOpen = (bench: Bench, fd: number): boolean => bench.process.getStatusFlags(fd).ok;
const sets = (bench: Bench): string[] =>
  bench.machine.fdsets.map(({ id, members, dups }) => `${id}: ${members.length} members, ${dups.length} dups`);

test('a set without a given id takes the first number that no set has', () => {
  const bench = machineBench();
  addFile(bench, 0n);
  addFile(bench, 2n);
  addFile(bench, null);
  expect(bench.machine.fdsets.map(({ id }) => id)).toEqual([0n, 1n, 2n]);
});

test('a refused member leaves the descriptor to its owner and makes no set', () => {
  const bench = machineBench();
  expect(addMember(bench.machine, 1, -1n, null)).toMatchObject({ ok: false });
  expect(addMember(bench.machine, 1, 2n ** 31n, null)).toMatchObject({ ok: false });
  expect(sets(bench)).toEqual([]);
  expect(isOpen(bench, 1)).toBe(true);
});

test('removal closes the member at once and drops the set that has neither members nor dups', () => {
  const bench = machineBench();
  const fd = addFile(bench, 1n);
  expect(removeMembers(bench.machine, 1n, BigInt(fd)).ok).toBe(true);
  expect(isOpen(bench, fd)).toBe(false);
  expect(sets(bench)).toEqual([]);
});

test('while stopped, a reaping system keeps a removed member until a trigger finds it running', () => {
  const bench = machineBench(reaping);
  const fd = addFile(bench, 1n);
  bench.machine.runState = 'paused';
  expect(removeMembers(bench.machine, 1n, null).ok).toBe(true);
  expect(removeMembers(bench.machine, 1n, BigInt(fd)).ok).toBe(true);
  expect(isOpen(bench, fd)).toBe(true);
  const dup = opened(bench, '/dev/fdset/1');
  bench.machine.runState = 'running';
  expect(isOpen(bench, fd)).toBe(true);
  qemuClose(bench.machine, dup);
  expect(isOpen(bench, fd)).toBe(false);
  expect(sets(bench)).toEqual([]);
});

test('the last monitor takes idle members with it, and members of a set in use stay', () => {
  const bench = machineBench({ ...plainProfile, lastMonitorGone: 'reaps' });
  bench.machine.monitorsConnected = 1;
  addFile(bench, 1n);
  addFile(bench, 2n);
  const dup = opened(bench, '/dev/fdset/2');
  bench.machine.monitorsConnected = 0;
  monitorGone(bench.machine);
  expect(sets(bench)).toEqual(['2: 1 members, 1 dups']);
  qemuClose(bench.machine, dup);
  expect(sets(bench)).toEqual([]);
});

test('the newest member of exactly the wanted access mode serves an open', () => {
  const bench = machineBench();
  addFile(bench, 1n, 'w', 'old');
  addFile(bench, 1n, 'w', 'new');
  addFile(bench, 1n, 'rw', 'both');
  const fd = opened(bench, '/dev/fdset/ +01');
  expect(bench.process.descriptors().find((each) => each.fd === fd)?.object).toMatch(/\/new$/);
  expect(open(bench, '/dev/fdset/1', 'r')).toMatchObject({ ok: false, errno: 'EACCES' });
});

test.each([
  ['/dev/fdset/', 'EINVAL', 'Could not parse fdset /dev/fdset/'],
  ['/dev/fdset/1x', 'EINVAL', 'Could not parse fdset /dev/fdset/1x'],
  ['/dev/fdset/2147483648', 'EINVAL', 'Could not parse fdset /dev/fdset/2147483648'],
  ['/dev/fdset/7', 'ENOENT', 'Failed to find fdset /dev/fdset/7'],
  ['/dev/fdset/1', 'EACCES', 'Failed to find file descriptor with matching flags=0x1'],
])('opening %j over a read-only member gives %s', (path, errno, text) => {
  const bench = machineBench();
  addFile(bench, 1n, 'r');
  expect(open(bench, path)).toEqual({ ok: false, errno, text });
});

test('the older wording names the path and the flags without 0x', () => {
  const bench = machineBench({ ...plainProfile, wording: '7.2' });
  const request = { access: 'w', flags: ['create', 'truncate'] } as const;
  expect(runAlone(qemuOpen(bench.machine, '/dev/fdset/7', request))).toMatchObject({
    text: 'Could not dup FD for /dev/fdset/7 flags 241: No such file or directory',
  });
});

test('an open that fails after the flags were set puts them back, unless the system has DEF-03', () => {
  for (const [quirks, wanted] of [
    [[], ['append', 'nonblock']],
    [['DEF-03'], []],
  ] as const) {
    const bench = machineBench({ ...plainProfile, quirks });
    const [, end] = value(bench.process.pipe());
    value(bench.process.setStatusFlags(end, ['append', 'nonblock']));
    addMember(bench.machine, end, 1n, null);
    const request = { access: 'w', flags: ['create', 'truncate'] } as const;
    expect(runAlone(qemuOpen(bench.machine, '/dev/fdset/1', request))).toMatchObject({ ok: false, errno: 'EINVAL' });
    expect(value(bench.process.getStatusFlags(end)).flags).toEqual(wanted);
  }
});

test('a dup closed without a word stays in the list with DEF-01, and is struck off without', () => {
  const careless = machineBench({ ...plainProfile, quirks: ['DEF-01'] });
  addFile(careless, 1n);
  closeUntold(careless.machine, opened(careless, '/dev/fdset/1'));
  removeMembers(careless.machine, 1n, null);
  expect(sets(careless)).toEqual(['1: 0 members, 1 dups']);
  const careful = machineBench();
  addFile(careful, 1n);
  closeUntold(careful.machine, opened(careful, '/dev/fdset/1'));
  removeMembers(careful.machine, 1n, null);
  expect(sets(careful)).toEqual([]);
});

test('unlinking anything under /dev/fdset/ succeeds and does nothing', () => {
  const bench = machineBench();
  expect(qemuUnlink(bench.machine, '/dev/fdset/x').ok).toBe(true);
  expect(qemuUnlink(bench.machine, '/nothing').ok).toBe(false);
});
