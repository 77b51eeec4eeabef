import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from './language/value.ts';
import { everyProfile, ok, realProfiles, type World, world } from './world.fixture.ts';

function withFile(made: World): World {
  made.do({ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] });
  return made;
}
const ids = (made: World): readonly unknown[] =>
  (made.value('query-fdsets') as readonly { readonly 'fdset-id': Value }[]).map((set) => set['fdset-id']);

describe.each(everyProfile)('fd sets on %s', (profile) => {
  it('add-fd without an id takes the smallest id that is free, and empty listed sets are not free (FDSET-18)', () => {
    const made = withFile(world(profile));
    for (const id of [0, 1, 3]) made.value('add-fd', { 'fdset-id': id }, ['log']);
    expect(made.value('add-fd', undefined, ['log'])).toMatchObject({ 'fdset-id': 2 });
    expect(made.value('add-fd', undefined, ['log'])).toMatchObject({ 'fdset-id': 4 });
  });

  it('lists sets in descending id and members oldest first (FDSET-22)', () => {
    const made = withFile(world(profile));
    for (const [id, opaque] of [
      [1, 'a'],
      [7, 'b'],
      [1, 'c'],
    ] as const)
      made.value('add-fd', { 'fdset-id': id, opaque }, ['log']);
    expect(made.value('query-fdsets')).toEqual([
      { 'fdset-id': 7, fds: [{ fd: { $fd: 11 }, opaque: 'b' }] },
      {
        'fdset-id': 1,
        fds: [
          { fd: { $fd: 10 }, opaque: 'a' },
          { fd: { $fd: 12 }, opaque: 'c' },
        ],
      },
    ]);
  });

  it('a missing descriptor wins over a negative id, and a negative id closes the descriptor (FDSET-15, FDSET-16)', () => {
    const made = withFile(world(profile));
    expect(made.error('add-fd', { 'fdset-id': -1 })).toBe('No file descriptor supplied via SCM_RIGHTS');
    expect(made.error('add-fd', { 'fdset-id': -1 }, ['log'])).toBe("Parameter 'fdset-id' expects a non-negative value");
    expect(made.do({ do: 'observe', what: 'descriptors' })).toEqual({ see: 'descriptors', held: [] });
  });

  it('remove-fd echoes what it cannot find, as it was given (FDSET-24)', () => {
    const made = withFile(world(profile));
    const { fd } = made.value('add-fd', { 'fdset-id': 3 }, ['log']) as { readonly fd: Value };
    expect(made.error('remove-fd', { 'fdset-id': 99 })).toBe("File descriptor named 'fdset-id:99' not found");
    expect(made.error('remove-fd', { 'fdset-id': 3, fd: -400 })).toBe(
      "File descriptor named 'fdset-id:3, fd:-400' not found",
    );
    expect(made.error('remove-fd', { 'fdset-id': 4, fd })).toBe(
      "File descriptor named 'fdset-id:4, fd:⟦fd:10⟧' not found",
    );
  });

  it('a set whose member is removed stays listed, empty, as long as a dup is open (FDSET-23, FDSET-29, FDSET-33)', () => {
    const made = withFile(world(profile));
    made.value('add-fd', { 'fdset-id': 1 }, ['log']);
    expect(made.addChardev('c', 'file', { out: '/dev/fdset/1', append: true })).toEqual(ok);
    made.value('remove-fd', { 'fdset-id': 1 });
    expect(made.value('query-fdsets')).toEqual([{ 'fdset-id': 1, fds: [] }]);
    made.value('chardev-remove', { id: 'c' });
    expect(made.value('query-fdsets')).toEqual([]);
  });

  it('two descriptors in one message: the first is used, the second closed (FDSET-03)', () => {
    const made = withFile(world(profile));
    made.do({ do: 'pipe', as: 'p' });
    made.value('add-fd', { 'fdset-id': 1 }, ['log', 'p.write']);
    expect(made.do({ do: 'observe', what: 'descriptors' })).toMatchObject({ held: [{ object: '{dir}/log' }] });
    expect(made.error('add-fd', { 'fdset-id': 1 })).toBe('No file descriptor supplied via SCM_RIGHTS');
  });

  it('seventeen descriptors in one message: sixteen arrive, one is kept (FDSET-04)', () => {
    const made = withFile(world(profile));
    made.value('add-fd', { 'fdset-id': 1 }, Array<string>(17).fill('log'));
    expect(made.do({ do: 'observe', what: 'descriptors' })).toMatchObject({ held: [{ object: '{dir}/log' }] });
  });

  it('numbers given out are always the lowest free ones (FDSET-13, FDSET-26)', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { maxLength: 30 }), (acts) => {
        const made = withFile(world(profile));
        const live: number[] = [];
        for (const act of acts) {
          if (act === null) {
            const { fd } = made.value('add-fd', { 'fdset-id': 0 }, ['log']) as { fd: { $fd: number } };
            let lowest = 10;
            while (live.includes(lowest)) lowest += 1;
            expect(fd.$fd).toBe(lowest);
            live.push(fd.$fd);
          } else {
            const gone = live[act];
            if (gone === undefined) continue;
            made.value('remove-fd', { 'fdset-id': 0, fd: { $fd: gone } });
            live.splice(act, 1);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a refused remove-fd changes nothing', () => {
    const made = withFile(world(profile));
    made.value('add-fd', { 'fdset-id': 2 }, ['log']);
    const before = made.state.fdsets;
    made.error('remove-fd', { 'fdset-id': 2, fd: 400 });
    expect(made.state.fdsets).toBe(before);
  });
});

describe('the last monitor leaves', () => {
  const monitors = [
    { id: 'a', mode: 'qmp', via: 'listen' },
    { id: 'b', mode: 'hmp', via: 'listen' },
  ] as const;
  const connected = (profile: (typeof everyProfile)[number], paused: boolean): World => {
    const made = withFile(world(profile, { monitors, paused }));
    made.do({ do: 'connect', monitor: 'a', as: 'one' });
    made.value('add-fd', { 'fdset-id': 1 }, ['log'], 'one');
    return made;
  };
  const listed = (made: World): Value => {
    made.do({ do: 'connect', monitor: 'a', as: 'two' });
    return made.value('query-fdsets', undefined, [], 'two');
  };

  it.each([
    ['qemu-10.0', false, 1],
    ['qemu-7.2', false, 0],
    ['qemu-7.2', true, 1],
    ['design', false, 0],
    ['design', true, 0],
  ] as const)('on %s, paused %s: %i unused sets stay (FDSET-35, FDSET-36)', (profile, paused, sets) => {
    const made = connected(profile, paused);
    made.do({ do: 'disconnect', on: 'one' });
    expect(listed(made)).toHaveLength(sets);
  });

  it.each(everyProfile)('on %s an HMP client that is still there keeps every set (FDSET-36)', (profile) => {
    const made = connected(profile, false);
    made.do({ do: 'connect', monitor: 'b', as: 'hmp' });
    made.do({ do: 'disconnect', on: 'one' });
    expect(listed(made)).toHaveLength(1);
  });

  it('in design the close of the last dup with no monitor takes the members too, whatever the run state', () => {
    const ports = [{ id: 'com1', kind: '16550', chardev: 'c' }] as const;
    const made = withFile(world('design', { monitors, paused: true, args: ['-chardev', 'null,id=c'], ports }));
    made.do({ do: 'connect', monitor: 'a', as: 'one' });
    made.value('add-fd', { 'fdset-id': 1 }, ['log'], 'one');
    made.value('chardev-change', { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } }, [], 'one');
    made.do({ do: 'disconnect', on: 'one' });
    expect(listed(made)).toHaveLength(1);
    made.value('chardev-change', { id: 'c', backend: { type: 'null', data: {} } }, [], 'two');
    made.do({ do: 'disconnect', on: 'two' });
    expect(listed(made)).toEqual([]);
  });
});

describe('laws of design', () => {
  it('an empty set never outlives its last descriptor and dup, whatever is added, opened, closed and removed', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('add'), id: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constant('remove'), id: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constantFrom('open', 'log', 'close'), id: fc.integer({ min: 0, max: 2 }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const made = withFile(world('design'));
        for (const { kind, id } of acts) {
          const path = `/dev/fdset/${id}`;
          if (kind === 'add') made.qmp('add-fd', { 'fdset-id': id }, ['log']);
          else if (kind === 'remove') made.qmp('remove-fd', { 'fdset-id': id });
          else if (kind === 'open') made.addChardev(`c${id}`, 'file', { out: path, append: true });
          else if (kind === 'log') made.addChardev(`c${id}`, 'null', { logfile: path });
          else made.qmp('chardev-remove', { id: `c${id}` });
          for (const set of made.state.fdsets.values()) expect(set.members.length + set.dups.length).toBeGreaterThan(0);
        }
        for (const id of [0, 1, 2]) {
          made.qmp('chardev-remove', { id: `c${id}` });
          made.qmp('remove-fd', { 'fdset-id': id });
        }
        expect(ids(made)).toEqual([]);
        expect(made.do({ do: 'observe', what: 'descriptors' })).toEqual({ see: 'descriptors', held: [] });
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(realProfiles)('defects of %s', (profile) => {
  it('a logfile leaves a stale dup, so its set is listed for ever (DEF-01, FDSET-47)', () => {
    const made = withFile(world(profile));
    made.value('add-fd', { 'fdset-id': 1 }, ['log']);
    made.addChardev('c', 'null', { logfile: '/dev/fdset/1' });
    made.value('chardev-remove', { id: 'c' });
    made.value('remove-fd', { 'fdset-id': 1 });
    expect(made.value('query-fdsets')).toEqual([{ 'fdset-id': 1, fds: [] }]);
    expect(made.value('add-fd', undefined, ['log'])).toMatchObject({ 'fdset-id': 0 });
  });

  it('the close of a plain file with the same number clears a stale dup (FDSET-48)', () => {
    const made = withFile(world(profile));
    made.value('add-fd', { 'fdset-id': 1 }, ['log']);
    made.addChardev('c', 'null', { logfile: '/dev/fdset/1' });
    made.value('remove-fd', { 'fdset-id': 1 });
    made.addChardev('d', 'null', {});
    made.value('chardev-remove', { id: 'c' });
    made.addChardev('e', 'file', { out: 'one' });
    made.addChardev('f', 'file', { out: 'two' });
    expect(ids(made)).toEqual([1]);
    made.value('chardev-remove', { id: 'f' });
    expect(ids(made)).toEqual([]);
  });

  it('with oob a pipelined add-fd may be given the descriptor of the next message, never both the first (FDSET-11)', () => {
    const made = withFile(world(profile, { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] }));
    made.do({ do: 'open', as: 'other', path: '{dir}/other', access: 'w', flags: ['create'] });
    made.do({ do: 'hold' });
    const send = (id: number, handle: string): void => {
      const bytes = `{"execute":"add-fd","arguments":{"fdset-id":${id}}}`;
      expect(made.do({ do: 'send', bytes, fds: [handle] })).toEqual({ see: 'messages', messages: [] });
    };
    send(1, 'log');
    send(2, 'other');
    expect(made.ways({ do: 'release' })).toHaveLength(2);
  });
});
