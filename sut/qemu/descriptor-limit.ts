import { closeSync } from 'node:fs';
import { ownLabel } from '../own-chardevs.ts';
import { controlCommand } from './control-monitor.ts';
import type { Libc } from './libc.ts';
import { descriptorTable } from './observe.ts';
import type { RunningSystem } from './running-system.ts';

/** poll(2) refuses more entries than the limit: it must stay above what QEMU's loops wait for. */
const limitMin = 20;
const patienceMs = 5000;

function lowestFree(used: ReadonlySet<number>, from: number): number {
  let number = from;
  while (used.has(number)) number += 1;
  return number;
}

function usedNumbers(pid: number): ReadonlySet<number> {
  return new Set(descriptorTable(pid).map(({ fd }) => fd));
}

/** Standard streams among the low numbers: only a defect frees them, and then they are the scenario's to see re-used. */
const standardStreams = 3;

function fillerName(number: number): string {
  return `${ownLabel}${number}`;
}

/** Takes free numbers below the minimum out of the game: named descriptors of the harness's own monitor, which only it sees. */
function fillLowNumbers(libc: Libc, system: RunningSystem): void {
  const { control, qemu } = system;
  if (control === undefined) return;
  const filler = libc.eventfd();
  for (let count = 0; count < limitMin; count += 1) {
    const next = lowestFree(usedNumbers(qemu.pid), 0);
    if (next >= limitMin) break;
    const fdname = fillerName(next);
    if (controlCommand(libc, control, 'getfd', patienceMs, { fdname }, [filler]) === undefined) break;
  }
  closeSync(filler);
}

/** Gives back the numbers of standard streams that were filled. */
export function freeStandardStreams(libc: Libc, system: RunningSystem): void {
  const { control } = system;
  if (control === undefined) return;
  for (let number = 0; number < standardStreams; number += 1) {
    controlCommand(libc, control, 'closefd', patienceMs, { fdname: fillerName(number) }); // refused where none was filled
  }
}

/** The soft limit under which exactly `free` more descriptors can be opened: numbers are given lowest first. */
export function limitLeaving(libc: Libc, system: RunningSystem, free: number): number {
  const freeBefore = [0, 1, 2].filter((number) => !usedNumbers(system.qemu.pid).has(number)).length;
  fillLowNumbers(libc, system);
  if (freeBefore > 0 && free >= freeBefore) freeStandardStreams(libc, system);
  const used = usedNumbers(system.qemu.pid);
  let limit = lowestFree(used, 0);
  for (let left = free; left > 0; left -= 1) limit = lowestFree(used, limit + 1);
  return limit;
}
