import type { Profile } from './language/profile.ts';
import { noMachine } from './machine.ts';
import { firstPaths } from './path.ts';
import type { ModelState } from './state.ts';

/** The special files; tables without an entry. Every first state has the same: nobody writes in what another has. */
const first = firstPaths();
const none = new Map<never, never>();

/** Before the first launch: an empty folder, the special files, no process. */
export function firstState(profile: Profile): ModelState {
  return {
    profile,
    objects: first.objects,
    paths: first.paths,
    descriptions: none,
    nextNumber: first.nextNumber,
    handles: none,
    faults: [],
    table: none,
    descriptorsMax: null,
    monitorNumbersFree: [],
    startNumbers: null,
    machine: noMachine,
    launching: null,
    orphanAttempts: [],
    strayWires: [],
    fdsets: none,
    monitors: none,
    connections: none,
    turns: [],
    chardevs: none,
    frontends: none,
    uarts: none,
    controllers: none,
    virtioPorts: none,
    usbSerials: none,
    drivenPorts: none,
    leaving: [],
    portPauses: none,
    witnesses: none,
    debugcons: none,
    fronts: none,
    blocks: none,
    generators: none,
    replay: null,
    stall: null,
    round: null,
    ownContext: null,
    changes: [],
    toldNext: [],
    held: false,
    nowNs: 0,
  };
}
