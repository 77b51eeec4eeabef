import type { Machine } from './machine.ts';

/** The release before detaching, the hub and pty links came to chardevs: what it does otherwise has one place, here. */
function isOld(machine: Machine): boolean {
  return !machine.profile.hub;
}

/** A mux never gives a slot back and so always counts as busy. Source: MUX-03, CHR-12. */
export function muxKeepsSlots(machine: Machine): boolean {
  return isOld(machine);
}

/** The focus of a mux also goes to places whose frontend has left. Source: MUX-08, by experiment. */
export function muxVisitsEmptySlots(machine: Machine): boolean {
  return isOld(machine);
}

/** A hang-up is honoured right after one read, whatever else the peer had sent. Source: SOCK-15, by experiment. */
export function hangUpFollowsRead(machine: Machine): boolean {
  return isOld(machine);
}

/** A pty that loses its client tells nobody, except when it is destroyed. Source: PTY-07, CHR-55. */
export function ptyHidesClosing(machine: Machine): boolean {
  return isOld(machine);
}

/** A connected client is shown without its peer's path. Source: SOCK-21. */
export function clientHidesPeer(machine: Machine): boolean {
  return isOld(machine);
}
