import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import type { HeldDescriptor } from '../../model/language/outcome.ts';
import { type ClientHandles, objectKey } from './client-handles.ts';
import { standardErrorName } from './qemu-process.ts';
import { accessOfBits, closeOnExecOfBits, flagsOfBits } from './status-flags.ts';

/** One entry of a process's descriptor table. */
export type TableEntry = { readonly fd: number; readonly link: string; readonly bits: number };

/** The descriptor table of a process, by number. Source: RT-26. */
export function descriptorTable(pid: number): readonly TableEntry[] {
  const entries: TableEntry[] = [];
  for (const name of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const link = readlinkSync(`/proc/${pid}/fd/${name}`);
      if (isOurs(link)) {
        entries.push({ fd: Number(name), link, bits: 0 });
        continue;
      }
      const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${name}`, 'latin1'))?.[1] ?? '0';
      entries.push({ fd: Number(name), link, bits: Number.parseInt(flags, 8) });
    } catch {
      // closed while we looked
    }
  }
  return entries.sort((a, b) => a.fd - b.fd);
}

/** Whether it is what the harness gives as number 2, and as those that are to be taken. */
function isOurs(link: string): boolean {
  return link.startsWith(`/memfd:${standardErrorName}`);
}

/** How many numbers a process uses, but for those that are to be taken. */
export function numbersInUse(table: readonly TableEntry[]): number {
  return table.filter(({ link }) => !isOurs(link)).length;
}

/** What the harness gives as 0, 1 and 2; the numbers themselves may come to hold something else (DEF-04). */
function isStandardStream(link: string): boolean {
  return link === '/dev/null' || isOurs(link);
}

/** What a scenario may have QEMU open outside its own folder. */
const specialPaths: ReadonlySet<string> = new Set(['/dev', '/dev/null', '/dev/full']);

/** The scenario's name for what a descriptor of QEMU refers to; undefined if it is none of the scenario's. */
function objectOf(pid: number, entry: TableEntry, handles: ClientHandles): string | undefined {
  const process = `/proc/${pid}`;
  if (entry.fd <= 2 && isStandardStream(entry.link)) return undefined;
  try {
    const { dev, ino } = statSync(`${process}/fd/${entry.fd}`, { bigint: true });
    const known = handles.objects.get(objectKey(process, entry.fd, dev, ino));
    if (known !== undefined) return known.object;
  } catch {
    return undefined; // closed while we looked
  }
  const path = entry.link.replace(/ \(deleted\)$/, '');
  if (path === handles.folder || path.startsWith(`${handles.folder}/`))
    return `{dir}${path.slice(handles.folder.length)}`;
  return specialPaths.has(path) ? path : undefined;
}

/** What QEMU holds of the scenario's objects, sorted by object, access, flags, close-on-exec. */
export function heldDescriptors(pid: number, handles: ClientHandles): readonly HeldDescriptor[] {
  const held: HeldDescriptor[] = [];
  for (const entry of descriptorTable(pid)) {
    const object = objectOf(pid, entry, handles);
    if (object === undefined) continue;
    const { bits } = entry;
    held.push({
      object,
      access: accessOfBits(bits),
      flags: flagsOfBits(bits),
      closeOnExec: closeOnExecOfBits(bits),
    });
  }
  return held.sort((a, b) => compareTexts(sortKey(a), sortKey(b)));
}

function sortKey({ object, access, flags, closeOnExec }: HeldDescriptor): string {
  return JSON.stringify([object, access, flags, closeOnExec]);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
