import { describe, expect, it } from 'vitest';
import { controllerError, type PortsTaken, type PortWish, portNumber } from './port-number.ts';

const free: PortsTaken = { maxPorts: 4, numbers: [], names: [] };
const port: PortWish = { isConsole: false, nr: null, name: null };
const outOfRange = 'virtio-serial-bus: Out-of-range port id specified, max. allowed: 3';

describe('the number of a virtio-serial port', () => {
  it('is 0 for the first console and the lowest free one from 1 on for everything else', () => {
    expect(portNumber({ ...port, isConsole: true }, free)).toEqual({ ok: true, value: 0 });
    expect(portNumber(port, free)).toEqual({ ok: true, value: 1 });
    expect(portNumber({ ...port, isConsole: true }, { ...free, numbers: [0, 1] })).toEqual({ ok: true, value: 2 });
    expect(portNumber({ ...port, nr: 4294967295 }, { ...free, numbers: [1, 3] })).toEqual({ ok: true, value: 2 });
  });

  it('is refused when it is taken, before the name is looked at', () => {
    const taken: PortsTaken = { maxPorts: 4, numbers: [2], names: ['a'] };
    const atTwo = 'virtio-serial-bus: A port already exists at id 2';
    expect(portNumber({ ...port, nr: 2, name: 'a' }, taken)).toEqual({ ok: false, text: atTwo });
    const byName = 'virtio-serial-bus: A port already exists by name a';
    expect(portNumber({ ...port, nr: 9, name: 'a' }, taken)).toEqual({ ok: false, text: byName });
  });

  it('is refused beyond the last, and on a full controller that is no multiple of 32', () => {
    expect(portNumber({ ...port, nr: 4 }, free)).toEqual({ ok: false, text: outOfRange });
    expect(portNumber(port, { ...free, numbers: [1, 2, 3] })).toEqual({ ok: false, text: outOfRange });
    const full = { maxPorts: 32, numbers: Array.from({ length: 31 }, (_, index) => index + 1), names: [] };
    const limit = 'virtio-serial-bus: Maximum port limit for this device reached';
    expect(portNumber(port, full)).toEqual({ ok: false, text: limit });
    expect(portNumber({ ...port, isConsole: true }, full)).toEqual({ ok: true, value: 0 });
  });

  it('is never 0 for a port that is no console', () => {
    expect(portNumber({ ...port, nr: 0 }, free)).toMatchObject({
      ok: false,
      text: expect.stringContaining('reserved for virtconsole'),
    });
  });
});

describe('a virtio-serial controller', () => {
  it('has 1 to 511 ports', () => {
    expect(controllerError(0)).toBe('Maximum number of serial ports not specified');
    expect(controllerError(512)).toBe('maximum ports supported: 511');
    expect([controllerError(1), controllerError(511)]).toEqual([null, null]);
  });
});
