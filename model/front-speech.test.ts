import { describe, expect, it } from 'vitest';
import { everyProfile, type World, world } from './world.fixture.ts';

const path = '{dir}/m';
const chardev = `socket,id=m,path=${path},server=on,wait=off`;
const read = (made: World): unknown => made.do({ do: 'read', from: 'p' });
const send = (made: World, bytes: string): void => {
  made.do({ do: 'write', to: 'p', bytes });
};
const seen = (bytes: string): unknown => ({ see: 'data', bytes, end: false });

describe.each(everyProfile)('a monitor on a chardev in %s', (profile) => {
  const { major, minor, micro } = world(profile).state.profile.version;
  const banner = `QEMU ${major}.${minor}.${micro} monitor - type 'help' for more information\r\n`;

  it('greets who connects, echoes what is typed by drawing the line anew, and answers', () => {
    const made = world(profile, { args: ['-chardev', chardev, '-mon', 'm'] });
    made.do({ do: 'connect-socket', as: 'p', path });
    expect(read(made)).toEqual(seen(`${banner}(qemu) `));
    send(made, 'ab\x7f\x7f\r');
    expect(read(made)).toEqual(seen('a\x1b[K\x1b[Dab\x1b[K\x1b[D\x1b[Da\x1b[K\x1b[D\x1b[K\r\n(qemu) '));
    send(made, 'zz\n');
    expect(read(made)).toEqual(seen("z\x1b[K\x1b[Dzz\x1b[K\r\nunknown command: 'zz'\r\n(qemu) "));
  });

  it('is mute while a port has the focus of their mux, and then says what it kept', () => {
    const made = world(profile, {
      machine: 'serial',
      args: ['-serial', `mon:unix:${path},server=on,wait=off`],
      ports: [{ id: 'com1', kind: '16550', chardev: 'serial0', board: true }],
    });
    made.do({ do: 'connect-socket', as: 'p', path });
    expect(read(made)).toEqual(seen(''));
    send(made, '\x01c');
    const once = profile === 'design' ? banner : `${banner}${banner}`; // design: a mux is open only when its base is
    expect(read(made)).toEqual(seen(`${once}(qemu) `));
    send(made, '\x01c');
    expect(read(made)).toEqual(seen('\r\n'));
    send(made, '\x01c');
    expect(read(made)).toEqual(seen('(qemu) '));
  });

  it('speaks QMP, line by line where it is pretty', () => {
    const made = world(profile, { args: ['-chardev', chardev, '-mon', 'chardev=m,mode=control,pretty=on'] });
    made.do({ do: 'connect-socket', as: 'p', path });
    expect(read(made)).toMatchObject({ see: 'data' });
    send(made, '{"execute":"qmp_capabilities"}');
    expect(read(made)).toEqual(seen('{\r\n    "return": {\r\n    }\r\n}\r\n'));
  });
});

it('Q-HUB-12: a QMP monitor on a mux over a ring buffer aborts, or lives without a thread of its own', () => {
  const args = ['-chardev', 'ringbuf,id=r,mux=on', '-mon', 'chardev=r,mode=control'];
  const launched = (profile: 'design' | 'qemu-7.2' | 'qemu-10.0'): unknown =>
    world(profile, 'manual').do({ do: 'launch', args });
  expect(launched('design')).toEqual({ see: 'launched' });
  expect(launched('qemu-7.2')).toMatchObject({ see: 'died', signal: 'SIGABRT' });
  expect(launched('qemu-10.0')).toMatchObject({ see: 'died', signal: 'SIGABRT' });
});
