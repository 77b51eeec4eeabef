import { type Answer, type Arguments, type Command, nothing, refusal } from './command.ts';
import { diesOfNoNodes, forgetsReopened } from './defect.ts';
import { changeDescription, descriptionOf, objectBehind, objectOf } from './description.ts';
import { descriptionAt, install } from './descriptor.ts';
import { couldNotOpen, speaksLikeTen } from './error-text.ts';
import type { Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { die } from './machine.ts';
import { type Opening, qemuClose, qemuOpen, toldOpenText } from './open.ts';
import { sleeps } from './path.ts';
import { asRecord, type Member } from './schema.ts';
import type { Outcomed, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** A file block node: what it opened, and how it thinks that it did. Source: OPEN-18..20. */
export type Block = { readonly filename: string; readonly number: number; readonly opening: Opening };

const boolean = { is: 'boolean' } as const;
const string = { is: 'string' } as const;
const options: readonly Member[] = [
  { name: 'driver', shape: { is: 'enum', words: ['file'] } },
  { name: 'node-name', shape: string, optional: true },
  {
    name: 'cache',
    shape: {
      is: 'struct',
      members: [
        { name: 'direct', shape: boolean, optional: true },
        { name: 'no-flush', shape: boolean, optional: true },
      ],
    },
    optional: true,
  },
  { name: 'read-only', shape: boolean, optional: true },
  { name: 'auto-read-only', shape: boolean, optional: true },
  { name: 'filename', shape: string },
];
/** Characters of a node's name. Source: experiment. */
const nodeNameMax = 31;
const otherDrivers = /^(raw|qcow2|host_device|null-co|null-aio|blkdebug|copy-on-read|nbd|throttle)$/;

function refuseOtherDrivers(given: Value | undefined): void {
  const driver = asRecord(given)?.['driver'];
  if (typeof driver === 'string' && otherDrivers.test(driver)) throw new ModelLimit(`block driver ${driver}`);
}

function openingOf(given: Arguments): Opening {
  const direct = asRecord(given['cache'])?.['direct'] === true;
  const readOnly = given['read-only'] === true || given['auto-read-only'] === true;
  return { access: readOnly ? 'r' : 'rw', flags: direct ? ['direct'] : [], create: false, truncate: false };
}

/** What a node is left with by a reopen that changed nothing, where a system forgets. Source: experiment. */
const forgotten: Opening = { access: 'r', flags: [], create: false, truncate: false };

/** Opens the node's file: the number, or the text. Source: table under OPEN-20, experiment. */
function openFile(turn: Turn, filename: string, opening: Opening): Outcomed<number> {
  const opened = qemuOpen(turn, filename, opening);
  if (!opened.ok) {
    if (opened.errno === sleeps) throw new ModelLimit('a block node on a FIFO');
    return { ok: false, text: toldOpenText(turn, filename, opening, opened, 'open') };
  }
  return opened;
}

/** Asks how long a node's file is, by going to its end: all who share the offset are there then. Source: experiment. */
function measure(turn: Turn, number: number): void {
  const shared = descriptionAt(turn.state, number);
  if (shared === null) return;
  const description = descriptionOf(turn.state, shared);
  const file = objectOf(turn.state, description.object);
  if (file.kind === 'file') changeDescription(turn, shared, { offset: file.bytes.length });
}

function addNode(turn: Turn, given: Arguments): Answer {
  const filename = String(given['filename']);
  const name = given['node-name'];
  if (typeof name !== 'string') return refusal("'node-name' must be specified for the root node");
  if (filename === '') return refusal("The 'file' block driver requires a file name");
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(name)) return refusal(`Invalid node-name: '${name}'`);
  if (name.length > nodeNameMax) return refusal('Node name too long');
  if (turn.state.blocks.has(name)) return refusal(`Duplicate nodes with node-name='${name}'`);
  const opening = openingOf(given);
  const opened = openFile(turn, filename, opening);
  if (!opened.ok) return refusal(opened.text);
  const description = descriptionAt(turn.state, opened.value) ?? 0;
  if (objectBehind(turn.state, description).kind !== 'file') {
    qemuClose(turn, opened.value);
    return refusal(`'file' driver requires '${filename}' to be a regular file`); // asked of new nodes alone
  }
  measure(turn, opened.value);
  putEntry(turn, 'blocks', name, { filename, number: opened.value, opening });
  return nothing;
}

/** The new descriptor is opened before the old one is closed; unchanged flags keep the old. Source: OPEN-19. */
function reopenNode(turn: Turn, given: Arguments): Answer {
  const name = given['node-name'];
  if (typeof name !== 'string') throw new ModelLimit('blockdev-reopen without node-name');
  const block = turn.state.blocks.get(name);
  if (block === undefined) return refusal(`Failed to find node with node-name='${name}'`);
  if (given['filename'] !== block.filename) return refusal("Cannot change the option 'filename'");
  const opening = openingOf(given);
  const same = opening.access === block.opening.access && opening.flags.length === block.opening.flags.length;
  if (same) {
    if (turn.state.profile.reopenMeasures) measure(turn, block.number);
    if (forgetsReopened(turn.state)) putEntry(turn, 'blocks', name, { ...block, opening: forgotten });
    return nothing;
  }
  const opened = openFile(turn, block.filename, opening);
  if (!opened.ok) return refusal(opened.text);
  if (turn.state.profile.reopenMeasures) measure(turn, block.number);
  putEntry(turn, 'blocks', name, { ...block, number: opened.value, opening });
  qemuClose(turn, block.number);
  return nothing;
}

/** rng-random: one descriptor while it lives. Source: "Flags by user" under OPEN-20, experiment. */
function addGenerator(turn: Turn, given: Arguments): Answer {
  const id = String(given['id']);
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(id)) return refusal("Parameter 'id' expects an identifier");
  if (turn.state.generators.has(id) || id === 'type')
    return refusal(`attempt to add duplicate property '${id}' to object (type 'container')`);
  const filename = given['filename'];
  const opening: Opening = { access: 'r', flags: ['nonblock'], create: false, truncate: false };
  if (typeof filename !== 'string') {
    const installed = install(turn, { kind: 'own' });
    if (!installed.ok) return refusal(couldNotOpen('/dev/urandom', installed.errno));
    putEntry(turn, 'generators', id, installed.value);
    return nothing;
  }
  const opened = qemuOpen(turn, filename, opening);
  if (!opened.ok) {
    const told = speaksLikeTen(turn.state.profile);
    return refusal(told ? toldOpenText(turn, filename, opening, opened, 'open') : couldNotOpen(filename, opened.errno));
  }
  putEntry(turn, 'generators', id, opened.value);
  return nothing;
}

const otherObjects = /^(rng-builtin|rng-egd|secret|iothread|memory-backend-\w+|qtest|throttle-group|monitor-qmp)$/;

const objectMembers: readonly Member[] = [
  { name: 'qom-type', shape: { is: 'enum', words: ['rng-random'] } },
  { name: 'id', shape: string },
  { name: 'filename', shape: string, optional: true },
];

/** blockdev-add, -reopen, -del on files; object-add, object-del of rng-random. Source: OPEN-18..20, FDSET-46. */
export const blockCommands: Readonly<Record<string, Command>> = {
  'blockdev-add': {
    members: (_state, given) => {
      refuseOtherDrivers(given);
      return options;
    },
    run: (turn, _caller, given) => addNode(turn, given),
  },
  'blockdev-reopen': {
    members: () => [{ name: 'options', shape: { is: 'array', of: { is: 'struct', members: options } } }],
    run: (turn, _caller, given) => {
      const list = Array.isArray(given['options']) ? (given['options'] as readonly Value[]) : [];
      if (list.length === 0) {
        if (diesOfNoNodes(turn.state)) die(turn, 'SIGABRT');
        return nothing;
      }
      if (list.length !== 1) throw new ModelLimit('blockdev-reopen of several nodes at once');
      const first = asRecord(list[0]);
      return first === null ? nothing : reopenNode(turn, first);
    },
  },
  'blockdev-del': {
    members: () => [{ name: 'node-name', shape: string }],
    run: (turn, _caller, given) => {
      const name = String(given['node-name']);
      const block = turn.state.blocks.get(name);
      if (block === undefined) return refusal(`Failed to find node with node-name='${name}'`);
      dropEntry(turn, 'blocks', name);
      qemuClose(turn, block.number);
      return nothing;
    },
  },
  'object-add': {
    members: (_state, given) => {
      const type = given['qom-type'];
      if (typeof type === 'string' && otherObjects.test(type)) throw new ModelLimit(`object of type ${type}`);
      return objectMembers;
    },
    run: (turn, _caller, given) => addGenerator(turn, given),
  },
  'object-del': {
    members: () => [{ name: 'id', shape: string }],
    run: (turn, _caller, given) => {
      const id = String(given['id']);
      const number = turn.state.generators.get(id);
      if (number === undefined) return refusal(`object '${id}' not found`);
      dropEntry(turn, 'generators', id);
      qemuClose(turn, number);
      return nothing;
    },
  },
};
