import { type Chardev, changeChardev, chardevOf } from './chardev.ts';
import { attemptKeepsInstance, starvesAttempts } from './defect.ts';
import { closeNumber, lowestFree } from './descriptor.ts';
import { strerror } from './error-text.ts';
import { ModelLimit } from './limit.ts';
import { die, warn } from './machine.ts';
import { isSamePlace, type SocketName } from './socket-address.ts';
import { hasClientInQueue, isDisconnected, linkUp, own, waitsToConnect } from './socket-link.ts';
import { changedLink, type SocketLink } from './socket-link-record.ts';
import { change, type ModelState, type Result, type Turn } from './state.ts';
import { connectTo, wouldWait } from './unix-socket.ts';

/** What is told of a client that cannot connect; without a free number there is no socket to connect with. Source: SOCK-04. */
export function unconnected(target: SocketName, told: string, errno: string): string {
  const family = target.is === 'inet' ? ` family ${target.host.includes(':') ? 10 : 2}` : '';
  const first = `Failed to create socket${family}`;
  return `${errno === 'EMFILE' ? first : `Failed to connect to '${told}'`}: ${strerror(errno)}`;
}

/** Connects: QEMU's number, or the errno. Source: SOCK-04. */
export function connectOwn(turn: Turn, target: SocketName): Result<number> {
  if (lowestFree(turn.state) === null) return { ok: false, errno: 'EMFILE' };
  const connected = connectTo(turn, target, '');
  if (!connected.ok) {
    if (connected.errno === 'EAGAIN') throw new ModelLimit('a connection that waits for a full queue');
    return connected;
  }
  return { ok: true, value: own(turn, connected.value) };
}

function complain(turn: Turn, label: string, why: string): void {
  warn(turn, `Unable to connect character device ${label}: ${why}`);
}

/**
 * One attempt of a client that reconnects, in a thread of its own: connected, or the timer. That it is connected the main
 * loop hears of when it has nothing else to do: a server of the same process accepts it before. Source: SOCK-05, SOCK-06, experiment.
 */
export function attempt(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  if (link?.target == null) return;
  needUncontendedNumber(turn.state);
  if (!isDisconnected(turn.state, label)) {
    changeChardev(turn, label, { link: changedLink(link, { dueNs: null }) }); // somebody else connected it (CHR-20)
    return;
  }
  const connected = connectOwn(turn, link.target);
  if (connected.ok) {
    refuseRivals(turn.state, label, link.target);
    changeChardev(turn, label, { link: changedLink(link, { arrived: connected.value }) });
    return;
  }
  const why = unconnected(link.target, link.told, connected.errno);
  if (!link.complained) complain(turn, label, why);
  const dueNs = turn.state.nowNs + link.reconnectNs;
  changeChardev(turn, label, { link: changedLink(link, { complained: true, dueNs }) });
}

/** The main loop hears that an attempt has connected. Source: SOCK-05. */
export function concludeAttempt(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  if (link?.arrived == null) return;
  const isFree = isDisconnected(turn.state, label);
  changeChardev(turn, label, { link: changedLink(link, { arrived: null }) });
  if (isFree) linkUp(turn, label, link.arrived);
  else closeNumber(turn, link.arrived); // somebody else connected it (CHR-20)
}

/**
 * A chardev goes, and its attempt goes on without it. `stays`: who has its label from now on; a socket inherits its yank
 * instance. One that is given up must have no attempt left in it. Source: CHR-13, SWAP-S18, RACE-S05, RACE-S06.
 */
export function orphanAttempt(turn: Turn, { link, label }: Chardev, stays: Chardev | null): void {
  if (link === null) return;
  const { orphanAttempts } = turn.state;
  const isInherited = stays !== null && stays.link !== null;
  if (link.target !== null && (hasBegun(turn.state, link) || waitsToConnect(turn.state, link))) {
    const told = link.complained ? null : link.told;
    const orphan = { target: link.target, arrived: link.arrived, label, told, hasInstance: !isInherited };
    change(turn, { orphanAttempts: [...orphanAttempts, orphan] });
  } else if (!isInherited && !turn.state.profile.yanksOnceConnected) dieIfCounted(turn, label);
}

/** Whether its first attempt runs, which begins as it is made; the loop has not come round since. Source: SOCK-05, experiment. */
function hasBegun({ nowNs }: ModelState, { dueNs, negotiating, complained }: SocketLink): boolean {
  return dueNs === nowNs && negotiating === null && !complained;
}

/** Whether a client's first attempt is under way. */
export function isFirstAttempt(state: ModelState, label: string): boolean {
  const { link } = chardevOf(state, label);
  return link !== null && hasBegun(state, link);
}

/** A yank instance is given up: nobody may be left in it. Source: RACE-S05. */
function dieIfCounted(turn: Turn, label: string): void {
  const isCounted = turn.state.orphanAttempts.some((each) => each.label === label);
  if (isCounted && attemptKeepsInstance(turn.state)) die(turn, 'SIGABRT');
}

/** What is connected enters the yank instance of its label, which must be there. Source: RACE-S05 (11.1). */
function dieIfNameless(turn: Turn, label: string): void {
  const { chardevs } = turn.state;
  const isThere = chardevs.get(label)?.link != null || orphanInstances(turn.state).includes(label);
  if (!isThere && attemptKeepsInstance(turn.state)) die(turn, 'SIGABRT');
}

/** Labels whose yank instances belong to attempts of chardevs that are gone. Source: RACE-S06. */
export function orphanInstances(state: ModelState): readonly string[] {
  const { orphanAttempts } = state;
  if (orphanAttempts.length === 0 || !attemptKeepsInstance(state)) return [];
  return orphanAttempts.flatMap(({ label, hasInstance }) => (hasInstance ? [label] : []));
}

/** Whether the attempt of a chardev that is gone is through by now. */
export function isOrphanThrough(state: ModelState): boolean {
  const [first] = state.orphanAttempts;
  return first !== undefined && (first.arrived !== null || !wouldWait(state, first.target));
}

/** Its connection is closed at once; that it failed is still told, and nothing follows of it. Source: SOCK-05, experiment. */
export function endOrphan(turn: Turn): void {
  const [first, ...orphanAttempts] = turn.state.orphanAttempts;
  change(turn, { orphanAttempts });
  if (first === undefined) return;
  const { arrived } = first;
  const connected = arrived === null ? connectOwn(turn, first.target) : { ok: true as const, value: arrived };
  if (connected.ok) closeNumber(turn, connected.value);
  else if (first.told !== null) complain(turn, first.label, unconnected(first.target, first.told, connected.errno));
  const late = turn.state.profile.yanksOnceConnected;
  if (first.hasInstance && !late) dieIfCounted(turn, first.label);
  if (!first.hasInstance && late && connected.ok) dieIfNameless(turn, first.label);
}

/** Clients of one place that are due at one moment connect from threads of their own: nobody says who comes first. */
function refuseRivals(state: ModelState, label: string, target: SocketName): void {
  for (const [other, { link, input }] of state.chardevs) {
    if (other === label || link?.target == null || input !== null || !isSamePlace(link.target, target)) continue;
    if (link.dueNs !== null && link.dueNs <= state.nowNs) throw new ModelLimit('which of two clients comes first');
  }
}

/** In a repaired system a server with a client and an attempt that waited for a number are equals. Throws ModelLimit. */
function needUncontendedNumber(state: ModelState): void {
  if (state.descriptorsMax === null || starvesAttempts(state) || lowestFree(state) === null) return;
  for (const chardev of state.chardevs.values())
    if (hasClientInQueue(state, chardev))
      throw new ModelLimit('a number that a server with a client and an attempt both want');
}
