import { attach, setHandlers } from './attachment.ts';
import type { Backend } from './backend.ts';
import { type Chardev, chardevOf, forgetChardev, registerChardev } from './chardev.ts';
import { cutFiles, destroyChardev, type Made, makeChardev } from './chardev-making.ts';
import { type Answer, nothing, refusal } from './command.ts';
import { changesUnplugged, deletesBeforeMaking } from './defect.ts';
import { objectAt } from './descriptor.ts';
import type { DueChange } from './due-change.ts';
import { speaksLikeTen } from './error-text.ts';
import { countsAsOpen, raise } from './event.ts';
import { changeFrontend, type FrontendKey, frontendOf, keyOf, type Owner } from './frontend.ts';
import { ModelLimit } from './limit.ts';
import { portOnNewBackend } from './port-device.ts';
import { moveWatch } from './port-output.ts';
import { ptyWord } from './pty.ts';
import { isDriver } from './replay.ts';
import { handedOverTo, listenInPlace } from './socket-chardev.ts';
import { socketAt } from './socket-end.ts';
import { leaveWithinOpened, listenersOf } from './socket-link.ts';
import type { Asker, ChardevGoal } from './stall.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { change } from './state.ts';
import { rewatch } from './uart-sender.ts';
import { virtioPortOf } from './virtio-port.ts';
import { witnessOf } from './witness.ts';

/** A change whose new backend is made, is refused, or is still being made. */
export type Change = { readonly made: Made; readonly goal: Extract<ChardevGoal, { backend: Backend }> };

/** Makes what comes in a chardev's place. Source: CHR-19, SWAP-S02..05, ENG-14..16. */
export function startChange(turn: Turn, label: string, backend: Backend, monitor: string | null): Outcomed<Change> {
  const old = turn.state.chardevs.get(label);
  if (old === undefined) return { ok: false, text: `Chardev '${label}' does not exist` };
  const unchangeable = changeError(turn.state, old);
  if (unchangeable !== null) return { ok: false, text: unchangeable };
  const goal = old.user === null ? 'change-unused' : 'change';
  const deletes = goal === 'change-unused' && deletesBeforeMaking(turn.state);
  if (deletes) {
    forgetChardev(turn, label);
    destroyChardev(turn, old);
  }
  const made = makeChardev(turn, label, backend, monitor, !deletes);
  return { ok: true, value: { made, goal: { goal, label, backend } } };
}

/** Why a chardev cannot be changed, `null` if it can. Source: CHR-19, SWAP-S08, SWAP-S09, ENG-14. */
function changeError(state: ModelState, chardev: Chardev): string | null {
  if (chardev.mux !== null || chardev.hub !== null)
    return speaksLikeTen(state.profile)
      ? 'For mux or hub device hotswap is not supported yet'
      : 'Mux device hotswap not supported yet';
  if (isDriver(state, chardev.label)) return `Chardev '${chardev.label}' cannot be changed in record/replay mode`;
  if (state.changes.some(({ label }) => label === chardev.label))
    return `Chardev '${chardev.label}' has a change in progress`;
  return takesPart(state, chardev.user) ? null : 'Chardev user does not support chardev hotswap';
}

/** Whether nobody uses it, or somebody who can be moved. Source: SWAP-S08, VSER-54, RACE-S07. */
function takesPart(state: ModelState, user: FrontendKey | null): boolean {
  const frontend = frontendOf(state, user);
  if (frontend === null) return true;
  const { owner, listening } = frontend;
  if (owner.is === 'port') return true;
  if (owner.is === 'witness') return listening && witnessOf(state, owner.id).changes !== 'none';
  if (owner.is !== 'virtio' || !listening) return false;
  return changesUnplugged(state) || !virtioPortOf(state, owner.id).leaving;
}

type Ready = Exclude<Made, { now: 'asleep' | 'waits' }>;

/** What follows once the new backend is made or refused: done, or, for an `asker`, due. Source: SWAP-S04..07, ENG-16, ENG-17. */
export function settleChange(turn: Turn, made: Ready, goal: Change['goal'], asker: Asker | null): Answer {
  const { label, backend } = goal;
  if (made.now === 'refused') return refusal(made.text);
  const old = chardevOf(turn.state, label);
  if (old.user === null) {
    const placed = takePlace(turn, made.chardev, backend, old);
    if (!placed.ok) return refusal(placed.text);
    registerChardev(turn, placed.value.chardev);
    destroyLeft(turn, old, placed.value);
    return told(placed.value.chardev);
  }
  const due: DueChange = {
    ...{ label, backend, made: made.chardev, user: old.user, ended: false },
    asker: asker ?? { connection: '', id: undefined, bound: [] },
    after: [...turn.state.connections.values()]
      .filter(({ name, inbound, queue }) => name !== asker?.connection && inbound.length + queue.length > 0)
      .map(({ name }) => name),
  };
  if (asker === null || turn.state.profile.hotswap === 'within-command') return commit(turn, due);
  if (waitsAt(turn.state, made.chardev, old))
    throw new ModelLimit('a server that is changed for a client of its own, which it may accept before');
  change(turn, { changes: [...turn.state.changes, due] });
  return { ok: 'stuck' };
}

/** Whether the one has connected to the other, which has not taken it yet. Source: SOCK-03. */
function waitsAt(state: ModelState, client: Chardev, server: Chardev): boolean {
  const end = socketAt(state, client.input)?.peer ?? null;
  if (end === null) return false;
  return listenersOf(server.link).some((number) => {
    const object = objectAt(state, number);
    return object?.kind === 'listener' && object.queue.includes(end);
  });
}

/** The oldest change that is due is carried out, or ends: what its requester is told, `null` if that is done. Source: ENG-18, ENG-23. */
export function takeDueChange(turn: Turn): { readonly asker: Asker; readonly answer: Answer } | null {
  const due = turn.state.changes.find(({ ended }) => ended) ?? turn.state.changes[0];
  if (due === undefined) throw new Error('no change is due');
  change(turn, { changes: turn.state.changes.filter((each) => each !== due) });
  if (!due.ended && takesPart(turn.state, due.user)) return { asker: due.asker, answer: commit(turn, due) };
  destroyChardev(turn, due.made);
  if (due.ended) return null;
  return {
    asker: due.asker,
    answer: refusal(`Chardev '${due.label}' change cancelled: handler unregistered`),
  };
}

function told({ label, pty }: Chardev): Answer {
  return pty === null ? nothing : { ok: true, value: { pty: ptyWord(label) } };
}

/** Two chardevs of one name, of which one goes: who stays, and the numbers of listening sockets that both have. */
type Placed = { readonly chardev: Chardev; readonly handedOver: readonly number[] };

/** What was put off while it was made: it listens, and its files are cut. All or nothing. Source: ENG-15, ENG-21. */
function takePlace(turn: Turn, made: Chardev, backend: Backend, old: Chardev): Outcomed<Placed> {
  // told before anything listens: a closed number may be another's then
  const handedOver = handedOverTo(turn.state, backend, old);
  const listens = listenInPlace(turn, made, backend, old);
  const chardev = listens.ok ? { ...made, link: listens.value.link, filename: listens.value.filename } : made;
  const cut = listens.ok ? cutFiles(turn, backend, chardev) : listens;
  if (cut.ok) return { ok: true, value: { chardev: { ...chardev, fresh: [] }, handedOver } };
  destroyLeft(turn, chardev, { chardev: old, handedOver });
  return cut;
}

/** One of two goes; what one took over from the other stays with it. Source: SAFE-19. */
function destroyLeft(turn: Turn, gone: Chardev, { chardev: stays, handedOver }: Placed): void {
  const { link } = gone;
  const left = (number: number | null): number | null =>
    number !== null && handedOver.includes(number) ? null : number;
  const own = link === null ? null : { ...link, listener: left(link.listener), beside: left(link.beside) };
  const ends = own !== null && own.listener === null ? { ...own, listensAt: null } : own;
  destroyChardev(turn, { ...gone, link: ends }, stays);
}

/** The frontend moves. Source: SWAP-S06, SWAP-S07, SWAP-S16, ENG-19..22. */
function commit(turn: Turn, { label, made, backend, user }: DueChange): Answer {
  const { owner } = frontendOf(turn.state, user) ?? {};
  const old = chardevOf(turn.state, label);
  if (owner?.is === 'witness') {
    // its source keeps the old channel open, or looks at a number that is another's
    if (witnessOf(turn.state, owner.id).watching && old.output !== null)
      throw new ModelLimit('an output watch of a witness across a change');
    const within = turn.state.profile.hotswap === 'within-command';
    return within ? moveLoudly(turn, owner.id, old, made) : moveQuietly(turn, owner.id, old, made, backend);
  }
  const placed = takePlace(turn, made, backend, old);
  if (!placed.ok) return refusal(placed.text);
  const { chardev } = placed.value;
  if (owner?.is === 'virtio') moveVirtio(turn, owner.id, old, chardev);
  else if (owner?.is === 'port') movePort(turn, owner, { ...chardev, user: null });
  else registerChardev(turn, { ...chardev, user });
  destroyLeft(turn, old, placed.value);
  if (owner?.is === 'port') rewatch(turn, owner.id);
  return told(chardev);
}

/** A serial port sets its handlers at its new backend, whatever that is. Source: SWAP-S06, SWAP-S01. */
function movePort(turn: Turn, owner: Owner, made: Chardev): void {
  registerChardev(turn, made);
  const attached = attach(turn, owner, made.label);
  if (!attached.ok) throw new Error(`a new chardev is in use: ${attached.text}`);
  setHandlers(turn, keyOf(owner), true);
}

/**
 * A virtio port leaves its old backend for a new one of the same name. Where the change is deferred it hears what differs in the
 * end: its handlers may be what opens the new one. Source: SWAP-S06, SWAP-S11, VSER-54, ENG-21, PTY-02.
 */
function moveVirtio(turn: Turn, id: string, old: Chardev, made: Chardev): void {
  const within = turn.state.profile.hotswap === 'within-command';
  const wasOpen = countsAsOpen(turn.state, old);
  if (within && wasOpen && !countsAsOpen(turn.state, made)) raise(turn, old.label, 'CLOSED');
  registerChardev(turn, made);
  const attached = attach(turn, { is: 'virtio', id }, old.label);
  if (!attached.ok) throw new Error(`a new chardev is in use: ${attached.text}`);
  portOnNewBackend(turn, id, within);
  const isOpen = countsAsOpen(turn.state, chardevOf(turn.state, made.label));
  const { hostOpen, isConsole } = virtioPortOf(turn.state, id);
  const reopens = isOpen && !hostOpen && !isConsole; // it was closed for a far end that failed (VSER-34)
  if (!within && (wasOpen !== isOpen || reopens)) raise(turn, made.label, isOpen ? 'OPENED' : 'CLOSED');
  moveWatch(turn, id);
}

/** A witness hears CLOSED first, OPENED whenever it sets its handlers, and is closed after a refusal. Source: SWAP-S06, SWAP-S07. */
function moveLoudly(turn: Turn, id: string, old: Chardev, made: Chardev): Answer {
  const { changes } = witnessOf(turn.state, id);
  const { label, user } = old;
  if (user === null) throw new Error('a witness uses it');
  const closes = countsAsOpen(turn.state, old) && !countsAsOpen(turn.state, made);
  if (closes) raise(turn, label, 'CLOSED');
  const left = chardevOf(turn.state, label);
  registerChardev(turn, made);
  attach(turn, { is: 'witness', id }, label);
  if (changes !== 'refuses') setHandlers(turn, user, true);
  leaveWithinOpened(turn, label);
  if (changes === 'listens') {
    destroyChardev(turn, { ...left, user: null }, made);
    return told(made);
  }
  destroyChardev(turn, chardevOf(turn.state, label), left);
  registerChardev(turn, left);
  changeFrontend(turn, user, { open: false, listening: true, slot: 0 });
  if (closes) raise(turn, label, 'OPENED');
  leaveWithinOpened(turn, label);
  return refusal(`Chardev '${label}' change failed`);
}

/** A witness hears what differs when all is done, and nothing of a refusal. Source: ENG-13, ENG-21, ENG-22, ENG-28. */
function moveQuietly(turn: Turn, id: string, old: Chardev, made: Chardev, backend: Backend): Answer {
  const { changes } = witnessOf(turn.state, id);
  const { label, user } = old;
  const before = frontendOf(turn.state, user);
  if (user === null || before === null) throw new Error('a witness uses it');
  registerChardev(turn, made);
  attach(turn, { is: 'witness', id }, label);
  changeFrontend(turn, user, { open: before.open, listening: before.listening });
  if (changes !== 'refuses') setHandlers(turn, user, true, false);
  const moved = chardevOf(turn.state, label);
  const placed: Outcomed<Placed> =
    changes === 'listens'
      ? takePlace(turn, moved, backend, old)
      : { ok: false, text: `Chardev '${label}' change failed` };
  if (!placed.ok) {
    if (changes !== 'listens') destroyChardev(turn, moved);
    registerChardev(turn, old);
    changeFrontend(turn, user, before);
    return refusal(placed.text);
  }
  const { chardev } = placed.value;
  registerChardev(turn, chardev);
  changeFrontend(turn, user, { open: before.open || (frontendOf(turn.state, user)?.open ?? false) });
  destroyLeft(turn, { ...old, user: null }, placed.value);
  const isOpen = countsAsOpen(turn.state, chardev);
  if (countsAsOpen(turn.state, old) !== isOpen) raise(turn, label, isOpen ? 'OPENED' : 'CLOSED');
  leaveWithinOpened(turn, label);
  return told(chardev);
}
