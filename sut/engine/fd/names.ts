import { descriptorErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';

/** Descriptors that getfd stored, of one monitor. Source: GETFD-05. */
export type NamedDescriptors = Map<string, number>;

/** getfd: the name takes the descriptor, closing what it held; a name with a digit in front closes it. Source: GETFD-02, 03. */
export function storeName(machine: Machine, names: NamedDescriptors, name: string, fd: number): Attempt<void> {
  if (/^[0-9]/.test(name)) {
    machine.process.close(fd);
    return failure(descriptorErrors.nameStartsWithDigit);
  }
  const old = names.get(name);
  names.delete(name);
  if (old !== undefined) machine.process.close(old);
  names.set(name, fd);
  return success(undefined);
}

/** closefd. Source: GETFD-04. */
export function closeName(machine: Machine, names: NamedDescriptors, name: string): Attempt<void> {
  const fd = names.get(name);
  if (fd === undefined) return failure(descriptorErrors.nameNotFound(name));
  names.delete(name);
  machine.process.close(fd);
  return success(undefined);
}

/** A command uses the name: it is gone from then on, and the descriptor is the caller's. Source: GETFD-07, GETFD-09. */
export function takeName(names: NamedDescriptors, name: string): Attempt<number> {
  const fd = names.get(name);
  if (fd === undefined) return failure(descriptorErrors.nameNotFoundAtUse(name));
  names.delete(name);
  return success(fd);
}

/** Closes all of them. */
export function closeAllNames(machine: Machine, names: NamedDescriptors): void {
  for (const fd of names.values()) machine.process.close(fd);
  names.clear();
}
