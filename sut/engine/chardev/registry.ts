import type { Task } from '../../runtime/task.ts';
import type { WantedChardev } from '../chardev-option.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, prefixed, success } from '../failure.ts';
import { closeUntold } from '../fd/open.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { LoggedSpec } from './backend-spec.ts';
import { type Chardev, createChardev, destroy, isBusy, raise } from './chardev.ts';
import { openLog } from './log.ts';
import { closeStrayZero, openBackend } from './open-backend.ts';
import type { SocketSource } from './open-socket.ts';
import type { PutOff } from './put-off.ts';
import { giveUpName } from './yank-instance.ts';

/** Opens log and backend of a chardev that nobody can find yet, but for what is put off. Source: CHR-01, FILE-02. */
export function* openChardev(
  machine: Machine,
  label: string,
  spec: LoggedSpec,
  source: SocketSource,
  putOff: PutOff | null = null,
): Task<Attempt<Chardev>> {
  const chardev = createChardev(machine, label, spec.backend.type);
  if (spec.logfile !== null) {
    const log = yield* openLog(machine, spec.logfile, spec.logappend, putOff);
    if (!log.ok) {
      if (spec.backend.type === 'parallel') closeStrayZero(machine, false);
      return failure(log.text);
    }
    chardev.logFd = log.fd;
  }
  const opened = yield* openBackend(machine, chardev, spec.backend, source, putOff);
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

function* openUnder(machine: Machine, id: string, spec: LoggedSpec, source: SocketSource): Task<Attempt<Chardev>> {
  const made = yield* openChardev(machine, id, spec, source);
  if (!made.ok) return made;
  if (machine.chardevs.has(id)) {
    yield* dispose(machine, made.value);
    return failure(chardevErrors.duplicateProperty(id));
  }
  machine.chardevs.set(id, made.value);
  return made;
}

/** What the command line asks for: with mux=on the backend is `ID-base`, and ID a mux on it. Source: CHR-10. */
export function* openWanted(machine: Machine, wanted: WantedChardev, source: SocketSource): Task<Attempt<Chardev>> {
  const { id, mux, spec } = wanted;
  if (!mux) return yield* openUnder(machine, id, spec, source);
  const baseId = `${id}-base`;
  const base = yield* openUnder(machine, baseId, spec, source);
  if (!base.ok) return base;
  const own: LoggedSpec = { backend: { type: 'mux', base: baseId }, logfile: null, logappend: false };
  const made = yield* openUnder(machine, id, own, source);
  if (made.ok) return made;
  machine.chardevs.delete(baseId);
  yield* dispose(machine, base.value);
  return made;
}

/**
 * What is told of a new pty to those who asked for it by options: where its slave is. Null for other types, and for one
 * that is gone. Source: PTY-01, experiment on both.
 */
export function ptyNotice({ chardevs }: Machine, id: string): string | null {
  const label = chardevs.get(id)?.type === 'mux' ? `${id}-base` : id;
  const slave = chardevs.get(label)?.backend.slavePath;
  return slave === undefined ? null : `char device redirected to ${slave} (label ${label})`;
}

/** The name under which it is found: with `[*]` at its end, the first free number. Null: refused. Source: Q-CORE-3. */
function storedName(machine: Machine, id: string): string | null {
  if (!id.endsWith('[*]')) return id;
  if (!hasQuirk(machine, 'Q-CORE-3')) return null;
  const stem = id.slice(0, -2);
  let at = 0;
  while (machine.chardevs.has(`${stem}${at}]`)) at += 1;
  return `${stem}${at}]`;
}

/** chardev-add. Source: CHR-01..CHR-07. */
export function* addChardev(
  machine: Machine,
  id: string,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Attempt<Chardev>> {
  if (machine.chardevs.has(id)) return failure(chardevErrors.exists(id));
  const stored = storedName(machine, id);
  if (stored === null) return prefixed(chardevErrors.addFailed(id), failure(chardevErrors.identifier));
  const made = yield* openChardev(machine, id, spec, source);
  if (!made.ok) return prefixed(chardevErrors.addFailed(id), made);
  if (id === takenProperty) {
    yield* dispose(machine, made.value);
    return prefixed(chardevErrors.addFailed(id), failure(chardevErrors.duplicateProperty(id)));
  }
  machine.chardevs.set(stored, made.value);
  return made;
}

/** Leaves what it stands on, and ends. `heir`: another of its name stays. Source: CHR-36. */
export function* dispose(machine: Machine, chardev: Chardev, heir: Chardev | null = null): Task<void> {
  yield* giveUpName(machine, chardev, heir);
  if (chardev.backend.leave !== undefined) yield* chardev.backend.leave();
  destroy(machine, chardev);
}

/** chardev-remove. Source: CHR-11..CHR-13. */
export function* removeChardev(machine: Machine, id: string): Task<Attempt<void>> {
  const chardev = machine.chardevs.get(id);
  if (chardev === undefined) return failure(chardevErrors.notFound(id));
  if (isBusy(chardev)) return failure(chardevErrors.busy(id));
  if (chardev.logged !== null) return failure(chardevErrors.notUnpluggable(id));
  yield* dispose(machine, chardev);
  machine.chardevs.delete(id);
  return success(undefined);
}
