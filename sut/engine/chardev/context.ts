import type { Task } from '../../runtime/task.ts';
import { crash } from '../end.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Chardev, Frontend } from './chardev.ts';

/** Whether what stands on others says that its input can be served by any thread. Source: CHR-37, Q-HUB-12. */
export function claimsToMove(machine: Machine, below: readonly (Chardev | null)[]): boolean {
  return hasQuirk(machine, 'Q-HUB-12') || below.every((chardev) => chardev?.backend.movable?.() === true);
}

/** Input of a chardev that cannot be moved is about to be served by another thread: an assertion fails. Source: CHR-37. */
export function* checkContext(machine: Machine, { chardev, loop }: Frontend): Task<void> {
  if (chardev === null || loop === machine.mainLoop || chardev.backend.movable?.() === true) return;
  yield* crash(machine, 'SIGABRT');
}
