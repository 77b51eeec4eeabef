import type { Task } from '../../runtime/task.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, prefixed, success } from '../failure.ts';
import { closeUntold } from '../fd/open.ts';
import type { Machine } from '../machine.ts';
import type { LoggedSpec } from './backend-spec.ts';
import { attach, type Chardev, createChardev, destroy, raise } from './chardev.ts';
import { openLog } from './log.ts';
import { closeStrayZero, openBackend } from './open-backend.ts';
import type { SocketSource } from './socket.ts';

/** Opens log and backend of a chardev that nobody can find yet. Source: CHR-01, FILE-02. */
export function* openChardev(
  machine: Machine,
  label: string,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Attempt<Chardev>> {
  const chardev = createChardev(machine, label, spec.backend.type);
  if (spec.logfile !== null) {
    const log = yield* openLog(machine, spec.logfile, spec.logappend);
    if (!log.ok) {
      if (spec.backend.type === 'parallel') closeStrayZero(machine, false);
      return failure(log.text);
    }
    chardev.logFd = log.fd;
  }
  const opened = yield* openBackend(machine, chardev, spec.backend, source);
  if (!opened.ok) {
    if (chardev.logFd >= 0) closeUntold(machine, chardev.logFd);
    return opened;
  }
  chardev.backend = opened.value.backend;
  if (opened.value.open) yield* raise(chardev, 'opened');
  return success(chardev);
}

/** What the container of all chardevs itself has under a name, found out once the chardev is made. Source: both QEMUs. */
export const takenProperty = 'type';

/** chardev-add. Source: CHR-01..CHR-07. */
export function* addChardev(
  machine: Machine,
  id: string,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Attempt<Chardev>> {
  if (machine.chardevs.has(id)) return failure(chardevErrors.exists(id));
  const made = yield* openChardev(machine, id, spec, source);
  if (!made.ok) return prefixed(chardevErrors.addFailed(id), made);
  if (id === takenProperty) {
    destroy(machine, made.value);
    return prefixed(chardevErrors.addFailed(id), failure(chardevErrors.duplicateProperty(id)));
  }
  machine.chardevs.set(id, made.value);
  return made;
}

/** chardev-remove. Source: CHR-11..CHR-13. */
export function removeChardev(machine: Machine, id: string): Attempt<void> {
  const chardev = machine.chardevs.get(id);
  if (chardev === undefined) return failure(chardevErrors.notFound(id));
  if (chardev.frontend !== null) return failure(chardevErrors.busy(id));
  machine.chardevs.delete(id);
  destroy(machine, chardev);
  return success(undefined);
}

/** chardev-change in its synchronous form. Source: SWAP-S01..SWAP-S07. */
export function* changeChardev(
  machine: Machine,
  id: string,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Attempt<Chardev>> {
  const old = machine.chardevs.get(id);
  if (old === undefined) return failure(chardevErrors.doesNotExist(id));
  const { frontend } = old;
  if (frontend === null) {
    machine.chardevs.delete(id);
    destroy(machine, old);
    return yield* addChardev(machine, id, spec, source);
  }
  if (frontend.changed === null) return failure(chardevErrors.inUseNotSwappable);
  const made = yield* openChardev(machine, id, spec, source);
  if (!made.ok) return made;
  if (old.open && !made.value.open) yield* raise(old, 'closed');
  old.frontend = null;
  frontend.chardev = null;
  attach(made.value, frontend);
  yield* frontend.changed();
  machine.chardevs.delete(id);
  destroy(machine, old);
  machine.chardevs.set(id, made.value);
  return made;
}
