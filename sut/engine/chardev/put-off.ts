import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { openErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { type Opened, type OpenRequest, qemuOpen } from '../fd/open.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Backend } from './chardev.ts';

/**
 * What opening a far end puts off until it takes another one's place: cutting files, binding sockets. Filled while it is
 * opened; null where nothing is put off. Source: ENG-15, ENG-21.
 */
export type PutOff = {
  /** Files that were not there before: they go again if nothing comes of it. */
  readonly made: { readonly path: string; readonly is: object }[];
  /** Done in this order; the first that fails says why the change is refused. `undo` is for those done before. */
  readonly steps: { take(old: Backend): Attempt<void>; undo(): void }[];
};

/** Nothing is put off yet. */
export function nothingPutOff(): PutOff {
  return { made: [], steps: [] };
}

/** Whether files are cut only when their backend takes its place, and go if it does not. Source: RACE-S10. */
function leavesNoTrace(machine: Machine, putOff: PutOff | null): putOff is PutOff {
  return putOff !== null && !hasQuirk(machine, 'RACE-S10');
}

/** Opens a file for output, made if it is missing, and cuts it now or later unless it is appended to. Source: FILE-02, CHR-65. */
export function* openOutput(machine: Machine, path: string, append: boolean, putOff: PutOff | null): Task<Opened> {
  const flags: OpenRequest['flags'] = ['create', append ? 'append' : 'truncate'];
  if (!leavesNoTrace(machine, putOff)) return yield* qemuOpen(machine, path, { access: 'w', flags });
  const { process } = machine;
  const wasThere = path.startsWith('/dev/fdset/') || process.stat(path).ok;
  const opened = yield* qemuOpen(machine, path, { access: 'w', flags, cutsLater: true });
  if (!opened.ok) return opened;
  const stat = process.fstat(opened.fd);
  if (!wasThere && stat.ok) putOff.made.push({ path, is: stat.value.is });
  if (!append) cutLater(machine, putOff, opened.fd, path);
  return opened;
}

/** Nothing came of it: what was made goes, unless its name stands for something else by now. Source: ENG-15, SAFE-10. */
export function leaveNoTrace({ process }: Machine, { made }: PutOff): void {
  for (const { path, is } of made) {
    const stat = process.stat(path);
    if (stat.ok && stat.value.is === is) process.unlink(path);
  }
}

/** Whether sockets are bound only then. Source: RACE-S02. */
export function bindsLater(machine: Machine, putOff: PutOff | null): putOff is PutOff {
  return putOff !== null && !hasQuirk(machine, 'RACE-S02');
}

/** A file that was opened whole is to be cut; what is no plain file is left alone, as by O_TRUNC. */
function cutLater(machine: Machine, { steps }: PutOff, fd: number, path: string): void {
  steps.push({
    take(): Attempt<void> {
      const stat = machine.process.fstat(fd);
      if (!stat.ok || stat.value.kind !== 'regular') return success(undefined);
      const cut = machine.process.ftruncate(fd, 0);
      return cut.ok ? success(undefined) : failure(openErrors.couldNotOpen(path, errnoText(cut.errno)));
    },
    undo: () => {},
  });
}

/** The new far end takes the place of the old one, or all is as before. */
export function takePlace({ steps }: PutOff, old: Backend): Attempt<void> {
  for (const [at, step] of steps.entries()) {
    const taken = step.take(old);
    if (taken.ok) continue;
    for (const done of steps.slice(0, at).reverse()) done.undo();
    return taken;
  }
  return success(undefined);
}
