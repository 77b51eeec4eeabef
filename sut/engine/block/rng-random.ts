import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { openErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { type Opened, qemuClose, qemuOpen } from '../fd/open.ts';
import { isIdentifier } from '../identifier.ts';
import type { Machine } from '../machine.ts';

/** An rng-random object: the descriptor that it would read from. */
export type RandomSource = { readonly id: string; readonly fd: number };

const defaultFile = '/dev/urandom';

/** Texts of objects. Source: both QEMUs. */
const errors = {
  identifier: "Parameter 'id' expects an identifier",
  duplicate: (id: string): string => `attempt to add duplicate property '${id}' to object (type 'container')`,
  notFound: (id: string): string => `object '${id}' not found`,
};

/** The kernel's generator, which the simulated host has no file for: what counts is that it takes a number. */
function openDefault(machine: Machine): Opened {
  const made = machine.process.eventfd({ name: 'charsim-urandom', closeOnExec: true, nonblock: true });
  if (made.ok) return { ok: true, fd: made.value };
  return { ok: false, errno: made.errno, text: openErrors.couldNotOpen(defaultFile, errnoText(made.errno)) };
}

/** object-add. The name is looked at before the file is opened. Source: flags under OPEN-20; both QEMUs. */
export function* addRandomSource(machine: Machine, id: string, given: string | null): Task<Attempt<void>> {
  if (!isIdentifier(id)) return failure(errors.identifier);
  if (machine.randomSources.has(id) || id === 'type') return failure(errors.duplicate(id));
  const filename = given ?? defaultFile;
  const opened =
    filename === defaultFile
      ? openDefault(machine)
      : yield* qemuOpen(machine, filename, { access: 'r', flags: ['nonblock'] });
  if (!opened.ok) {
    const own = machine.profile.wording === '10.0';
    return failure(own ? opened.text : openErrors.couldNotOpen(filename, errnoText(opened.errno)));
  }
  machine.randomSources.set(id, { id, fd: opened.fd });
  return success(undefined);
}

/** object-del. */
export function removeRandomSource(machine: Machine, id: string): Attempt<void> {
  const source = machine.randomSources.get(id);
  if (source === undefined) return failure(errors.notFound(id));
  machine.randomSources.delete(id);
  if (source.fd >= 0) qemuClose(machine, source.fd);
  return success(undefined);
}
