import type { Task } from '../../runtime/task.ts';
import { crash } from '../end.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { type OpenRequest, qemuClose, qemuOpen } from '../fd/open.ts';
import { isIdentifier } from '../identifier.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';

/** A block node of driver `file`. */
export type BlockNode = {
  readonly name: string;
  readonly filename: string;
  fd: number;
  /** How it was opened, as far as it remembers. */
  writable: boolean;
  direct: boolean;
};

/** What blockdev-add and one entry of blockdev-reopen say. */
export type NodeSpec = {
  readonly name: string | null;
  readonly filename: string;
  readonly readOnly: boolean;
  readonly autoReadOnly: boolean;
  readonly direct: boolean;
};

/** Longest name of a node, in characters. */
const nameMax = 31;

/** Texts of block nodes. Source: both QEMUs. */
const errors = {
  noName: "'node-name' must be specified for the root node",
  noFilename: "The 'file' block driver requires a file name",
  badName: (name: string): string => `Invalid node-name: '${name}'`,
  longName: 'Node name too long',
  duplicate: (name: string): string => `Duplicate nodes with node-name='${name}'`,
  notFound: (name: string): string => `Failed to find node with node-name='${name}'`,
  notRegular: (filename: string): string => `'file' driver requires '${filename}' to be a regular file`,
  filenameFixed: "Cannot change the option 'filename'",
};

/** Nobody writes to a node here, so auto-read-only opens it read-only at once. Source: OPEN-19, both QEMUs. */
function wantsWriting(spec: NodeSpec): boolean {
  return !spec.readOnly && !spec.autoReadOnly;
}

function* openNode(machine: Machine, spec: NodeSpec): Task<Attempt<number>> {
  const request: OpenRequest = { access: wantsWriting(spec) ? 'rw' : 'r', flags: spec.direct ? ['direct'] : [] };
  const opened = yield* qemuOpen(machine, spec.filename, request);
  return opened.ok ? success(opened.fd) : failure(opened.text);
}

/** How long a file is: found out by going to its end, with everybody who shares the offset. Source: both QEMUs. */
function measure(machine: Machine, fd: number): void {
  const stat = machine.process.fstat(fd);
  if (stat.ok) machine.process.seek(fd, stat.value.size);
}

/** blockdev-add, driver `file`. Source: OPEN-18, OPEN-20; both QEMUs. */
export function* addNode(machine: Machine, spec: NodeSpec): Task<Attempt<void>> {
  if (spec.name === null) return failure(errors.noName);
  if (spec.filename === '') return failure(errors.noFilename);
  if (!isIdentifier(spec.name)) return failure(errors.badName(spec.name));
  if (spec.name.length > nameMax) return failure(errors.longName);
  if (machine.nodes.has(spec.name)) return failure(errors.duplicate(spec.name));
  const fd = yield* openNode(machine, spec);
  if (!fd.ok) return fd;
  const stat = machine.process.fstat(fd.value);
  if (!stat.ok || stat.value.kind !== 'regular') {
    qemuClose(machine, fd.value);
    return failure(errors.notRegular(spec.filename));
  }
  measure(machine, fd.value);
  machine.nodes.set(spec.name, {
    name: spec.name,
    filename: spec.filename,
    fd: fd.value,
    writable: wantsWriting(spec),
    direct: spec.direct,
  });
  return success(undefined);
}

/** blockdev-del. */
export function removeNode(machine: Machine, name: string): Attempt<void> {
  const node = machine.nodes.get(name);
  if (node === undefined) return failure(errors.notFound(name));
  machine.nodes.delete(name);
  qemuClose(machine, node.fd);
  return success(undefined);
}

/** Whether nothing to reopen is more than it can bear. Source: Q-FOUND-1. */
function breaksOnNone(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-1');
}

/** Whether a node that is reopened as it is forgets how it was opened. Source: Q-FOUND-5. */
function forgetsFlags(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-5');
}

/** blockdev-reopen: the new descriptor is opened before the old one is closed; all nodes change or none. Source: OPEN-19. */
export function* reopenNodes(machine: Machine, specs: readonly NodeSpec[]): Task<Attempt<void>> {
  const kept: BlockNode[] = [];
  const fresh: { readonly node: BlockNode; readonly spec: NodeSpec; readonly fd: number }[] = [];
  let refused: Attempt<never> | null = null;
  if (specs.length === 0 && breaksOnNone(machine)) yield* crash(machine, 'SIGABRT');
  for (const spec of specs) {
    const node = spec.name === null ? undefined : machine.nodes.get(spec.name);
    if (node === undefined) refused = failure(spec.name === null ? errors.noName : errors.notFound(spec.name));
    else if (node.filename !== spec.filename) refused = failure(errors.filenameFixed);
    else if (node.writable === wantsWriting(spec) && node.direct === spec.direct) kept.push(node);
    else {
      const fd = yield* openNode(machine, spec);
      if (fd.ok) fresh.push({ node, spec, fd: fd.value });
      else refused = fd;
    }
    if (refused !== null) break;
  }
  if (refused !== null) {
    for (const { fd } of fresh) qemuClose(machine, fd);
    return refused;
  }
  if (machine.profile.reopenMeasures) {
    for (const { fd } of [...kept, ...fresh.map(({ node }) => node)]) measure(machine, fd);
  }
  if (forgetsFlags(machine)) {
    for (const node of kept) Object.assign(node, { writable: false, direct: false });
  }
  for (const { node, spec, fd } of fresh) {
    qemuClose(machine, node.fd);
    node.fd = fd;
    node.writable = wantsWriting(spec);
    node.direct = spec.direct;
  }
  return success(undefined);
}
