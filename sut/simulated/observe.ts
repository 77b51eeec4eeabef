import type { HeldDescriptor } from '../../model/language/outcome.ts';
import type { DescriptorInfo } from '../host/process.ts';
import { ownLabel } from '../own-chardevs.ts';
import { folder, type Launched } from './world.ts';

/** The scenario's name for what a descriptor of the engine refers to; null if it is none of the scenario's. */
export function objectOf({ terminals }: Launched, { fd, object }: DescriptorInfo): string | null {
  const terminal = terminals.get(object);
  if (terminal !== undefined) return terminal;
  if (object === '' || object.startsWith(ownLabel)) return null;
  if (object === folder || object.startsWith(`${folder}/`)) return `{dir}${object.slice(folder.length)}`;
  if (!object.startsWith('/')) return object;
  return fd > 2 || object !== '/dev/null' ? object : null;
}

function sortKey({ object, access, flags, closeOnExec }: HeldDescriptor): string {
  return JSON.stringify([object, access, flags, closeOnExec]);
}

/** What witnesses were given to send: theirs, not the engine's. */
function lentOf({ running }: Launched): ReadonlySet<number> {
  return new Set([...running.witnesses.values()].flatMap((witness) => witness.lent()));
}

/** What the engine holds of the scenario's objects, sorted by object, access, flags, close-on-exec. */
export function heldDescriptors(launched: Launched): readonly HeldDescriptor[] {
  const held: HeldDescriptor[] = [];
  const lent = lentOf(launched);
  for (const info of launched.machine.process.descriptors()) {
    const object = objectOf(launched, info);
    if (object === null || lent.has(info.fd)) continue;
    held.push({ object, access: info.access, flags: info.flags, closeOnExec: info.closeOnExec });
  }
  return held.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** The same for some descriptors, in their order. */
export function heldAmong(launched: Launched, fds: readonly number[]): readonly HeldDescriptor[] {
  const table = new Map(launched.machine.process.descriptors().map((info) => [info.fd, info]));
  return fds.flatMap((fd) => {
    const info = table.get(fd);
    const object = info === undefined ? null : objectOf(launched, info);
    if (info === undefined || object === null) return [];
    return [{ object, access: info.access, flags: info.flags, closeOnExec: info.closeOnExec }];
  });
}

/** Descriptors that no rule keeps open, once every user has been closed: numbers and what they refer to. */
export function leakedDescriptors(launched: Launched): readonly string[] {
  const { machine, inherited } = launched;
  const kept = new Set<number>([
    0,
    1,
    2,
    ...inherited.values(),
    ...machine.pictures,
    ...machine.desertedConnections,
    ...machine.connecting,
    ...lentOf(launched),
  ]);
  for (const set of machine.fdsets) for (const member of set.members) kept.add(member.fd);
  for (const monitor of machine.monitors) for (const fd of monitor.names.values()) kept.add(fd);
  return machine.process
    .descriptors()
    .filter(({ fd }) => !kept.has(fd))
    .map(({ fd, object }) => `descriptor ${fd} (${object}) is still open though nobody holds it`);
}
