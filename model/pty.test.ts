import { describe, expect, it } from 'vitest';
import type { ProfileName } from './language/profile.ts';
import { everyProfile, ok, type World, world } from './world.fixture.ts';

function ptyWorld(profile: ProfileName): World {
  const made = world(profile, {
    args: ['-chardev', 'pty,id=c'],
    ports: [{ id: 'w', kind: 'witness', chardev: 'c' }],
  });
  made.do({ do: 'witness-room', port: 'w', room: 100 });
  return made;
}

const records = (made: World): unknown => {
  const outcome = made.do({ do: 'witness-records', port: 'w' });
  return outcome.see === 'records' ? outcome.records : outcome;
};
const open = (made: World): unknown => made.do({ do: 'open-pty', as: 't', chardev: 'c' });
const write = (made: World, bytes: string): unknown => made.do({ do: 'witness-write', port: 'w', bytes });

describe.each(everyProfile)('a pty in %s', (profile) => {
  it('tells its slave when it is added', () => {
    const made = world(profile);
    expect(made.addChardev('x', 'pty', {})).toEqual({ see: 'return', value: { pty: '{pty:x}' } });
    expect(made.value('query-chardev')).toMatchObject([{ filename: 'pty:{pty:x}' }]);
  });

  it('notices its client at set_handlers, or a second after the last look', () => {
    const made = ptyWorld(profile);
    made.do({ do: 'witness-handlers', port: 'w', listening: true });
    open(made);
    made.do({ do: 'advance', ms: 999 });
    expect(records(made)).toEqual([]);
    made.do({ do: 'advance', ms: 1 });
    expect(records(made)).toEqual([{ event: 'OPENED' }]);
  });

  it('drops output while the slave is closed, and gives it to a client that it has not noticed', () => {
    const made = ptyWorld(profile);
    expect(write(made, 'lost')).toEqual({ see: 'accepted', count: 4 });
    open(made);
    expect(write(made, 'kept')).toEqual({ see: 'accepted', count: 4 });
    expect(made.do({ do: 'read', from: 't' })).toMatchObject({ bytes: 'kept' });
  });

  it('delivers what came before a close, then CLOSED but not in 7.2, and looks again', () => {
    const made = ptyWorld(profile);
    open(made);
    made.do({ do: 'witness-handlers', port: 'w', listening: true });
    made.do({ do: 'write', to: 't', bytes: 'bye' });
    made.do({ do: 'close', handle: 't' });
    const closed = profile === 'qemu-7.2' ? [] : [{ event: 'CLOSED' }];
    const twice = [{ event: 'OPENED' }, { event: 'OPENED' }]; // the look at the slave, then the sync
    expect(records(made)).toEqual([...twice, { read: 'bye' }, ...closed]);
    open(made);
    made.do({ do: 'advance', ms: 1000 });
    expect(records(made)).toEqual([{ event: 'OPENED' }]);
    made.do({ do: 'close', handle: 't' });
    expect(records(made)).toEqual(closed);
  });

  it('offers a watch only while it is connected', () => {
    const made = ptyWorld(profile);
    expect(made.do({ do: 'witness-watch', port: 'w' })).toEqual({ see: 'errno', errno: 'ENOTSUP' });
    open(made);
    made.do({ do: 'witness-handlers', port: 'w', listening: true });
    expect(made.do({ do: 'witness-watch', port: 'w' })).toEqual({ see: 'done' });
    expect(records(made)).toEqual([{ event: 'OPENED' }, { event: 'OPENED' }, { watch: 'out' }]);
  });
});

describe('the link to a pty', () => {
  const withLink = (profile: ProfileName): World => {
    const made = world(profile);
    expect(made.addChardev('c', 'pty', { path: '{dir}/link' })).toMatchObject({ see: 'return' });
    return made;
  };

  it('must not be there before', () => {
    const made = world('qemu-10.0');
    made.do({ do: 'write-file', path: '{dir}/link', bytes: '' });
    expect(made.error('chardev-add', { id: 'c', backend: { type: 'pty', data: { path: '{dir}/link' } } })).toMatch(
      /Failed to create PTY symlink: File exists$/,
    );
  });

  it('goes with the chardev, and in 10.0 whatever lies there by then', () => {
    for (const [profile, see] of [
      ['qemu-10.0', 'errno'],
      ['design', 'data'],
    ] as const) {
      const made = withLink(profile);
      made.do({ do: 'unlink', path: '{dir}/link' });
      made.do({ do: 'write-file', path: '{dir}/link', bytes: 'mine' });
      expect(made.qmp('chardev-remove', { id: 'c' })).toEqual(ok);
      expect(made.do({ do: 'read-file', path: '{dir}/link' })).toMatchObject({ see });
    }
  });
});
