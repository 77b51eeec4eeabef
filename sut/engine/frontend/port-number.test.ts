import { expect, test } from 'vitest';
import { immediate } from '../immediate.ts';
import {
  automaticNumber,
  type Controller,
  createController,
  numberFor,
  plug,
  portErrors,
  queuesOf,
  type VirtioPort,
} from './virtio-serial-bus.ts';

function controllerOf(maxPorts: number): Controller {
  const made = createController('vs0', maxPorts, true);
  if (!made.ok) throw new Error(made.text);
  return made.value;
}

function plugged(controller: Controller, nr: number, name: string | null = null): void {
  const port: VirtioPort = {
    controller,
    name,
    device: {
      console: false,
      take: () => immediate(0),
      enable: () => immediate(undefined),
      writable: () => immediate(undefined),
      outputDropped: () => undefined,
      guestOpened: () => immediate(undefined),
    },
    nr,
    queues: queuesOf(controller, nr),
    plugged: false,
    guestOpen: false,
    hostOpen: false,
    throttled: false,
    current: null,
  };
  plug(port);
}

function asked(controller: Controller, nr: number, name: string | null = null, console = false): number | string {
  const got = numberFor([controller], controller, { nr, name, console });
  return got.ok ? got.value : got.text;
}

test('the lowest free number from 1 is taken, and 0 by the first console', () => {
  const controller = controllerOf(31);
  plugged(controller, 1);
  plugged(controller, 3);
  expect(asked(controller, automaticNumber)).toBe(2);
  expect(asked(controller, automaticNumber, null, true)).toBe(0);
  plugged(controller, 0);
  expect(asked(controller, automaticNumber, null, true)).toBe(2);
});

test('number, name, range and reservation are looked at in this order', () => {
  const controller = controllerOf(4);
  plugged(controller, 1, 'x');
  expect(asked(controller, 1, 'x')).toBe(portErrors.numberTaken(1));
  expect(asked(controller, 9, 'x')).toBe(portErrors.nameTaken('x'));
  expect(asked(controller, 4)).toBe(portErrors.outOfRange(3));
  expect(asked(controller, 0)).toBe(portErrors.reserved);
});

test('a full controller says so only where the numbers of its map are used up', () => {
  const small = controllerOf(2);
  plugged(small, 1);
  expect(asked(small, automaticNumber)).toBe(portErrors.outOfRange(1));
  const full = controllerOf(32);
  for (let nr = 1; nr < 32; nr += 1) plugged(full, nr);
  expect(asked(full, automaticNumber)).toBe(portErrors.full);
});

test('a controller has 1 to 511 ports', () => {
  expect(createController('a', 0, true)).toMatchObject({ ok: false, text: portErrors.noMaximum });
  expect(createController('a', 512, true)).toMatchObject({ ok: false, text: portErrors.tooMany });
  expect(createController('a', 511, true).ok).toBe(true);
});
