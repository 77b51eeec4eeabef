import { isBusy } from './attachment.ts';
import { type Backend, backendNames, backendOf, backendShape } from './backend.ts';
import { settleChange, startChange } from './change.ts';
import { type Chardev, changeChardev, forgetChardev, registerChardev } from './chardev.ts';
import { destroyChardev, type Made, makeChardev, wakeMaking } from './chardev-making.ts';
import { type Answer, type Caller, type Command, nothing, refusal } from './command.ts';
import { breakKillsHub, numbersStarredIds } from './defect.ts';
import { closeNumber } from './descriptor.ts';
import { raise } from './event.ts';
import { toBigint } from './integer.ts';
import { ModelLimit } from './limit.ts';
import { die, warn } from './machine.ts';
import { startConnection } from './negotiation.ts';
import { enterOwnContext, leaveOwnContext } from './own-context.ts';
import { ptyWord } from './pty.ts';
import { queryChardev } from './query-chardev.ts';
import { isDriver } from './replay.ts';
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, ringAfter } from './ringbuf.ts';
import type { Member } from './schema.ts';
import { acceptOne, waitingText } from './socket-link.ts';
import type { Asker, ChardevGoal, Stall } from './stall.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { change } from './state.ts';

const id: Member = { name: 'id', shape: { is: 'string' } };
const deviceName: Member = { name: 'device', shape: { is: 'string' } };
const format: Member = { name: 'format', shape: { is: 'enum', words: ['utf8', 'base64'] }, optional: true };

/** Labels that a harness keeps for itself; what happens to them is not the scenario's. */
function notOurs(label: string): void {
  if (label.startsWith('charsim-')) throw new ModelLimit(`chardev ${label} belongs to the harness`);
}

function making(state: ModelState): readonly Member[] {
  return [id, { name: 'backend', shape: backendShape(state.profile) }];
}

/** chardev-add, -change, -remove, -send-break, query-chardev, ringbuf-read, -write. Source: CHR, SWAP-S, RB. */
export const chardevCommands: Readonly<Record<string, Command>> = {
  'chardev-add': {
    members: making,
    run: (turn, caller, given) => {
      const label = String(given['id']);
      notOurs(label);
      if (turn.state.chardevs.has(label)) return refusal(`Chardev with id '${label}' already exists`);
      if (label.endsWith('[*]') && !numbersStarredIds(turn.state))
        return refusal(`${failed(label)}Parameter 'id' expects an identifier`);
      const made = makeChardev(turn, label, backendOf(given['backend'] ?? null), caller.monitor);
      return afterMaking(turn, made, { goal: 'add', label }, caller);
    },
  },
  'chardev-change': {
    members: making,
    run: (turn, caller, given) => {
      const label = String(given['id']);
      notOurs(label);
      const started = startChange(turn, label, backendOf(given['backend'] ?? null), caller.monitor);
      return started.ok ? afterMaking(turn, started.value.made, started.value.goal, caller) : started;
    },
  },
  'chardev-remove': {
    members: () => [id],
    run: (turn, _caller, given) => {
      const removed = removeChardev(turn, String(given['id']));
      return removed.ok ? nothing : refusal(removed.text);
    },
  },
  'chardev-send-break': {
    members: () => [id],
    run: (turn, _caller, given) => {
      const sent = sendBreak(turn, String(given['id']));
      return sent.ok ? nothing : refusal(sent.text);
    },
  },
  'query-chardev-backends': {
    members: () => [],
    run: ({ state }) => ({ ok: true, value: backendNames(state.profile).map((name) => ({ name })) }),
  },
  'query-chardev': { members: () => [], run: (turn) => ({ ok: true, value: queryChardev(turn.state) }) },
  'ringbuf-read': {
    members: () => [deviceName, { name: 'size', shape: { is: 'integer' } }, format],
    run: (turn, _caller, given) => {
      const read = readRing(turn, String(given['device']), toBigint(given['size'] ?? null) ?? 0n);
      if (!read.ok) return refusal(read.text);
      return { ok: true, value: given['format'] === 'base64' ? encodeBase64(read.value) : decodeUtf8(read.value) };
    },
  },
  'ringbuf-write': {
    members: () => [deviceName, { name: 'data', shape: { is: 'string' } }, format],
    run: (turn, _caller, given) => {
      const written = writeRing(turn, String(given['device']), String(given['data']), given['format'] === 'base64');
      return written.ok ? nothing : refusal(written.text);
    },
  },
};

/** What follows once a chardev is made, refused, or asleep in open(2). Source: SWAP-S04..06, SWAP-S16, CHR-02. */
function afterMaking(turn: Turn, made: Made, goal: ChardevGoal, caller: Caller): Answer {
  const asker = { connection: caller.connection, id: caller.id, bound: caller.bound() };
  if (made.now === 'waits') {
    if (goal.label.endsWith('[*]')) throw new ModelLimit(`${goal.label} that waits for a client`);
    warn(turn, `info: ${waitingText(made.chardev)}`);
    if (enterOwnContext(turn)) change(turn, { stall: { kind: 'client', chardev: made.chardev, goal, asker } });
    return { ok: 'stuck' };
  }
  if (made.now !== 'asleep') return settle(turn, made, goal, asker);
  change(turn, { stall: { kind: 'open', making: made.making, goal, asker } });
  return { ok: 'stuck' };
}

function failed(label: string): string {
  return `Failed to add chardev '${label}': `;
}

/** An id that ends in `[*]`, where it is taken: stored under the first free number. Source: CHR-07, Q-CORE-3. */
function addStarred(turn: Turn, chardev: Chardev): Answer {
  const { label } = chardev;
  // what they register with others has the id as it was given
  const isKnownElsewhere =
    chardev.mux !== null || chardev.hub !== null || chardev.pty !== null || chardev.link !== null;
  if (isKnownElsewhere) throw new ModelLimit(`${label} on others`);
  let number = 0;
  const stored = (): string => label.replace(/\*\]$/, `${number}]`);
  while (turn.state.chardevs.has(stored())) number += 1;
  registerChardev(turn, { ...chardev, label: stored(), shownAs: label });
  return nothing;
}

function settle(
  turn: Turn,
  made: Exclude<Made, { now: 'asleep' | 'waits' }>,
  goal: ChardevGoal,
  asker: Asker | null,
): Answer {
  const { label } = goal;
  if (goal.goal !== 'add' && turn.state.chardevs.has(label)) return settleChange(turn, made, goal, asker);
  if (made.now === 'refused') return refusal(failed(label) + made.text);
  if (label === 'type') {
    destroyChardev(turn, made.chardev);
    return refusal(`${failed(label)}attempt to add duplicate property 'type' to object (type 'container')`);
  }
  if (label.endsWith('[*]')) return addStarred(turn, made.chardev);
  registerChardev(turn, made.chardev);
  return made.chardev.pty === null ? nothing : { ok: true, value: { pty: ptyWord(label) } };
}

/** chardev-change as HMP gives it: the text of what is wrong. Source: HMP-04. */
export function changeChardevTo(turn: Turn, label: string, backend: Backend): Outcomed<null> {
  notOurs(label);
  const started = startChange(turn, label, backend, null);
  if (!started.ok) return started;
  const { made, goal } = started.value;
  if (made.now === 'asleep' || made.now === 'waits') throw new ModelLimit('a human monitor that waits');
  const answer = settle(turn, made, goal, null);
  return answer.ok === false ? { ok: false, text: answer.text } : { ok: true, value: null };
}

/** A server that waited has its first client: registered, and the client served. Source: SOCK-02. */
function finishWaiting(turn: Turn, { chardev, goal }: Extract<Stall, { kind: 'client' }>): Answer | null {
  const number = acceptOne(turn, chardev.link);
  if (number === null) return null;
  leaveOwnContext(turn);
  change(turn, { stall: null });
  const answer = settle(turn, { now: 'made', chardev }, goal, null);
  if (turn.state.chardevs.has(goal.label)) startConnection(turn, goal.label, number);
  else closeNumber(turn, number);
  return answer;
}

/** Goes on making a chardev whose open slept, or that waited for a client; `null` while it does. */
export function finishMaking(turn: Turn, stall: Extract<Stall, { kind: 'open' | 'client' }>): Answer | null {
  if (stall.kind === 'client') return finishWaiting(turn, stall);
  const made = wakeMaking(turn, stall.making);
  if (made === null) return null;
  if (made.now === 'waits') throw new ModelLimit('a chardev that sleeps and then waits');
  if (made.now === 'asleep') {
    change(turn, { stall: { ...stall, making: made.making } });
    return { ok: 'stuck' };
  }
  change(turn, { stall: null });
  return settle(turn, made, stall.goal, stall.asker);
}

/** chardev-remove. Source: CHR-11, CHR-12. */
export function removeChardev(turn: Turn, label: string): Outcomed<null> {
  notOurs(label);
  const chardev = turn.state.chardevs.get(label);
  if (chardev === undefined) return { ok: false, text: `Chardev '${label}' not found` };
  if (isBusy(turn.state, chardev)) return { ok: false, text: `Chardev '${label}' is busy` };
  if (isDriver(turn.state, label))
    return { ok: false, text: `Chardev '${label}' cannot be unplugged in record/replay mode` };
  forgetChardev(turn, label);
  destroyChardev(turn, chardev);
  return { ok: true, value: null };
}

/** chardev-send-break. Source: CHR-14, RT-33. */
export function sendBreak(turn: Turn, label: string): Outcomed<null> {
  notOurs(label);
  const chardev = turn.state.chardevs.get(label);
  if (chardev === undefined) return { ok: false, text: `Chardev '${label}' not found` };
  if (chardev.hub !== null && breakKillsHub(turn.state)) die(turn, 'SIGSEGV');
  else raise(turn, label, 'BREAK');
  return { ok: true, value: null };
}

type Ring = Chardev & { readonly ring: NonNullable<Chardev['ring']> };

function ringOf(state: ModelState, label: string): Outcomed<Ring> {
  notOurs(label);
  const chardev = state.chardevs.get(label);
  if (chardev === undefined) return { ok: false, text: `Device '${label}' not found` };
  if (chardev.ring === null) return { ok: false, text: `${label} is not a ringbuf device` };
  return { ok: true, value: { ...chardev, ring: chardev.ring } };
}

/** Takes up to `size` oldest bytes. Source: RB-03, QMP-14. */
export function readRing(turn: Turn, label: string, size: bigint): Outcomed<string> {
  const found = ringOf(turn.state, label);
  if (!found.ok) return found;
  if (size <= 0n) return { ok: false, text: 'size must be greater than zero' };
  const { ring } = found.value;
  const count = size > BigInt(ring.bytes.length) ? ring.bytes.length : Number(size);
  changeChardev(turn, label, { ring: { ...ring, bytes: ring.bytes.slice(count) } });
  return { ok: true, value: ring.bytes.slice(0, count) };
}

/** Appends data as it was given. Source: RB-04..06, QMP-14. */
export function writeRing(turn: Turn, label: string, data: string, base64: boolean): Outcomed<null> {
  const found = ringOf(turn.state, label);
  if (!found.ok) return found;
  const bytes = base64 ? decodeBase64(data) : encodeUtf8(data);
  if (bytes === null) return { ok: false, text: 'Base64 data contains invalid characters' };
  const { ring } = found.value;
  if (ring.size === 0 && bytes !== '')
    die(turn, 'SIGSEGV'); // Q-RB-1
  else changeChardev(turn, label, { ring: { ...ring, bytes: ringAfter(ring, bytes) } });
  return { ok: true, value: null };
}
