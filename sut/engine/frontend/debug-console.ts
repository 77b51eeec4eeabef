import type { Task } from '../../runtime/task.ts';
import type { Chardev, Frontend } from '../chardev/chardev.ts';
import { attach } from '../chardev/frontend-handle.ts';
import { frontendWriteAll } from '../chardev/output.ts';
import { type Attempt, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';

/** A port of one register that only takes bytes; writing gives no news. Source: chardev page 3.2 (isa-debugcon). */
export type DebugConsole = { write(byte: number): Task<unknown> };

/** Attached to `chardev`; its handlers are there and do nothing. */
export function createDebugConsole(machine: Machine, chardev: Chardev): Attempt<DebugConsole> {
  const frontend: Frontend = {
    name: 'debugcon',
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => 0,
    read: () => immediate(undefined),
    event: () => immediate(undefined),
    changed: () => null,
  };
  const attached = attach(machine, chardev, frontend);
  if (!attached.ok) return attached;
  frontend.open = true;
  return success({
    write: (byte) => frontendWriteAll(machine, frontend, Uint8Array.of(byte)),
  });
}
