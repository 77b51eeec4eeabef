import { describe, expect, it } from 'vitest';
import type { ProfileName } from './language/profile.ts';
import { everyProfile, ok, type World, world } from './world.fixture.ts';

const path = '{dir}/s';
const address = { type: 'unix', data: { path } };

/** A witness that listens with room for `room` bytes on a server at `path`. */
function serverWorld(profile: ProfileName, room = 100): World {
  const made = world(profile, {
    args: ['-chardev', `socket,id=c,path=${path},server=on,wait=off`],
    ports: [{ id: 'w', kind: 'witness', chardev: 'c' }],
  });
  made.do({ do: 'witness-handlers', port: 'w', listening: true });
  made.do({ do: 'witness-room', port: 'w', room });
  return made;
}

const connect = (made: World, as: string): unknown => made.do({ do: 'connect-socket', as, path });
const records = (made: World): unknown => {
  const outcome = made.do({ do: 'witness-records', port: 'w' });
  return outcome.see === 'records' ? outcome.records : outcome;
};
const filename = (made: World): unknown => (made.value('query-chardev') as { filename: string }[])[0]?.filename;

describe.each(everyProfile)('a server in %s', (profile) => {
  it('serves clients one after the other and loses nothing of those who wait', () => {
    const made = serverWorld(profile);
    for (const as of ['p', 'q']) connect(made, as);
    for (const to of ['q', 'p']) made.do({ do: 'write', to, bytes: to });
    expect(records(made)).toEqual([{ event: 'OPENED' }, { read: 'p' }]);
    made.do({ do: 'close', handle: 'p' });
    expect(records(made)).toEqual([{ event: 'CLOSED' }, { event: 'OPENED' }, { read: 'q' }]);
  });

  it('lets two wait and sends the next away', () => {
    const made = serverWorld(profile);
    const seen = ['p', 'q', 'r', 's'].map((as) => connect(made, as));
    expect(seen).toEqual([...Array(3).fill({ see: 'done' }), { see: 'errno', errno: 'EAGAIN' }]);
  });

  it('tells its state in its file name', () => {
    const made = serverWorld(profile);
    expect(filename(made)).toBe(`disconnected:unix:${path},server=on`);
    connect(made, 'p');
    expect(filename(made)).toBe(`unix:${path},server=on`);
  });

  it('refuses output while nobody is connected, and does not keep it', () => {
    const made = serverWorld(profile);
    expect(made.do({ do: 'witness-write', port: 'w', bytes: 'x' })).toEqual({ see: 'errno', errno: 'EIO' });
    connect(made, 'p');
    expect(made.do({ do: 'read', from: 'p' })).toMatchObject({ bytes: '' });
  });

  it('unlinks its path when it is removed, and its clients see the end', () => {
    const made = serverWorld(profile);
    connect(made, 'p');
    made.do({ do: 'witness-detach', port: 'w' });
    expect(made.qmp('chardev-remove', { id: 'c' })).toEqual(ok);
    expect(made.do({ do: 'read', from: 'p' })).toMatchObject({ end: true });
    expect(connect(made, 'q')).toEqual({ see: 'errno', errno: 'ENOENT' });
  });

  it('takes a half close for a disconnect once it has room', () => {
    const made = serverWorld(profile, 0);
    connect(made, 'p');
    made.do({ do: 'shutdown', socket: 'p', how: 'w' });
    expect(records(made)).toEqual([{ event: 'OPENED' }]);
    made.do({ do: 'witness-room', port: 'w', room: 1 });
    expect(records(made)).toEqual([{ event: 'CLOSED' }]);
  });

  it('drops at a hang-up what there was no room for, unless repaired', () => {
    const made = serverWorld(profile, 0);
    connect(made, 'p');
    made.do({ do: 'write', to: 'p', bytes: 'abc' });
    made.do({ do: 'close', handle: 'p' });
    made.do({ do: 'witness-room', port: 'w', room: 9 });
    const kept = profile === 'design' ? [{ read: 'abc' }] : [];
    expect(records(made)).toEqual([{ event: 'OPENED' }, ...kept, { event: 'CLOSED' }]);
  });
});

describe('a client', () => {
  it('fails at once where nobody listens, and says why', () => {
    const made = world('qemu-10.0');
    const add = (data: Record<string, unknown>): string =>
      made.error('chardev-add', { id: 'c', backend: { type: 'socket', data: { addr: address, ...data } } } as never);
    expect(add({ server: false })).toMatch(/Failed to connect to '\{dir\}\/s': No such file or directory$/);
    made.do({ do: 'write-file', path, bytes: '' });
    expect(add({ server: false })).toMatch(/: Connection refused$/);
    expect(add({ reconnect: 0 })).toMatch(/'reconnect' option is incompatible with socket in server listen mode$/);
    expect(add({ server: false, wait: false })).toMatch(/'wait' option is incompatible with socket in client/);
    expect(add({ server: false, reconnect: 1, 'reconnect-ms': 1 })).toMatch(/mutually exclusive$/);
  });

  it('tries again exactly after the configured time, at a failure and at a disconnect', () => {
    const made = world('design');
    const data = { addr: address, server: false, 'reconnect-ms': 300 };
    expect(made.addChardev('c', 'socket', data)).toEqual(ok);
    made.do({ do: 'listen', as: 'l', path });
    made.do({ do: 'advance', ms: 299 });
    expect(made.do({ do: 'accept', as: 'p', on: 'l' })).toEqual({ see: 'errno', errno: 'EAGAIN' });
    made.do({ do: 'advance', ms: 1 });
    expect(made.do({ do: 'accept', as: 'p', on: 'l' })).toEqual({ see: 'done' });
    expect(filename(made)).toBe(`unix:${path}`);
    made.do({ do: 'close', handle: 'p' });
    expect(filename(made)).toBe(`disconnected:unix:${path}`);
    made.do({ do: 'advance', ms: 300 });
    expect(made.do({ do: 'accept', as: 'q', on: 'l' })).toEqual({ see: 'done' });
  });
});
