import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchOptions } from '../../model/language/action.ts';
import type { Target } from '../target.ts';
import { inSession, qemusForTests } from './qemu-in-tests.ts';
import { createQemuTarget } from './target.ts';

const qemus = qemusForTests('virtio-serial ports and usb-serial of a real QEMU');

const listening = ['-chardev', 'socket,id=c,path={dir}/c,server=on,wait=off'];
const onListening: LaunchOptions = { args: listening, ports: [{ id: 'p', kind: 'virtserialport', chardev: 'c' }] };
const overPipe: LaunchOptions = {
  args: ['-add-fd', 'fd={fd:q.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
  ports: [{ id: 'p', kind: 'virtserialport', chardev: 'c' }],
};

describe.each(qemus)('virtio-serial ports and usb-serial of $path', ({ path }) => {
  let target: Target;
  beforeAll(async () => {
    target = await createQemuTarget({ binary: path, timeoutMs: 3000 });
  });
  afterAll(() => target?.shutdown());

  test('are among what the binary offers', () => {
    expect([...target.capabilities]).toEqual(expect.arrayContaining(['virtio-serial', 'usb-serial']));
  });

  test('a start brings one PORT_ADD a port, and after each PORT_READY what is known of it (VSER-02)', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({
        do: 'launch',
        args: [...listening, '-chardev', 'ringbuf,id=r'],
        ports: [
          { id: 'p', kind: 'virtserialport', chardev: 'c', name: 'a,b' },
          { id: 'con', kind: 'virtconsole', chardev: 'r' },
        ],
      });
      const control = [
        { event: 'PORT_ADD', port: 1, value: 1 },
        { event: 'PORT_ADD', port: 0, value: 1 },
        { event: 'PORT_NAME', port: 1, value: 1, name: 'a,b' },
        { event: 'CONSOLE_PORT', port: 0, value: 1 },
        { event: 'PORT_OPEN', port: 0, value: 1 },
      ];
      expect(perform({ do: 'driver-start', controller: 'vs0' })).toEqual({ see: 'guest-messages', control });
      expect(perform({ do: 'observe', what: 'port', port: 'con' })).toEqual({
        see: 'port',
        nr: 0,
        guest: false,
        host: true,
        throttled: false,
      });
      perform({ do: 'guest-open', port: 'p' });
      const event = { event: 'VSERPORT_CHANGE', data: { open: true, id: 'p' } };
      expect(perform({ do: 'receive' })).toEqual({ see: 'messages', messages: [event] });
      perform({ do: 'connect-socket', as: 'k', path: '{dir}/c' });
      const opened = [{ event: 'PORT_OPEN', port: 1, value: 1 }];
      expect(perform({ do: 'guest-messages', controller: 'vs0' })).toEqual({ see: 'guest-messages', control: opened });
    });
    expect(problems).toEqual([]);
  });

  test('bytes flow both ways whole and in order, in pieces as large as the posted buffers', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch', ...onListening });
      perform({ do: 'driver-start', controller: 'vs0' });
      perform({ do: 'guest-open', port: 'p' });
      perform({ do: 'connect-socket', as: 'k', path: '{dir}/c' });
      const bytes = Array.from({ length: 10_000 }, (_, index) => String.fromCharCode(index % 251)).join('');
      expect(perform({ do: 'guest-write', port: 'p', bytes, size: 100 })).toEqual({ see: 'accepted', count: 10_000 });
      expect(perform({ do: 'read', from: 'k' })).toEqual({ see: 'data', bytes, end: false });
      perform({ do: 'write', to: 'k', bytes: 'abcdefghij' });
      expect(perform({ do: 'guest-read', port: 'p' })).toEqual({ see: 'data', bytes: '', end: false });
      perform({ do: 'guest-post', port: 'p', buffers: 2, size: 4 });
      expect(perform({ do: 'guest-read', port: 'p' })).toEqual({ see: 'data', bytes: 'abcdefgh', end: false });
      perform({ do: 'guest-post', port: 'p', buffers: 2, size: 4 });
      expect(perform({ do: 'guest-queues', port: 'p' })).toEqual({ see: 'queues', in: 1, out: 0 });
      expect(perform({ do: 'guest-read', port: 'p' })).toEqual({ see: 'data', bytes: 'ij', end: false });
    });
  });

  test('a full pipe throttles the port; when the chardev closes, one buffer never comes back (Q-LOSTDESC)', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'pipe', as: 'q', capacity: 4096 });
      perform({ do: 'launch', ...overPipe });
      perform({ do: 'driver-start', controller: 'vs0' });
      perform({ do: 'guest-write', port: 'p', bytes: 'x'.repeat(9000), size: 3000 });
      expect(perform({ do: 'guest-queues', port: 'p' })).toEqual({ see: 'queues', in: 0, out: 2 });
      expect(perform({ do: 'observe', what: 'port', port: 'p' })).toMatchObject({ host: true, throttled: true });
      const change = { id: 'c', backend: { type: 'null', data: {} } };
      perform({ do: 'qmp', execute: 'chardev-change', arguments: change });
      expect(perform({ do: 'observe', what: 'port', port: 'p' })).toMatchObject({ host: false, throttled: false });
      expect(perform({ do: 'guest-queues', port: 'p' })).toEqual({ see: 'queues', in: 0, out: 1 });
      perform({ do: 'driver-start', controller: 'vs0' });
      expect(perform({ do: 'guest-queues', port: 'p' })).toEqual({ see: 'queues', in: 0, out: 0 });
    });
  });

  test('ports come and go: DEVICE_DELETED is there when the command is, and the chardev is free (VSER-50)', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({ do: 'launch', machine: 'virtio', args: ['-chardev', 'null,id=n'] });
      perform({ do: 'driver-start', controller: 'vs0' });
      const device = { driver: 'virtserialport', id: 'q', chardev: 'n' };
      for (let round = 0; round < 5; round += 1) {
        perform({ do: 'qmp', execute: 'device_add', arguments: device });
        const added = [{ event: 'PORT_ADD', port: 1, value: 1 }];
        expect(perform({ do: 'guest-messages', controller: 'vs0' })).toEqual({ see: 'guest-messages', control: added });
        perform({ do: 'qmp', execute: 'device_del', arguments: { id: 'q' } });
        const gone = { event: 'DEVICE_DELETED', data: { device: 'q', path: '/machine/peripheral/q' } };
        expect(perform({ do: 'receive' })).toEqual({ see: 'messages', messages: [gone] });
        const removed = [{ event: 'PORT_REMOVE', port: 1, value: 1 }];
        expect(perform({ do: 'guest-messages', controller: 'vs0' })).toEqual({
          see: 'guest-messages',
          control: removed,
        });
        expect(perform({ do: 'observe', what: 'port', port: 'q' })).toEqual({ see: 'errno', errno: 'ENODEV' });
      }
      perform({ do: 'guest-write', port: 'q', bytes: 'to nobody' });
      expect(perform({ do: 'guest-queues', port: 'q' })).toEqual({ see: 'queues', in: 0, out: 0 });
      const removal = perform({ do: 'qmp', execute: 'chardev-remove', arguments: { id: 'n' } });
      expect(removal).toEqual({ see: 'return', value: {} });
    });
    expect(problems).toEqual([]);
  });

  test('a usb-serial is plugged in while its chardev is open', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch', args: listening, ports: [{ id: 'u', kind: 'usb-serial', chardev: 'c' }] });
      const attached = () => perform({ do: 'observe', what: 'port', port: 'u' });
      expect(attached()).toEqual({ see: 'usb-port', attached: false });
      perform({ do: 'connect-socket', as: 'k', path: '{dir}/c' });
      expect(attached()).toEqual({ see: 'usb-port', attached: true });
      perform({ do: 'close', handle: 'k' });
      expect(attached()).toEqual({ see: 'usb-port', attached: false });
    });
  });

  test('a driver without multiport has port 0 only, which counts as open without an event (VSER-03)', async () => {
    await inSession(target, false, (perform) => {
      const args = ['-chardev', 'ringbuf,id=r'];
      perform({ do: 'launch', args, ports: [{ id: 'con', kind: 'virtconsole', chardev: 'r' }] });
      const start = perform({ do: 'driver-start', controller: 'vs0', multiport: false });
      expect(start).toEqual({ see: 'guest-messages', control: [] });
      expect(perform({ do: 'observe', what: 'port', port: 'con' })).toMatchObject({ nr: 0, guest: true });
      expect(perform({ do: 'receive' })).toEqual({ see: 'messages', messages: [] });
      perform({ do: 'guest-write', port: 'con', bytes: 'hello' });
      perform({ do: 'guest-emergency-write', controller: 'vs0', byte: 0x21 });
      const ring = perform({ do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } });
      expect(ring).toEqual({ see: 'return', value: 'hello!' });
    });
  });
});
