import { closeSync } from 'node:fs';
import { ownLabel } from '../own-chardevs.ts';
import { controlCommand } from './control-monitor.ts';
import type { Libc } from './libc.ts';
import { descriptorTable, numbersInUse } from './observe.ts';
import type { RunningSystem } from './running-system.ts';

/** Numbers from `end` on are refused; the limit itself is `soft`, and what is free between the two is filled. */
export type Limit = { readonly end: number; readonly soft: number };

/** poll(2) refuses more entries than the limit: it stays above what QEMU's loops may wait for, and so many come meanwhile. */
const spare = 12;
const patienceMs = 5000;

function lowestFree(used: ReadonlySet<number>, from: number): number {
  let number = from;
  while (used.has(number)) number += 1;
  return number;
}

function usedNumbers(pid: number): ReadonlySet<number> {
  return new Set(descriptorTable(pid).map(({ fd }) => fd));
}

/** What fills numbers while a limit is on, and what for good. */
type Filling = 'limit' | 'gap';

function fillerName(filling: Filling, number: number): string {
  return `${ownLabel}${filling}-${number}`;
}

/** Takes free numbers below `end` out of the game: named descriptors of the harness's own monitor, which only it sees. */
function fillLowNumbers(libc: Libc, system: RunningSystem, end: number, filling: Filling): void {
  const { control, qemu } = system;
  if (control === undefined) return;
  const filler = libc.eventfd();
  for (let count = 0; count < end; count += 1) {
    const next = lowestFree(usedNumbers(qemu.pid), 0);
    if (next >= end) break;
    const fdname = fillerName(filling, next);
    if (controlCommand(libc, control, 'getfd', patienceMs, { fdname }, [filler]) === undefined) break;
  }
  closeSync(filler);
}

type FdSets = readonly { readonly fds: readonly { readonly fd: number }[] }[];

/**
 * QEMU's start holds a number for a while (its event loop's first io_uring, where the kernel has that) and frees it when
 * the members of -add-fd have theirs: taken as well, so that numbers are given lowest first as everywhere else.
 */
export function fillGapsBelowMembers(libc: Libc, system: RunningSystem): void {
  const { control, options } = system;
  if (control === undefined || options.args?.includes('-add-fd') !== true) return;
  const sets = controlCommand(libc, control, 'query-fdsets', patienceMs) as FdSets | undefined;
  const numbers = (sets ?? []).flatMap(({ fds }) => fds.map(({ fd }) => fd));
  if (numbers.length > 0) fillLowNumbers(libc, system, Math.max(...numbers), 'gap');
}

/** Gives back the first `count` of the numbers below `soft` that were filled; by default all. */
function unfillLowNumbers(libc: Libc, system: RunningSystem, soft: number, count: number = soft): void {
  const { control } = system;
  if (control === undefined) return;
  let left = count;
  for (let number = 0; number < soft && left > 0; number += 1) {
    const given = controlCommand(libc, control, 'closefd', patienceMs, { fdname: fillerName('limit', number) });
    if (given !== undefined) left -= 1; // refused where none was filled
  }
}

/** Gives back what was filled for a limit: nothing where the limit is the number itself, whatever the main loop does. */
export function liftFilling(libc: Libc, system: RunningSystem, { end, soft }: Limit): void {
  if (soft > end) unfillLowNumbers(libc, system, soft);
}

/** Numbers below the limit that came free while it is on, though from `end` on none may be given: filled as well. */
export function keepLimit(libc: Libc, system: RunningSystem, { end, soft }: Limit): void {
  const { control, qemu } = system;
  if (soft === end || control === undefined || qemu.end() !== undefined) return;
  if (lowestFree(usedNumbers(qemu.pid), end) >= soft) return;
  fillLowNumbers(libc, system, soft, 'limit');
  for (let number = 0; number < end; number += 1)
    controlCommand(libc, control, 'closefd', patienceMs, { fdname: fillerName('limit', number) });
}

/**
 * The limit under which exactly `free` more descriptors can be opened: they are given lowest first. It is above how many
 * are open, also where one of the lowest numbers is free; numbers below it stay free as far as they are wanted, the others
 * are filled.
 * `before`: the limit that is on.
 */
export function limitLeaving(libc: Libc, system: RunningSystem, free: number, before: Limit | undefined): Limit {
  if (before !== undefined) liftFilling(libc, system, before);
  const table = descriptorTable(system.qemu.pid);
  const used = new Set(table.map(({ fd }) => fd));
  let end = lowestFree(used, 0);
  for (let left = free; left > 0; left -= 1) end = lowestFree(used, end + 1);
  const soft = Math.max(end, numbersInUse(table) + free + spare);
  if (before !== undefined) libc.limitDescriptors(system.qemu.pid, soft);
  if (soft > end) {
    fillLowNumbers(libc, system, soft, 'limit');
    unfillLowNumbers(libc, system, soft, free);
  }
  return { end, soft };
}
