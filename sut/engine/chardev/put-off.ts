import { errnoText } from '../errno-text.ts';
import { openErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Backend } from './chardev.ts';

/**
 * What opening a far end puts off until it takes another one's place: cutting files, binding sockets. Filled while it is
 * opened; null where nothing is put off. Source: ENG-15, ENG-21.
 */
export type PutOff = {
  /** Done in this order; the first that fails says why the change is refused. `undo` is for those done before. */
  readonly steps: { take(old: Backend): Attempt<void>; undo(): void }[];
};

/** Whether files are cut only when their backend takes its place. Source: RACE-S10. */
export function cutsLater(machine: Machine, putOff: PutOff | null, path: string): boolean {
  return putOff !== null && !path.startsWith('/dev/fdset/') && !hasQuirk(machine, 'RACE-S10');
}

/** Whether sockets are bound only then. Source: RACE-S02. */
export function bindsLater(machine: Machine, putOff: PutOff | null): putOff is PutOff {
  return putOff !== null && !hasQuirk(machine, 'RACE-S02');
}

/** A file that was opened whole is to be cut; what is no plain file is left alone, as by O_TRUNC. */
export function cutLater(machine: Machine, { steps }: PutOff, fd: number, path: string): void {
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
