import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { openErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { qemuClose, qemuOpen } from '../fd/open.ts';
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

/** object-add. An empty machine has no /dev/urandom; the default is opened only when it is named. Source: flags under OPEN-20. */
export function* addRandomSource(machine: Machine, id: string, filename: string | null): Task<Attempt<void>> {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(id)) return failure(errors.identifier);
  if (filename === null || filename === defaultFile) {
    if (machine.randomSources.has(id)) return failure(errors.duplicate(id));
    machine.randomSources.set(id, { id, fd: -1 });
    return success(undefined);
  }
  const opened = yield* qemuOpen(machine, filename, { access: 'r', flags: ['nonblock'] });
  if (!opened.ok) {
    const own = machine.profile.wording === '10.0';
    return failure(own ? opened.text : openErrors.couldNotOpen(filename, errnoText(opened.errno)));
  }
  if (machine.randomSources.has(id)) {
    qemuClose(machine, opened.fd);
    return failure(errors.duplicate(id));
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
