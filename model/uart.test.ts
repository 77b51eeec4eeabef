import { describe, expect, it } from 'vitest';
import type { Action } from './language/action.ts';
import type { ProfileName } from './language/profile.ts';
import { everyProfile, ok, realProfiles, type World, world } from './world.fixture.ts';

const write = (bytes: string): Action => ({ do: 'guest-write', port: 'com1', bytes });
const lsr: Action = { do: 'register-read', port: 'com1', register: 5 };

/** A port on a 4 KiB pipe through set 2, with more options of its chardev if given. */
function piped(profile: ProfileName, more = ''): World {
  const made = world(profile, 'manual');
  made.do({ do: 'pipe', as: 'p', capacity: 4096 });
  made.do({ do: 'pipe', as: 'log', capacity: 4096 });
  made.do({
    do: 'launch',
    args: [
      ...['-add-fd', 'fd={fd:p.write},set=2', '-add-fd', 'fd={fd:log.write},set=3'],
      ...['-chardev', `file,id=c,path=/dev/fdset/2,append=on${more}`],
    ],
    ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
  });
  return made;
}

describe.each(everyProfile)('a port on %s', (profile) => {
  it('takes the capacity of the pipe and two bytes more, and goes on once a slot is free (RT-32, FILE-07)', () => {
    const made = piped(profile);
    expect(made.do(write('a'.repeat(5000)))).toEqual({ see: 'accepted', count: 4098 });
    expect(made.do(lsr)).toEqual({ see: 'register', value: 0 });
    made.do({ do: 'read', from: 'p.read', max: 10 });
    expect(made.do(lsr)).toEqual({ see: 'register', value: 0 });
    made.do({ do: 'read', from: 'p.read' });
    expect(made.do(lsr)).toEqual({ see: 'register', value: 0x60 });
    expect(made.do({ do: 'read', from: 'p.read' })).toEqual({ see: 'data', bytes: 'aa', end: false });
  });

  it('drops output once the pipe has no reader (FILE-07)', () => {
    const made = piped(profile);
    made.do({ do: 'close', handle: 'p.read' });
    expect(made.do(write('gone'))).toEqual({ see: 'accepted', count: 4 });
  });

  it('stays busy when the reader leaves a full pipe, unless repaired: no watch fires on that (Q-EPIPE)', () => {
    const made = piped(profile);
    made.do(write('a'.repeat(5000)));
    made.do({ do: 'close', handle: 'p.read' });
    expect(made.do(lsr)).toEqual({ see: 'register', value: profile === 'design' ? 0x60 : 0 });
  });

  it('sends the refused byte first to the new backend (SWAP-S16)', () => {
    const made = piped(profile);
    made.do(write(`${'a'.repeat(4096)}bc`));
    made.value('chardev-change', { id: 'c', backend: { type: 'file', data: { out: 'new' } } });
    expect(made.do({ do: 'read-file', path: '{dir}/new' })).toMatchObject({ bytes: 'bc' });
  });

  it('receives at most up to its trigger and takes the rest as the guest reads (CHR-80)', () => {
    const made = world(profile, {
      args: ['-chardev', 'null,id=c'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    });
    made.do({ do: 'socketpair', as: 's' });
    made.do({ do: 'guest-read', port: 'com1' });
    made.value('add-fd', { 'fdset-id': 1 }, ['s.a']);
    made.value('chardev-change', { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } });
    made.do({ do: 'write', to: 's.b', bytes: '0123456789abcdefghij' });
    expect(made.state.uarts.get('com1')?.received).toBe('0123456789abcd');
    expect(made.do({ do: 'guest-read', port: 'com1' })).toMatchObject({ bytes: '0123456789abcdefghij' });
  });

  it('shows a break as a NUL with its mark, once (RT-33)', () => {
    const made = piped(profile);
    made.do({ do: 'guest-read', port: 'com1' });
    made.value('chardev-send-break', { id: 'c' });
    expect(made.do(lsr)).toEqual({ see: 'register', value: 0x71 });
    expect(made.do(lsr)).toEqual({ see: 'register', value: 0x61 });
    expect(made.do({ do: 'register-read', port: 'com1', register: 0 })).toEqual({ see: 'register', value: 0 });
  });
});

describe('a blocked main loop', () => {
  it.each(realProfiles)('on %s a cleared O_NONBLOCK freezes the loop until the pipe is drained (DEF-03)', (profile) => {
    const made = piped(profile);
    expect(made.do(write('a'.repeat(4096)))).toEqual({ see: 'accepted', count: 4096 });
    expect(made.error('chardev-add', { id: 'x', backend: { type: 'file', data: { out: '/dev/fdset/2' } } })).toContain(
      'Invalid argument',
    );
    expect(made.do(write('bc'))).toEqual({ see: 'silent' });
    expect(made.qmp('query-status')).toEqual({ see: 'silent' });
    made.do({ do: 'read', from: 'p.read' });
    expect(made.messages()).toHaveLength(1);
    expect(made.do({ do: 'read', from: 'p.read' })).toMatchObject({ bytes: 'b' });
  });

  it('in design nobody waits in write(2)', () => {
    const made = piped('design');
    made.do(write('a'.repeat(4096)));
    made.addChardev('x', 'file', { out: '/dev/fdset/2' });
    expect(made.do(write('bcd'))).toEqual({ see: 'accepted', count: 2 });
    expect(made.qmp('query-status').see).toBe('return');
  });

  it.each(realProfiles)('on %s a FIFO without reader holds chardev-add until one comes (FILE-06)', (profile) => {
    const made = world(profile);
    made.do({ do: 'mkfifo', path: '{dir}/fifo' });
    expect(made.addChardev('c', 'file', { out: 'fifo' })).toEqual({ see: 'silent' });
    made.do({ do: 'open', as: 'r', path: '{dir}/fifo', access: 'r' });
    expect(made.messages()).toEqual([{ return: {} }]);
  });

  it('in design such an open says ENXIO (DEF-08)', () => {
    const made = world('design');
    made.do({ do: 'mkfifo', path: '{dir}/fifo' });
    expect(made.addChardev('c', 'file', { out: 'fifo' })).toMatchObject({
      desc: "Failed to add chardev 'c': Could not open 'fifo': No such device or address",
    });
  });

  it.each(realProfiles)(
    'on %s a full log pipe blocks, and a non-blocking one naps until time passes or drops (LOG-03)',
    (profile) => {
      const drops = profile === 'qemu-11.1';
      const made = piped(profile, ',logfile=/dev/fdset/3,logappend=on');
      made.do({ do: 'write', to: 'log.write', bytes: 'x'.repeat(4096) });
      expect(made.do(write('a'))).toEqual({ see: 'silent' });
      made.do({ do: 'read', from: 'log.read' });
      expect(made.qmp('query-status').see).toBe('return');
      made.do({ do: 'read', from: 'log.read' });
      made.do({ do: 'set-flags', of: 'log.write', flags: ['append', 'nonblock'] });
      made.do({ do: 'write', to: 'log.write', bytes: 'x'.repeat(4096) });
      expect(made.do(write('b'))).toEqual(drops ? { see: 'accepted', count: 1 } : { see: 'silent' });
      made.do({ do: 'read', from: 'log.read' });
      if (drops) {
        expect(made.qmp('query-status').see).toBe('return');
        expect(made.do({ do: 'read', from: 'log.read' })).toMatchObject({ bytes: '' });
        return;
      }
      expect(made.qmp('query-status')).toEqual({ see: 'silent' });
      made.do({ do: 'advance', ms: 1 });
      expect(made.messages()).toHaveLength(1);
    },
  );
});

describe('the log', () => {
  it.each([
    ['qemu-7.2', 'ZZ'],
    ['qemu-10.0', 'ZZ'],
    ['design', 'Z'],
  ] as const)('on %s a byte that had to wait is logged as %s (LOG-02, DEF-05)', (profile, logged) => {
    const made = piped(profile, ',logfile=log');
    made.do(write('a'.repeat(4096)));
    made.do(write('Z'));
    made.do({ do: 'read', from: 'p.read' });
    const outcome = made.do({ do: 'read-file', path: '{dir}/log' });
    expect(outcome.see === 'data' ? outcome.bytes.replaceAll('a', '') : outcome).toBe(logged);
  });
});

describe('descriptor 0', () => {
  it.each(realProfiles)('on %s a failing parallel chardev closes it, and the next one gets it (DEF-04)', (profile) => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    expect(made.addChardev('x', 'parallel', { device: '/nonexistent' }).see).toBe('error');
    expect(made.value('add-fd', { 'fdset-id': 1 }, ['p.write'])).toEqual({ 'fdset-id': 1, fd: { $fd: 0 } });
    made.addChardev('x', 'parallel', { device: '/nonexistent' });
    expect(made.addChardev('victim', 'file', { out: 'V' })).toEqual(ok);
    expect(made.addChardev('c', 'file', { out: '/dev/fdset/1', append: true })).toEqual(ok);
    made.value('remove-fd', { 'fdset-id': 1 });
    expect(made.do({ do: 'observe', what: 'descriptors' })).toMatchObject({ held: [{ object: '{dir}/V' }] });
  });
});
