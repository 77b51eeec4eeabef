import { fstatSync, readlinkSync } from 'node:fs';
import type { PassedDescriptor } from './record.ts';

const statusBits: readonly (readonly [string, number])[] = [
  ['append', 0o2000],
  ['nonblock', 0o4000],
  ['direct', 0o40000],
];
const sync = 0o4010000;
const dsync = 0o10000;

/** Numbers objects by device and inode, in the order in which they first pass. */
export function objectNumbers(): (fd: number) => number {
  const known = new Map<string, number>();
  let next = 0;
  return (fd) => {
    const { dev, ino } = fstatSync(fd);
    const link = linkOf(fd);
    const key = link.startsWith('anon_inode:') ? `anonymous ${next}` : `${dev}:${ino}`; // these all share one inode
    const number = known.get(key) ?? next;
    if (number === next) next += 1;
    known.set(key, number);
    return number;
  };
}

/** What a descriptor is, from outside; its name is not kept. `flags` are those of F_GETFL. Linux. */
export function passedDescriptor(fd: number, flags: number, object: number): PassedDescriptor {
  const access = (['r', 'w', 'rw'] as const)[flags & 3] ?? 'rw';
  const names = statusBits.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  if ((flags & sync) === sync) names.push('sync');
  else if ((flags & dsync) !== 0) names.push('dsync');
  return { kind: kindOf(fd), access, flags: names, object };
}

function linkOf(fd: number): string {
  return readlinkSync(`/proc/self/fd/${fd}`);
}

function kindOf(fd: number): PassedDescriptor['kind'] {
  const link = linkOf(fd);
  if (link.startsWith('/memfd:')) return 'memfd';
  if (link.startsWith('anon_inode:[eventfd]')) return 'eventfd';
  const stat = fstatSync(fd);
  if (stat.isFIFO()) return 'pipe';
  if (stat.isSocket()) return 'socket';
  if (stat.isFile()) return 'file';
  if (!stat.isCharacterDevice()) return 'other';
  return /^\/dev\/(pts\/|ptmx|tty)/.test(link) ? 'tty' : 'device';
}
