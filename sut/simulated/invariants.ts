import type { Machine } from '../engine/machine.ts';
import { leakedDescriptors } from './observe.ts';
import type { Launched } from './world.ts';

/**
 * What does not hold of an engine at rest, whatever was asked of it, in words that begin with the clause; undefined when all
 * does, or where defects are reproduced. Looked at after every action, so cheap. Source: SAFE-01, SAFE-08, FDSET-33.
 */
export function brokenInvariant({ machine }: Launched): string | undefined {
  if (machine.profile.quirks.length > 0) return undefined;
  for (const [id, chardev] of machine.chardevs) {
    if (chardev.label !== id) return `SAFE-01: chardev ${id} is called ${chardev.label}`;
    const { frontend } = chardev;
    if (frontend !== null && frontend.chardev !== chardev)
      return `SAFE-01: the frontend of ${id} believes to be at ${frontend.chardev?.label ?? 'none'}`;
  }
  return brokenSet(machine);
}

/** Numbers that a stdio chardev closes when it goes, whoever has them by then. Source: STDIO-02. */
const standardMax = 1;

function brokenSet({ fdsets, process }: Machine): string | undefined {
  const isClosed = (fd: number): boolean => fd > standardMax && !process.getCloseOnExec(fd).ok;
  let before = -1n;
  for (const { id, members, dups } of fdsets) {
    if (id <= before) return `FDSET-33: set ${id} does not come after set ${before}`;
    before = id;
    if (members.length === 0 && dups.length === 0) return `FDSET-33: set ${id} is empty and still there`;
    for (const { fd } of members) if (isClosed(fd)) return `SAFE-08: set ${id} has a member that is not open: ${fd}`;
    for (const fd of dups) if (isClosed(fd)) return `SAFE-08: set ${id} has a dup that is not open: ${fd}`;
  }
  return undefined;
}

/** Watches of frontends that wait to write; they go with their device. */
const ofFrontends = 'output';

/**
 * What is left when every user has been closed: descriptors that nobody holds, and where no defect is reproduced also dups
 * that nobody gave back and watches of chardevs that are gone. Source: SAFE-08, FDSET-46.
 */
export function leftBehind(launched: Launched): readonly string[] {
  const { machine } = launched;
  const leaked = leakedDescriptors(launched);
  if (machine.profile.quirks.length > 0) return leaked;
  const sets = machine.fdsets.filter(({ dups }) => dups.length > 0);
  const watches = [machine.mainLoop, machine.monitorLoop].flatMap((loop) => loop.watchNames());
  return [
    ...leaked,
    ...sets.map(({ id, dups }) => `set ${id} still counts ${dups.length} dups though nobody has one open`),
    ...watches.filter((name) => name !== ofFrontends).map((name) => `the watch '${name}' is still there`),
  ];
}
