import type { ManagementAction } from '../../model/language/action.ts';
import type { Message } from '../../model/language/outcome.ts';
import type { ClientHandles } from './client-handles.ts';
import { controlCommand } from './control-monitor.ts';
import type { Libc } from './libc.ts';
import type { RunningSystem } from './running-system.ts';

type Qmp = Extract<ManagementAction, { readonly do: 'qmp' }>;

const patienceMs = 1000;

/** Path of the slave that was told for a chardev. Throws for a chardev that told none: an error of the scenario. */
export function slavePath(handles: ClientHandles, chardev: string): string {
  const path = handles.ptys.get(chardev);
  if (path === undefined) throw new Error(`the scenario opens the pty of ${chardev}, which told none`);
  return path;
}

/** A path that the kernel gives out again belongs to the chardev that got it last. */
function learn(handles: ClientHandles, id: string, path: string): void {
  for (const [other, known] of handles.ptys) if (known === path) handles.ptys.delete(other);
  handles.ptys.set(id, path);
}

const announcement = /char device redirected to (\/dev\/pts\/\d+) \(label ([^)]*)\)/g;

/** Notes the slaves that a text announces: what a human monitor or standard output says of new ptys. Source: PTY-01. */
export function learnAnnounced(handles: ClientHandles, text: string): void {
  for (const [, path, id] of text.matchAll(announcement))
    if (path !== undefined && id !== undefined) learn(handles, id, path);
}

/** Notes the slave that the reply to a chardev-add or chardev-change tells. Source: CHR-05. */
export function learnTerminal(handles: ClientHandles, action: Qmp, reply: Message): void {
  if (!('return' in reply) || typeof reply.return !== 'object' || reply.return === null) return;
  const { pty } = reply.return as { readonly pty?: unknown };
  const { id } = (action.arguments ?? {}) as { readonly id?: unknown };
  if (typeof pty === 'string' && typeof id === 'string') learn(handles, id, pty);
}

const chosenPath = /unix:(\/\S*qemu-socket-\w{6})/;
const emptyPath = /"path":""|\bpath=(,|$)/;

type Listed = { readonly label: string; readonly filename: string };

function listChardevs(libc: Libc, system: RunningSystem): readonly Listed[] {
  const { control } = system;
  const chardevs = control === undefined ? undefined : controlCommand(libc, control, 'query-chardev', patienceMs);
  return Array.isArray(chardevs) ? (chardevs as readonly Listed[]) : [];
}

/** Notes where chardevs listen that were given an empty path, from their file names. Source: SOCK-11. */
export function learnSockets(libc: Libc, system: RunningSystem, handles: ClientHandles, asked: unknown): void {
  if (!emptyPath.test(JSON.stringify(asked ?? null))) return;
  for (const { label, filename } of listChardevs(libc, system)) {
    const path = chosenPath.exec(filename)?.[1];
    if (path !== undefined) handles.sockets.set(label, path);
  }
}

/** Notes the slaves of the chardevs that the command line made, from their file names. Source: PTY-01. */
export function learnTerminals(libc: Libc, system: RunningSystem, handles: ClientHandles): void {
  if (!(system.options.args ?? []).some((word) => /^(mon:)?pty/.test(word))) return;
  for (const { label, filename } of listChardevs(libc, system)) {
    if (filename.startsWith('pty:')) learn(handles, label, filename.slice('pty:'.length));
  }
}
