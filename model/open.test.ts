import { describe, expect, it } from 'vitest';
import { everyProfile, ok, realProfiles, type World, world } from './world.fixture.ts';

function member(made: World, id: number, access: 'r' | 'w' | 'rw', path = '{dir}/file'): void {
  const as = `h${made.state.handles.size}`;
  made.do({ do: 'open', as, path, access, flags: ['create'] });
  made.value('add-fd', { 'fdset-id': id }, [as]);
}
const out = (made: World, path: string, append = true): string => {
  const outcome = made.addChardev('c', 'file', { out: path, append });
  return outcome.see === 'error' ? outcome.desc.replace("Failed to add chardev 'c': ", '') : outcome.see;
};

describe.each(everyProfile)('opens of fd sets on %s', (profile) => {
  it.each([' 1', '\t1', '+1', '01', '00001'])('%j after the prefix names set 1 (OPEN-02)', (rest) => {
    const made = world(profile);
    member(made, 1, 'w');
    expect(out(made, `/dev/fdset/${rest}`)).toBe('return');
  });

  it('minus zero names set 0 (OPEN-02)', () => {
    const made = world(profile);
    member(made, 0, 'w');
    expect(out(made, '/dev/fdset/-0')).toBe('return');
  });

  it.each(['', '-1', '1 ', '1/', '1x', '0x1', '1.0', '/1', '../fdset/1', '2147483648'])(
    '%j after the prefix is an invalid argument (OPEN-03)',
    (rest) => {
      const made = world(profile);
      member(made, 1, 'w');
      expect(out(made, `/dev/fdset/${rest}`)).toBe(`Could not open '/dev/fdset/${rest}': Invalid argument`);
    },
  );

  it('a missing set is ENOENT, a set without a match EACCES (OPEN-04, OPEN-05, OPEN-06)', () => {
    const made = world(profile);
    member(made, 1, 'rw');
    expect(out(made, '/dev/fdset/9')).toBe("Could not open '/dev/fdset/9': No such file or directory");
    expect(out(made, '/dev/fdset/1')).toBe("Could not open '/dev/fdset/1': Permission denied");
  });

  it('the newest matching member is used, and only that one is tried (OPEN-07, OPEN-08)', () => {
    const made = world(profile);
    member(made, 1, 'w', '{dir}/old');
    made.do({ do: 'open', as: 'sync', path: '{dir}/new', access: 'w', flags: ['create', 'sync'] });
    made.value('add-fd', { 'fdset-id': 1 }, ['sync']);
    expect(out(made, '/dev/fdset/1')).toBe("Could not open '/dev/fdset/1': Invalid argument");
  });

  it('an opening replaces the flags of everyone who shares the description (OPEN-11)', () => {
    const made = world(profile);
    made.do({ do: 'open', as: 'own', path: '{dir}/file', access: 'w', flags: ['create', 'append'] });
    made.value('add-fd', { 'fdset-id': 1 }, ['own']);
    expect(out(made, '/dev/fdset/1', false)).toBe('return');
    expect(made.flags('own')).toBe('w nonblock');
  });

  it('truncation leaves the offset, so the next bytes come after a hole (OPEN-12)', () => {
    const made = world(profile, {
      args: ['-chardev', 'null,id=c'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    });
    made.do({ do: 'open', as: 'own', path: '{dir}/file', access: 'w', flags: ['create'] });
    made.do({ do: 'write', to: 'own', bytes: 'abcd' });
    made.value('add-fd', { 'fdset-id': 1 }, ['own']);
    made.value('chardev-change', { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } });
    made.do({ do: 'guest-write', port: 'com1', bytes: 'E' });
    expect(made.do({ do: 'read-file', path: '{dir}/file' })).toMatchObject({ bytes: '\0\0\0\0E' });
  });

  it('a one-way pipe is refused with append off and taken with append on (OPEN-12, S0-1, S0-2)', () => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    made.value('add-fd', { 'fdset-id': 1 }, ['p.write']);
    expect(out(made, '/dev/fdset/1', false)).toBe("Could not open '/dev/fdset/1': Invalid argument");
    expect(out(made, '/dev/fdset/1', true)).toBe('return');
    expect(made.flags('p.write')).toBe('w append nonblock');
  });

  it('a pipe chardev over a set takes one read-write member for both directions (PIPE-02)', () => {
    const made = world(profile);
    made.do({ do: 'socketpair', as: 's' });
    made.value('add-fd', { 'fdset-id': 1 }, ['s.a']);
    expect(made.addChardev('c', 'pipe', { device: '/dev/fdset/1' })).toEqual(ok);
    expect(made.do({ do: 'observe', what: 'descriptors' })).toMatchObject({ held: { length: 2 } });
  });

  it('with a full table the open says so (table under OPEN-20)', () => {
    const made = world(profile);
    member(made, 1, 'w');
    made.do({ do: 'limit-descriptors', free: 0 });
    expect(out(made, '/dev/fdset/1')).toBe("Could not open '/dev/fdset/1': Too many open files");
    expect(out(made, 'plain')).toBe("Could not open 'plain': Too many open files");
  });
});

describe('the wordings of logfile and block node', () => {
  const logText = (made: World, path: string): string =>
    made.error('chardev-add', { id: 'c', backend: { type: 'null', data: { logfile: path } } });

  it('7.2 tells the path, the flags without 0x, and the errno', () => {
    const made = world('qemu-7.2');
    member(made, 1, 'r');
    expect(logText(made, '/dev/fdset/1')).toBe(
      "Failed to add chardev 'c': Could not dup FD for /dev/fdset/1 flags 241: Permission denied",
    );
    expect(logText(made, '/dev/fdset/x')).toBe("Failed to add chardev 'c': Could not parse fdset /dev/fdset/x");
  });

  it.each(['qemu-10.0', 'design'] as const)('%s tells the step that failed', (profile) => {
    const made = world(profile);
    member(made, 1, 'r');
    made.do({ do: 'pipe', as: 'p' });
    made.value('add-fd', { 'fdset-id': 2 }, ['p.write']);
    expect(logText(made, '/dev/fdset/01')).toContain('Failed to find file descriptor with matching flags=0x241');
    expect(logText(made, '/dev/fdset/07')).toContain('Failed to find fdset /dev/fdset/7');
    expect(logText(made, '/dev/fdset/2')).toContain('Failed to dup() given file descriptor fd=⟦fd:11⟧');
  });
});

describe('shared flags', () => {
  it.each(realProfiles)('on %s a refused open leaves the flags it set (OPEN-10, DEF-03)', (profile) => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    made.value('add-fd', { 'fdset-id': 1 }, ['p.write']);
    made.do({ do: 'set-flags', of: 'p.write', flags: ['append', 'nonblock'] });
    out(made, '/dev/fdset/1', false);
    expect(made.flags('p.write')).toBe('w');
  });

  it('in design a refused open restores the flags it found', () => {
    const made = world('design');
    made.do({ do: 'pipe', as: 'p' });
    made.value('add-fd', { 'fdset-id': 1 }, ['p.write']);
    made.do({ do: 'set-flags', of: 'p.write', flags: ['append', 'nonblock'] });
    out(made, '/dev/fdset/1', false);
    expect(made.flags('p.write')).toBe('w append nonblock');
  });

  it('7.2 ignores O_DIRECT when it matches, the others refuse (OPEN-20)', () => {
    for (const profile of everyProfile) {
      const made = world(profile);
      made.do({ do: 'open', as: 'd', path: '{dir}/file', access: 'w', flags: ['create', 'direct'] });
      made.value('add-fd', { 'fdset-id': 1 }, ['d']);
      const wanted = profile === 'qemu-7.2' ? 'return' : "Could not open '/dev/fdset/1': Permission denied";
      expect(out(made, '/dev/fdset/1')).toBe(wanted);
    }
  });
});
