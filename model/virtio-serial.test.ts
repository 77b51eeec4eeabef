import { describe, expect, it } from 'vitest';
import type { LaunchOptions, PortSpec } from './language/action.ts';
import type { ControlMessage, Outcome } from './language/outcome.ts';
import type { ProfileName } from './language/profile.ts';
import { everyProfile, type World, world } from './world.fixture.ts';

const port: PortSpec = { id: 'p', kind: 'virtserialport', chardev: 'c', name: 'agent' };
const onSocket: LaunchOptions = { args: ['-chardev', 'socket,id=c,path=sock,server=on,wait=off'], ports: [port] };

function started(profile: ProfileName, launch: LaunchOptions): World {
  const made = world(profile, launch);
  made.do({ do: 'driver-start', controller: 'vs0' });
  return made;
}

function told(made: World): readonly ControlMessage[] {
  const outcome = made.do({ do: 'guest-messages', controller: 'vs0' });
  return outcome.see === 'guest-messages' ? outcome.control : [];
}

function look(made: World, id = 'p'): Outcome {
  return made.do({ do: 'observe', what: 'port', port: id });
}

/** A port on the write end of a 4096-byte pipe that is full, with three buffers written of which one fitted. */
function throttled(profile: ProfileName): World {
  const made = world(profile, 'manual');
  made.do({ do: 'pipe', as: 'p', capacity: 4096 });
  const args = ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'];
  made.do({ do: 'launch', args, ports: [port] });
  made.do({ do: 'driver-start', controller: 'vs0' });
  made.do({ do: 'guest-write', port: 'p', bytes: 'x'.repeat(3 * 4096) });
  return made;
}

describe.each(everyProfile)('a virtserialport of %s', (profile) => {
  it('is announced, then named, then opened as its host side is (VSER-02)', () => {
    const launch: LaunchOptions = {
      args: ['-chardev', 'ringbuf,id=c'],
      ports: [{ id: 'con', kind: 'virtconsole' }, port],
    };
    const made = world(profile, launch);
    expect(made.do({ do: 'driver-start', controller: 'vs0' })).toEqual({
      see: 'guest-messages',
      control: [
        { event: 'PORT_ADD', port: 0, value: 1 },
        { event: 'PORT_ADD', port: 1, value: 1 },
        { event: 'CONSOLE_PORT', port: 0, value: 1 },
        { event: 'PORT_NAME', port: 1, value: 1, name: 'agent' },
        { event: 'PORT_OPEN', port: 1, value: 1 },
      ],
    });
  });

  it('follows its client, and throws output away while there is none (VSER-20..23)', () => {
    const made = started(profile, onSocket);
    expect(made.do({ do: 'guest-write', port: 'p', bytes: 'lost' })).toEqual({ see: 'accepted', count: 4 });
    expect(made.do({ do: 'guest-queues', port: 'p' })).toEqual({ see: 'queues', in: 0, out: 0 });
    made.do({ do: 'connect-socket', as: 'k', path: 'sock' });
    expect(told(made)).toEqual([{ event: 'PORT_OPEN', port: 1, value: 1 }]);
    made.do({ do: 'guest-write', port: 'p', bytes: 'kept' });
    expect(made.do({ do: 'read', from: 'k' })).toMatchObject({ bytes: 'kept' });
    made.do({ do: 'close', handle: 'k' });
    expect(told(made)).toEqual([{ event: 'PORT_OPEN', port: 1, value: 0 }]);
    expect(look(made)).toEqual({ see: 'port', nr: 1, guest: false, host: false, throttled: false });
  });

  it('reads its client only while the guest has it open and has posted buffers (VSER-44)', () => {
    const made = started(profile, onSocket);
    made.do({ do: 'connect-socket', as: 'k', path: 'sock' });
    made.do({ do: 'write', to: 'k', bytes: 'abcdef' });
    made.do({ do: 'guest-post', port: 'p', buffers: 2, size: 2 });
    expect(made.do({ do: 'guest-read', port: 'p' })).toMatchObject({ bytes: '' });
    made.do({ do: 'guest-open', port: 'p' });
    expect(made.do({ do: 'guest-read', port: 'p' })).toMatchObject({ bytes: 'abcd' });
    made.do({ do: 'guest-post', port: 'p', buffers: 1, size: 8 });
    expect(made.do({ do: 'guest-read', port: 'p' })).toMatchObject({ bytes: 'ef' });
  });

  it('tells of the guest once a second at most, with the last value (VSER-40, VSER-42)', () => {
    const made = started(profile, onSocket);
    const event = (open: boolean): object => ({ event: 'VSERPORT_CHANGE', data: { id: 'p', open } });
    made.do({ do: 'guest-open', port: 'p' });
    expect(made.messages()).toEqual([event(true)]);
    for (const what of ['guest-close', 'guest-open', 'guest-close'] as const) made.do({ do: what, port: 'p' });
    expect(made.messages()).toEqual([]);
    made.do({ do: 'advance', ms: 1000 });
    expect(made.messages()).toEqual([event(false)]);
    made.do({ do: 'advance', ms: 1000 });
    made.do({ do: 'guest-open', port: 'p' });
    expect(made.messages()).toEqual([event(true)]);
  });

  it('stops in the middle of a buffer that does not fit, and goes on there (VSER-30)', () => {
    const made = throttled(profile);
    expect(look(made)).toMatchObject({ host: true, throttled: true });
    expect(made.do({ do: 'guest-queues', port: 'p' })).toEqual({ see: 'queues', in: 0, out: 2 });
    let bytes = '';
    for (let round = 0; round < 3; round += 1) {
      const read = made.do({ do: 'read', from: 'p.read' });
      bytes += read.see === 'data' ? read.bytes : '';
    }
    expect(bytes).toBe('x'.repeat(3 * 4096));
    expect(look(made)).toMatchObject({ throttled: false });
  });

  it('is unplugged at once for the guest, and lets go of its chardev a little later (VSER-50, VSER-51)', () => {
    const made = started(profile, onSocket);
    made.qmp('device_del', { id: 'p' });
    expect(told(made)).toEqual([{ event: 'PORT_REMOVE', port: 1, value: 1 }]);
    expect(look(made)).toEqual({ see: 'errno', errno: 'ENODEV' });
    expect(made.value('chardev-remove', { id: 'c' })).toEqual({});
    const gone = { event: 'DEVICE_DELETED', data: { device: 'p', path: '/machine/peripheral/p' } };
    expect(made.messages()).toEqual([gone]);
    expect(made.qmp('device_del', { id: 'p' })).toEqual({
      see: 'error',
      class: 'DeviceNotFound',
      desc: "Device 'p' not found",
    });
  });

  it('is busy between the reply and the event', () => {
    const made = started(profile, onSocket);
    const busy = made.do({
      do: 'send',
      bytes: '{"execute":"device_del","arguments":{"id":"p"}}{"execute":"chardev-remove","arguments":{"id":"c"}}',
    });
    expect(busy).toMatchObject({ messages: [{ return: {} }, { error: { desc: "Chardev 'c' is busy" } }, {}] });
  });

  it('hears nothing while the machine stands still (VSER-60)', () => {
    const made = started(profile, onSocket);
    made.qmp('stop');
    made.do({ do: 'connect-socket', as: 'k', path: 'sock' });
    expect(look(made)).toMatchObject({ host: false });
    made.qmp('cont');
    expect(look(made)).toMatchObject({ host: true });
  });

  it('reads false as its frontend-open after a change of its backend (SWAP-S14), where that is not repaired', () => {
    const made = started(profile, { args: ['-chardev', 'ringbuf,id=c'], ports: [port] });
    made.do({ do: 'guest-open', port: 'p' });
    expect(made.value('query-chardev')).toMatchObject([{ 'frontend-open': true }]);
    expect(made.value('chardev-change', { id: 'c', backend: { type: 'null', data: {} } })).toEqual({});
    expect(made.value('query-chardev')).toMatchObject([{ 'frontend-open': profile === 'design' }]);
    expect(told(made)).toEqual([{ event: 'PORT_OPEN', port: 1, value: 0 }]);
  });
});

describe('what real ports do wrong', () => {
  const change = (made: World, type: string): void => {
    made.value('chardev-change', { id: 'c', backend: { type, data: {} } });
  };
  const out = (made: World): number => {
    const queues = made.do({ do: 'guest-queues', port: 'p' });
    return queues.see === 'queues' ? queues.out : -1;
  };

  it.each([
    ['design', 0],
    ['qemu-7.2', 1],
    ['qemu-10.0', 1],
  ] as const)('%s loses %d buffers that were begun when the host closes (Q-LOSTDESC)', (profile, lost) => {
    const made = throttled(profile);
    change(made, 'null');
    expect(look(made)).toMatchObject({ host: false, throttled: false });
    expect(out(made)).toBe(lost);
    made.do({ do: 'driver-start', controller: 'vs0' });
    expect(out(made)).toBe(0);
  });

  it.each([
    ['design', false],
    ['qemu-7.2', true],
    ['qemu-10.0', true],
  ] as const)('%s after a swap to a backend without a watch: throttled %s (Q-WEDGE-SWAP)', (profile, wedged) => {
    const made = throttled(profile);
    change(made, 'ringbuf');
    expect(look(made)).toMatchObject({ host: true, throttled: wedged });
    expect(made.value('ringbuf-read', { device: 'c', size: 9000 })).toBe(wedged ? '' : 'x'.repeat(8192));
  });

  it.each([
    ['design', { host: false, throttled: false }],
    ['qemu-7.2', { host: true, throttled: true }],
    ['qemu-10.0', { host: true, throttled: true }],
  ] as const)('%s when the client left while the machine stood still (Q-WEDGE-STOP)', (profile, after) => {
    const made = started(profile, onSocket);
    made.do({ do: 'connect-socket', as: 'k', path: 'sock' });
    made.qmp('stop');
    made.do({ do: 'close', handle: 'k' });
    made.qmp('cont');
    made.do({ do: 'guest-write', port: 'p', bytes: 'x' });
    expect(look(made)).toMatchObject(after);
  });

  it.each([
    ['design', { host: false, throttled: false }],
    ['qemu-7.2', { host: true, throttled: true }],
    ['qemu-10.0', { host: true, throttled: true }],
  ] as const)('%s when the reader of a pipe dies (Q-EPIPE)', (profile, after) => {
    const made = throttled(profile);
    made.do({ do: 'close', handle: 'p.read' });
    expect(look(made)).toMatchObject(after);
  });

  it.each([
    ['design', false],
    ['qemu-7.2', false],
    ['qemu-10.0', true],
  ] as const)('%s when the client of a full socket leaves: throttled %s (Q-WEDGE-RACE)', (profile, wedged) => {
    const made = started(profile, onSocket);
    made.do({ do: 'connect-socket', as: 'k', path: 'sock' });
    made.do({ do: 'guest-write', port: 'p', bytes: 'x'.repeat(64 * 4096) });
    expect(out(made)).toBe(20);
    made.do({ do: 'close', handle: 'k' });
    expect(look(made)).toMatchObject({ host: false, throttled: wedged });
  });
});
