import type { Task } from '../../runtime/task.ts';
import type { Chardev, Frontend } from '../chardev/chardev.ts';
import { attach, detach, setHandlers } from '../chardev/frontend-handle.ts';
import { type Attempt, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';

/** Bytes that it keeps for a guest that does not ask. Source: QEMU hw/usb/dev-serial.c (RECV_BUF). */
const received = 496;

/** A serial adapter as the guest sees it: plugged in while its far end is open. Source: CHR-53. */
export type UsbSerial = {
  readonly frontend: Frontend;
  readonly attached: boolean;
  realize(): Task<void>;
  release(): Task<void>;
};

/** A usb-serial on a chardev; no handler runs before `realize`. */
export function createUsbSerial(machine: Machine, chardev: Chardev): Attempt<UsbSerial> {
  let attached = false;
  let unread = 0;
  const frontend: Frontend = {
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => (attached ? received - unread : 0),
    read(bytes: Uint8Array): Task<void> {
      unread = Math.min(received, unread + bytes.length);
      return immediate(undefined);
    },
    event(event): Task<void> {
      if (event === 'opened') attached = true;
      else if (event === 'closed') attached = false;
      return immediate(undefined);
    },
    changed: null,
  };
  const taken = attach(machine, chardev, frontend);
  if (!taken.ok) return taken;
  return success({
    frontend,
    get attached(): boolean {
      return attached;
    },
    *realize(): Task<void> {
      yield* setHandlers(frontend, true);
      if (chardev.open) attached = true;
    },
    release: () => detach(frontend),
  });
}
