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

type Own = { -readonly [Key in keyof UsbSerial]: UsbSerial[Key] };

/** A usb-serial on a chardev; no handler runs before `realize`. */
export function createUsbSerial(machine: Machine, chardev: Chardev): Attempt<UsbSerial> {
  let unread = 0;
  const frontend: Frontend = {
    name: 'usb-serial',
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => (adapter.attached ? received - unread : 0),
    read(bytes: Uint8Array): Task<void> {
      unread = Math.min(received, unread + bytes.length);
      return immediate(undefined);
    },
    event(event): Task<void> {
      if (event === 'opened') adapter.attached = true;
      else if (event === 'closed') adapter.attached = false;
      return immediate(undefined);
    },
    changed: () => null,
  };
  const taken = attach(machine, chardev, frontend);
  if (!taken.ok) return taken;
  const adapter: Own = {
    frontend,
    attached: false,
    realize: () => realize(adapter, chardev),
    release: () => detach(frontend),
  };
  return success(adapter);
}

function* realize(adapter: Own, chardev: Chardev): Task<void> {
  yield* setHandlers(adapter.frontend, true);
  if (chardev.open) adapter.attached = true;
}
