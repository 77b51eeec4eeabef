import { expect, test } from 'vitest';
import { decodeControl, encodeControl } from './control-message.ts';
import { type FakeDevice, makeFakeDevice } from './fake-device.fixture.ts';
import { makeGuestMemory } from './guest-memory.ts';
import {
  converse,
  heldBuffers,
  postReceive,
  readPort,
  resetDriver,
  sendControl,
  startDriver,
  type VirtioSerialDriver,
  writePort,
} from './virtio-serial-driver.ts';

const mebibyte = 1 << 20;

function started(multiport = true): { device: FakeDevice; driver: VirtioSerialDriver } {
  const device = makeFakeDevice(2);
  const legacy = { machine: device.machine, ioBase: 0x1000 };
  return { device, driver: startDriver(legacy, makeGuestMemory(mebibyte, 16 * mebibyte), multiport) };
}

/** The control messages that the driver has sent since the last look; the device gives their buffers back. */
function sent(device: FakeDevice): string[] {
  const messages: string[] = [];
  for (let buffer = device.take(3); buffer !== undefined; buffer = device.take(3)) {
    messages.push(device.bytesOf(buffer));
    device.give(3, buffer, '');
  }
  return messages;
}

/** The device sends one control message. */
function tell(device: FakeDevice, bytes: string): void {
  const buffer = device.take(2);
  if (buffer === undefined) throw new Error('no control buffer is posted');
  device.give(2, buffer, bytes);
}

test('a start is reset, acknowledge, driver, features, driver-ok, then control buffers and DEVICE_READY', () => {
  const { device, driver } = started();
  expect(device.log).toEqual(['status 0', 'status 1', 'status 3', 'features 2', 'status 7', 'notify 2', 'notify 3']);
  expect(sent(device)).toEqual([encodeControl(0, 'DEVICE_READY', 1)]);
  expect(driver.queues).toHaveLength(6);
});

test('without multiport only port 0 has queues, and no control message is sent', () => {
  const { device, driver } = started(false);
  expect(device.log.slice(3)).toEqual(['features 0', 'status 7']);
  expect(driver.queues).toHaveLength(2);
  expect(() => sendControl(driver, 0, 'PORT_OPEN', 1)).toThrow('a driver without multiport sends no control messages');
  expect(converse(driver, () => undefined)).toEqual([]);
});

test('each PORT_ADD is answered when its turn comes, and what that brings is appended', () => {
  const { device, driver } = started();
  sent(device);
  tell(device, encodeControl(0, 'PORT_ADD', 1));
  tell(device, encodeControl(1, 'PORT_ADD', 1));
  const messages = converse(driver, () => {
    for (const message of sent(device)) {
      const { event, port } = decodeControl(message);
      if (event === 'PORT_READY') tell(device, `${encodeControl(port, 'PORT_NAME', 1)}n${port}\0`);
    }
  });
  expect(messages).toEqual([
    { event: 'PORT_ADD', port: 0, value: 1 },
    { event: 'PORT_ADD', port: 1, value: 1 },
    { event: 'PORT_NAME', port: 0, value: 1, name: 'n0' },
    { event: 'PORT_NAME', port: 1, value: 1, name: 'n1' },
  ]);
  expect(device.log.filter((line) => line === 'notify 2').length).toBeGreaterThan(1); // their buffers are posted again
});

test('a write goes into buffers of the given size as long as the queue has room, with one notification', () => {
  const { device, driver } = started();
  device.log.length = 0;
  expect(writePort(driver, 1, 'abcdefgh', 3)).toBe(8);
  expect(writePort(driver, 1, 'x'.repeat(100), 10)).toBe(50); // five of eight descriptors are left
  expect(device.log).toEqual(['notify 5', 'notify 5']);
  expect(writePort(driver, 1, 'x', 10)).toBe(0);
  expect(device.log).toHaveLength(2);
  const first = device.take(5);
  if (first === undefined) throw new Error('nothing was offered');
  expect(device.bytesOf(first)).toBe('abc');
  device.give(5, first, '');
  expect(heldBuffers(driver, 1)).toEqual({ in: 0, out: 7 });
  expect(writePort(driver, 1, 'yz', 10)).toBe(2);
});

test('what came back in receive buffers is joined, is read once, and survives the posting of more', () => {
  const { device, driver } = started();
  postReceive(driver, 1, 2, 4);
  for (const bytes of ['abcd', 'e']) {
    const buffer = device.take(4);
    if (buffer === undefined) throw new Error('nothing was offered');
    expect(buffer).toMatchObject({ length: 4, flags: 2 });
    device.give(4, buffer, bytes);
  }
  postReceive(driver, 1, 20, 4);
  expect(heldBuffers(driver, 1)).toEqual({ in: 8, out: 0 });
  expect(readPort(driver, 1)).toBe('abcde');
  expect(readPort(driver, 1)).toBe('');
});

test('a reset forgets every buffer, and a new start lays its queues out in the same memory', () => {
  const { device, driver } = started();
  writePort(driver, 1, 'abc', 1);
  postReceive(driver, 1, 3, 5000);
  const { next } = driver.memory;
  resetDriver(driver);
  expect(device.log.at(-1)).toBe('status 0');
  const again = startDriver(driver.device, driver.memory, true);
  expect(heldBuffers(again, 1)).toEqual({ in: 0, out: 0 });
  expect(again.memory.next).toBe(next);
});
