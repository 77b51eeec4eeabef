import type { Task } from '../../runtime/task.ts';
import { bytesOf } from '../bytes.ts';
import { immediate } from '../immediate.ts';
import type { Backend, Chardev } from './chardev.ts';
import { createHeldInput } from './held-input.ts';

/** What a serial mouse says when it gets power: `M3`, and who it is. Source: MISC-01, both QEMUs. */
const introduction = bytesOf('M3\x08\x01$1-5\x10\x10\x10\x11<<-/53%<<1%-5\x00-ICROSOFT\x00-OUSE\x19!\t');
const heldMax = 64;

/** A serial mouse that nobody moves: it ignores what it is sent and lives off the modem lines. Source: MISC-01. */
export function createMouseBackend(chardev: Chardev): Backend {
  const held = createHeldInput(chardev, heldMax);
  let powered = false;
  return {
    filename: () => 'msmouse',
    write: (bytes) => immediate(bytes.length),
    watchOutput: () => null,
    frontendChanged: () => immediate(undefined),
    close: () => {},
    acceptInput: () => held.offer(),
    modemStatus: () => 0,
    setModemLines(lines): Task<void> {
      const was = powered;
      powered = lines.dtr || lines.rts;
      if (!powered) held.clear();
      if (!powered || was) return immediate(undefined);
      held.push(introduction);
      return held.offer();
    },
  };
}
