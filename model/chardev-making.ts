import { attach, letGo } from './attachment.ts';
import type { Backend } from './backend.ts';
import { type Chardev, changedChardev, type FreshFile, freshChardev } from './chardev.ts';
import {
  closesDescriptorZero,
  cutsWhenMade,
  diesOfNegativeSize,
  hubHearsLate,
  hubNeverOpens,
  keepsPictures,
  leavesTestdevClosed,
  takesAnyRingSize,
} from './defect.ts';
import { descriptionOf, objectOf, putObject, setNonblock } from './description.ts';
import { closeNumber, descriptionAt, install } from './descriptor.ts';
import { speaksLikeTen, strerror } from './error-text.ts';
import { takeFault } from './fault.ts';
import { changeFrontend } from './frontend.ts';
import { freshHub, hubMembersMax } from './hub.ts';
import type { AccessMode, StatusFlag } from './language/action.ts';
import { ModelLimit } from './limit.ts';
import { die } from './machine.ts';
import { freshMux } from './mux.ts';
import {
  closeForgetting,
  fdsetOfPath,
  finishSleeping,
  type Opened,
  type OpenFailure,
  type Opening,
  plainOpenText,
  qemuClose,
  qemuOpen,
  reserveNumber,
  toldOpenText,
} from './open.ts';
import { logOutput } from './output.ts';
import { canonicalPath, sleeps } from './path.ts';
import { errnoOfForeignRequest, openPty, unlinkPty } from './pty.ts';
import { orphanAttempt } from './socket-attempt.ts';
import { listeningPath, openSocket } from './socket-chardev.ts';
import { listenersOf } from './socket-link.ts';
import type { ChardevFile, ChardevMaking } from './stall.ts';
import type { Outcomed, Turn } from './state.ts';
import { giveStreamsBack, openStdio } from './stdio-chardev.ts';
import { leaveWire } from './stray-wire.ts';
import { dropEntry } from './table.ts';
import { openUdp } from './udp-chardev.ts';
import { freshTablet, introduction } from './wctablet.ts';

/** Making a chardev: done, refused with a text, or asleep in open(2). */
export type Made =
  | { readonly now: 'made'; readonly chardev: Chardev }
  | { readonly now: 'refused'; readonly text: string }
  /** Made, but for its first client. Source: SOCK-02. */
  | { readonly now: 'waits'; readonly chardev: Chardev }
  | { readonly now: 'asleep'; readonly making: ChardevMaking };

/** Output opened for writing, made if missing; cut unless appended to. Source: "Flags by user" under OPEN-20. */
function outputOpening(append: boolean): Opening {
  return { access: 'w', flags: append ? ['append'] : [], create: true, truncate: !append };
}

function deviceOpening(access: AccessMode, flags: readonly StatusFlag[] = []): Opening {
  return { access, flags, create: false, truncate: false };
}

/** What the backend opens by itself, in order. Source: FILE-02. */
function filesOf(backend: Backend, whole: boolean): readonly ChardevFile[] {
  const files: ChardevFile[] = [];
  const opening = (path: string, append: boolean): Opening => {
    const usual = outputOpening(append);
    if (!whole) return usual;
    return fdsetOfPath(path) === null ? { ...usual, truncate: false } : { ...usual, staysWhole: true };
  };
  if (backend.logfile !== null)
    files.push({ role: 'log', path: backend.logfile, opening: opening(backend.logfile, backend.logappend) });
  if (backend.type === 'file') {
    files.push({ role: 'out', path: backend.out, opening: opening(backend.out, backend.append) });
    if (backend.in !== null) files.push({ role: 'in', path: backend.in, opening: deviceOpening('r') });
  }
  return files;
}

/** Starts to make a chardev under a label; registers nothing. `replaces`: it will take another's place. Source: CHR-01, FILE-01..06, PIPE-01, LOG. */
export function makeChardev(
  turn: Turn,
  label: string,
  backend: Backend,
  monitor: string | null,
  replaces = false,
): Made {
  if (backend.type === 'other') return refuseOther(turn, label, backend.word);
  return goOn(turn, { label, backend, opened: [], sleeping: null, replaces }, monitor);
}

function refuseOther(turn: Turn, label: string, word: string): Made {
  const unbuilt = word === 'console' || (word === 'braille' && speaksLikeTen(turn.state.profile));
  if (unbuilt) return { now: 'refused', text: `'${word}' is not a valid char driver name` };
  throw new ModelLimit(`chardev ${label} of type ${word}`);
}

/** What will take another's place is cut then. Source: RACE-S10, ENG-15. */
function keepsWhole(turn: Turn, { replaces }: ChardevMaking): boolean {
  return replaces && !cutsWhenMade(turn.state);
}

/** Tries again to get past the open that sleeps; `null` while it still sleeps. Source: FILE-06. */
export function wakeMaking(turn: Turn, making: ChardevMaking): Made | null {
  const file = filesOf(making.backend, keepsWhole(turn, making))[making.opened.length];
  if (file === undefined || making.sleeping === null) throw new Error('nothing sleeps');
  if (!finishSleeping(turn, making.sleeping, file.path, file.opening)) return null;
  const opened = [...making.opened, { role: file.role, number: making.sleeping }];
  return goOn(turn, { ...making, opened, sleeping: null }, null);
}

function goOn(turn: Turn, making: ChardevMaking, monitor: string | null): Made {
  let { opened } = making;
  let fresh: readonly FreshFile[] = [];
  const replaces = keepsWhole(turn, making);
  for (const file of filesOf(making.backend, replaces).slice(opened.length)) {
    const name = canonicalPath(file.path);
    const isThere = turn.state.paths.has(name);
    const result = qemuOpen(turn, file.path, file.opening);
    if (!result.ok && result.errno === sleeps)
      return { now: 'asleep', making: { ...making, opened, sleeping: reserveNumber(turn) } };
    if (!result.ok) {
      const text =
        file.role === 'log'
          ? toldOpenText(turn, file.path, file.opening, result, 'create')
          : plainOpenText(file.path, result);
      if (file.role === 'log' && making.backend.type === 'parallel') strayClose(turn);
      return abandon(turn, opened, text, fresh);
    }
    const object = turn.state.paths.get(name);
    if (replaces && !isThere && object !== undefined) fresh = [...fresh, { name, object }];
    opened = [...opened, { role: file.role, number: result.value }];
  }
  const number = (role: ChardevFile['role']): number | null =>
    opened.find((each) => each.role === role)?.number ?? null;
  const made = complete(turn, making, number('out'), number('in'), monitor);
  if (!made.ok) return abandon(turn, opened, made.text, fresh);
  const chardev = changedChardev(made.value, { log: number('log'), fresh });
  const titles = chardev.type === 'vc' && speaksLikeTen(turn.state.profile);
  if (titles) logOutput(turn, chardev, `${making.label} console\r\n`, { count: making.label.length + 10 });
  const waits = making.backend.type === 'socket' && making.backend.wait === true && chardev.link?.listener != null;
  return { now: waits ? 'waits' : 'made', chardev };
}

/** Closes what was opened for a chardev that cannot be. Source: FDSET-46, FDSET-47. */
function abandon(turn: Turn, opened: ChardevMaking['opened'], text: string, fresh: readonly FreshFile[]): Made {
  for (const { role, number } of [...opened].reverse())
    if (role === 'log') closeForgetting(turn, number);
    else qemuClose(turn, number);
  removeFresh(turn, fresh);
  return { now: 'refused', text };
}

/** Takes away what was made, unless its name stands for something else by now. Source: ENG-15, SAFE-10. */
function removeFresh(turn: Turn, fresh: readonly FreshFile[]): void {
  for (const { name, object } of fresh) if (turn.state.paths.get(name) === object) dropEntry(turn, 'paths', name);
}

function complete(
  turn: Turn,
  { label, backend, replaces }: ChardevMaking,
  out: number | null,
  input: number | null,
  monitor: string | null,
): Outcomed<Chardev> {
  switch (backend.type) {
    case 'null':
      return { ok: true, value: freshChardev(label, 'null', 'null') };
    case 'ringbuf':
    case 'memory':
      return openRing(turn, label, backend.type, backend.size);
    case 'mux':
      return openMux(turn, label, backend.base);
    case 'hub':
      return openHub(turn, label, backend.members);
    case 'pty':
      return openPty(turn, label, backend.path);
    case 'udp':
      return openUdp(turn, label, backend.remote, backend.local);
    case 'stdio':
      return openStdio(turn, label);
    case 'testdev':
    case 'msmouse':
    case 'wctablet':
      return openSimple(turn, label, backend.type);
    case 'vc':
      return openConsole(turn, label, backend);
    case 'file':
      makeNonblocking(turn, out);
      return {
        ok: true,
        value: changedChardev(freshChardev(label, 'file', 'file'), { beOpen: true, output: out, input }),
      };
    case 'pipe':
      return overDevice(turn, label, 'pipe', backend.device, openPipeDevice(turn, backend.device));
    case 'serial': {
      const opened = qemuOpen(turn, backend.device, deviceOpening('rw', ['nonblock']));
      return overDevice(turn, label, 'serial', backend.device, opened.ok ? [opened.value, opened.value] : opened);
    }
    case 'parallel':
      return { ok: false, text: parallelText(turn, backend.device) };
    case 'socket':
      return openSocket(turn, label, backend, monitor, replaces);
    case 'other':
      throw new Error('refused before');
  }
}

/** Types that open nothing. Source: "Backend properties" of the chardev spec. */
function openSimple(turn: Turn, label: string, type: 'testdev' | 'msmouse' | 'wctablet' | 'vc'): Outcomed<Chardev> {
  const tablet = type === 'wctablet' ? freshTablet : null;
  const mouse = type === 'msmouse' ? { powered: false } : null;
  const beOpen = mouse === null && !(type === 'testdev' && leavesTestdevClosed(turn.state));
  const kept = tablet === null ? '' : introduction;
  return { ok: true, value: changedChardev(freshChardev(label, type, type), { beOpen, tablet, mouse, kept }) };
}

/** A text console; one of negative size there cannot be. Source: VC-01, Q-FOUND-2, Q-FOUND-11. */
function openConsole(
  turn: Turn,
  label: string,
  size: { readonly width: number; readonly height: number },
): Outcomed<Chardev> {
  const { width, height } = size;
  if (width < 0 && height < 0) throw new ModelLimit('a text console that is negative both ways');
  if (width !== 0 && height !== 0 && (width < 0 || height < 0)) {
    if (diesOfNegativeSize(turn.state)) die(turn, 'SIGABRT');
    return { ok: false, text: 'a text console cannot be of negative size' };
  }
  if (keepsPictures(turn.state) && !install(turn, { kind: 'own' }).ok) die(turn, 'SIGABRT');
  return openSimple(turn, label, 'vc');
}

function overDevice(
  turn: Turn,
  label: string,
  type: 'pipe' | 'serial',
  device: string,
  opened: readonly [input: number, output: number] | OpenFailure,
): Outcomed<Chardev> {
  if ('ok' in opened) return { ok: false, text: plainOpenText(device, opened) };
  const [input, output] = opened;
  makeNonblocking(turn, output);
  return { ok: true, value: changedChardev(freshChardev(label, type, type), { beOpen: true, input, output }) };
}

/** `P.in` and `P.out`, or `P` itself for both directions. Source: PIPE-01, PIPE-02. */
function openPipeDevice(turn: Turn, device: string): readonly [number, number] | OpenFailure {
  const asked = deviceOpening('rw');
  const input = qemuOpen(turn, `${device}.in`, asked);
  const output: Opened = qemuOpen(turn, `${device}.out`, asked);
  if (input.ok && output.ok) return [input.value, output.value];
  if (input.ok) qemuClose(turn, input.value);
  if (output.ok) qemuClose(turn, output.value);
  const both = qemuOpen(turn, device, asked);
  return both.ok ? [both.value, both.value] : both;
}

/** What a parallel chardev closes that never had a descriptor: whatever 0 is. Source: DEF-04. */
function strayClose(turn: Turn): void {
  if (closesDescriptorZero(turn.state)) closeNumber(turn, 0);
}

/** A parallel chardev fails on everything the host has here. Source: SER-02, DEF-04, experiment. */
function parallelText(turn: Turn, device: string): string {
  const opened = qemuOpen(turn, device, deviceOpening('rw'));
  const misfit = opened.ok ? strerror(errnoOfForeignRequest(turn.state, opened.value)) : null;
  if (opened.ok) closeForgetting(turn, opened.value);
  const strays = !opened.ok || turn.state.profile.parallelMisfitClosesZero;
  if (strays) strayClose(turn);
  return opened.ok ? `not a parallel port: ${misfit}` : plainOpenText(device, opened);
}

function makeNonblocking(turn: Turn, number: number | null): void {
  const description = descriptionAt(turn.state, number);
  if (description !== null) setNonblock(turn, description, true);
}

/** The largest ring that a repaired system makes, bytes. Source: Q-RB-1, repaired. */
const ringBytesMax = 1n << 26n;
/** Sizes up to which real systems were seen to go on, and from which they die. Source: Q-RB-1, experiments. */
const [ringFineMax, ringFatalMin] = [1n << 32n, 1n << 40n];

/** A ring buffer of a size that is a power of two. Source: RB-01, Q-RB-1. */
function openRing(turn: Turn, label: string, type: 'ringbuf' | 'memory', size: bigint): Outcomed<Chardev> {
  const refused: Outcomed<Chardev> = { ok: false, text: 'size of ringbuf chardev must be power of two' };
  const power = (size >= 0n && (size & (size - 1n)) === 0n) || size === -(1n << 63n);
  if (!power) return refused;
  const fits = size > 0n && size <= ringBytesMax;
  if (!fits && !takesAnyRingSize(turn.state)) return refused;
  if (size < 0n || size >= ringFatalMin) {
    die(turn, turn.state.profile.outOfMemory);
    return refused;
  }
  if (size > ringFineMax) throw new ModelLimit(`a ring buffer of ${size} bytes`);
  const ring = { size: Number(size), bytes: '' };
  return { ok: true, value: changedChardev(freshChardev(label, type, type), { beOpen: true, ring }) };
}

/** A mux on a chardev that is there and free. Source: MUX-01, MUX-13. */
function openMux(turn: Turn, label: string, base: string): Outcomed<Chardev> {
  const found = turn.state.chardevs.get(base);
  if (found === undefined || isOwnPlace(label, found))
    return { ok: false, text: `mux: base chardev ${base} not found` };
  const attached = attach(turn, { is: 'mux', label }, base);
  if (!attached.ok) return attached;
  const mux = freshMux(base); // open from the start, whatever the base is (Q-MUX-5)
  return { ok: true, value: changedChardev(freshChardev(label, 'mux', 'mux'), { beOpen: true, mux }) };
}

/** Whether it would sit on the unused chardev whose place it takes. Source: SWAP-S19, ENG-16. */
function isOwnPlace(label: string, below: Chardev): boolean {
  return below.label === label && below.user === null && below.mux === null && below.hub === null;
}

/** A hub on chardevs that are there and free, taken in list order. Source: HUB-01, HUB-03..06, CHR-06. */
function openHub(turn: Turn, label: string, members: readonly string[]): Outcomed<Chardev> {
  if (members.length === 0) return { ok: false, text: "hub: 'chardevs' list is not defined" };
  for (const [index, id] of members.entries()) {
    const error = memberError(turn, label, id, index);
    if (error === null) continue;
    letGo(turn, { label, mux: null, hub: freshHub(members.slice(0, index)) });
    return { ok: false, text: error };
  }
  const isOpen = members.some((id) => turn.state.chardevs.get(id)?.beOpen === true);
  if (!hubHearsLate(turn.state))
    for (const index of members.keys()) changeFrontend(turn, `hub ${index} ${label}`, { listening: true });
  const beOpen = isOpen && !hubNeverOpens(turn.state);
  return { ok: true, value: changedChardev(freshChardev(label, 'hub', 'hub'), { beOpen, hub: freshHub(members) }) };
}

/** Attaches one member, or says why not. */
function memberError(turn: Turn, label: string, id: string, index: number): string | null {
  const found = turn.state.chardevs.get(id);
  if (found === undefined || isOwnPlace(label, found)) return `hub: chardev can't be found by id '${id}'`;
  if (found.mux !== null || found.hub !== null)
    return (
      `hub: multiplexers and hub devices can't be stacked, check chardev '${id}', ` +
      "chardev should not be a hub device or have 'mux=on' enabled"
    );
  if (index >= hubMembersMax) return `hub: too many uses of chardevs '${label}' (maximum is ${hubMembersMax})`;
  const attached = attach(turn, { is: 'hub', label, index }, id);
  return attached.ok ? null : attached.text;
}

/** Cuts the files that were opened whole. Source: RACE-S10, ENG-21. */
export function cutFiles(turn: Turn, backend: Backend, chardev: Chardev): Outcomed<null> {
  if (cutsWhenMade(turn.state)) return { ok: true, value: null };
  for (const { role, path, opening } of filesOf(backend, false)) {
    const number = role === 'log' ? chardev.log : chardev.output;
    if (!opening.truncate || number === null) continue;
    const description = descriptionAt(turn.state, number);
    if (description === null) continue;
    const { object } = descriptionOf(turn.state, description);
    const thing = objectOf(turn.state, object);
    if (thing.kind !== 'file') continue;
    const fault = takeFault(turn, 'ftruncate', thing.name);
    if (fault !== null && 'errno' in fault)
      return { ok: false, text: `Could not open '${path}': ${strerror(fault.errno)}` };
    if (thing.sealed && thing.bytes !== '')
      return { ok: false, text: `Could not open '${path}': ${strerror('EPERM')}` };
    putObject(turn, object, { ...thing, bytes: '' });
  }
  return { ok: true, value: null };
}

/** Lets go of what a chardev sits on and closes what it holds. `stays`: another has its label. Source: FDSET-46, FDSET-47, CHR-13. */
export function destroyChardev(turn: Turn, chardev: Chardev, stays: Chardev | null = null): void {
  const { input, output, log, link, pty } = chardev;
  if (chardev.strayWatch) throw new ModelLimit('a watch of a port that is gone, on a chardev that goes');
  letGo(turn, chardev);
  orphanAttempt(turn, chardev, stays);
  if (chardev.type === 'stdio') giveStreamsBack(turn);
  if (pty !== null) unlinkPty(turn, pty);
  const close = link !== null || chardev.type === 'udp' ? closeNumber : qemuClose; // sockets are closed by close(2)
  if (input !== null && !leaveWire(turn, link, input)) close(turn, input);
  if (output !== null && output !== input) close(turn, output);
  for (const { number, open } of link?.lingering ?? []) if (open && number !== null) closeNumber(turn, number);
  if (link?.negotiating != null) closeNegotiating(turn, link.negotiating.number);
  for (const number of link?.received ?? []) closeNumber(turn, number);
  const at = listeningPath(turn.state, chardev);
  for (const number of listenersOf(link)) closeNumber(turn, number);
  if (log !== null) closeForgetting(turn, log);
  if (at !== null) dropEntry(turn, 'paths', at);
  removeFresh(turn, chardev.fresh);
}

/** A client in its handshake is left with its chardev; 7.2 keeps it and dies when it goes on (BUG-086, a use after free). */
function closeNegotiating(turn: Turn, number: number): void {
  if (turn.state.profile.wording === '7.2')
    throw new ModelLimit('a handshake whose chardev is gone, which 7.2 goes on with in freed memory');
  closeNumber(turn, number);
}
