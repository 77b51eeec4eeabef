import type { MainLoop } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { crash } from '../end.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import {
  type Backend,
  type Chardev,
  type ChardevEvent,
  deliver,
  type Frontend,
  raise,
  roomFor,
  tell,
} from './chardev.ts';
import { checkContext, claimsToMove } from './context.ts';
import { acceptInput, attach, detach, setHandlers } from './frontend-handle.ts';
import { createHubOutput, type HubOutput, level, type Member, writeToMembers } from './hub-output.ts';
import type { OpenedBackend } from './open-backend.ts';

const membersMax = 4;

/** Whether BREAK for the hub itself runs into nothing. Source: Q-HUB-1. */
function breaksOnBreak(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-1');
}

/** Whether the hub itself never counts as open. Source: Q-HUB-5, HUB-24. */
function isNeverOpen(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-5');
}

/** Whether only events are counted, not who is open. Source: Q-HUB-6, HUB-20..HUB-22, HUB-25. */
function countsEvents(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-6');
}

/** Whether all members are offered the room of the beginning of a main-loop turn. Source: Q-HUB-9. */
function offersRoomOnce(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-9');
}

/** Whether members' events are heard only once a frontend has set its handlers. Source: Q-HUB-11, HUB-10. */
function listensLate(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-11');
}

/** Whether members are not told that the frontend has room again. Source: Q-HUB-10, HUB-11. */
function keepsRoomSecret(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-10');
}

type Hub = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly members: Member[];
  readonly output: HubOutput;
  /** OPENED less CLOSED. */
  count: number;
  loop: MainLoop;
  /** The room that was offered, and in which turn. */
  offered: { readonly turn: number; readonly room: number };
};

function room(hub: Hub): number {
  const { machine, chardev, loop } = hub;
  if (!loop.serving || !offersRoomOnce(machine)) return roomFor(chardev);
  if (hub.offered.turn !== loop.turn) hub.offered = { turn: loop.turn, room: roomFor(chardev) };
  return hub.offered.room;
}

const isAnyOpen = (hub: Hub): boolean => hub.members.some(({ side }) => side.chardev?.open === true);

/** OPENED or CLOSED as the frontend hears it. */
function* announce(hub: Hub, event: ChardevEvent): Task<void> {
  if (isNeverOpen(hub.machine)) yield* tell(hub.chardev.frontend, event);
  else yield* raise(hub.chardev, event);
}

/** The first to open and the last to close are told. Source: HUB-20..HUB-23. */
function* onMemberEvent(hub: Hub, member: Member, event: ChardevEvent): Task<void> {
  if (event === 'opened') member.written = hub.output.min;
  if (event !== 'opened' && event !== 'closed') {
    yield* tell(hub.chardev.frontend, event);
    return;
  }
  if (countsEvents(hub.machine)) {
    const before = hub.count;
    hub.count = event === 'opened' ? before + 1 : Math.max(0, before - 1);
    if (before + hub.count === 1) yield* announce(hub, event);
    return;
  }
  const open = isAnyOpen(hub);
  const before = hub.count > 0;
  hub.count = open ? 1 : 0;
  if (open !== before) yield* announce(hub, open ? 'opened' : 'closed');
}

function memberSide(hub: Hub): Member {
  const side: Frontend = {
    name: `hub ${hub.chardev.label}`,
    loop: hub.loop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => room(hub),
    read(bytes: Uint8Array): Task<void> {
      if (!offersRoomOnce(hub.machine)) hub.loop.giveWay();
      return deliver(hub.chardev, bytes);
    },
    event: (event) => onMemberEvent(hub, member, event),
    changed: () => null,
  };
  const member: Member = { side, written: 0 };
  return member;
}

/** Why a chardev cannot be a member, in the order of the checks. Source: HUB-03..HUB-06. */
function attachMember(hub: Hub, id: string, replaces: boolean): Attempt<void> {
  const { machine } = hub;
  const chardev = machine.chardevs.get(id);
  const itself = replaces && id === hub.chardev.label && chardev?.frontend === null; // it takes the place of its own member
  if (chardev === undefined || itself) return failure(chardevErrors.hubMemberNotFound(id));
  if (chardev.type === 'hub' || chardev.type === 'mux') return failure(chardevErrors.hubStacked(id));
  if (hub.members.length >= membersMax) return failure(chardevErrors.hubFull(hub.chardev.label));
  const member = memberSide(hub);
  const attached = attach(machine, chardev, member.side);
  if (attached.ok) hub.members.push(member);
  return attached;
}

function release(hub: Hub): void {
  for (const { side } of hub.members) {
    if (side.chardev !== null) side.chardev.frontend = null;
    side.chardev = null;
    side.listening = false;
  }
}

function backendOf(hub: Hub): Backend {
  const { machine, members, output } = hub;
  return {
    filename: () => 'hub',
    write: (bytes) => writeToMembers(output, bytes),
    watchOutput: (loop, callback, writer) =>
      members[output.slowest]?.side.chardev?.backend.watchOutput(loop, callback, writer) ?? null,
    movable: () =>
      claimsToMove(
        machine,
        members.map(({ side }) => side.chardev),
      ),
    frontendChanged: (frontend) => serveOn(hub, frontend?.loop ?? machine.mainLoop),
    close: () => release(hub),
    leave: () => leave(hub),
    sendBreak: () => sendBreak(hub),
    restForgotten: () => level(output),
    acceptInput: () => passRoomOn(hub),
  };
}

/** The members' input is served where the frontend is. */
function* serveOn(hub: Hub, loop: MainLoop): Task<void> {
  hub.loop = loop;
  for (const { side } of hub.members) side.loop = loop;
  for (const { side } of hub.members) yield* checkContext(hub.machine, side);
  for (const { side } of hub.members) yield* setHandlers(side, true, { setOpen: true, syncState: false });
}

function* leave({ members }: Hub): Task<void> {
  for (const { side } of members) yield* detach(side);
}

function* sendBreak({ machine, chardev }: Hub): Task<void> {
  if (breaksOnBreak(machine)) yield* crash(machine, 'SIGSEGV');
  yield* raise(chardev, 'break');
}

function* passRoomOn({ machine, members }: Hub): Task<void> {
  if (keepsRoomSecret(machine)) return;
  for (const { side } of members) yield* acceptInput(side);
}

/**
 * A hub on free chardevs. On a refusal those taken before are free again. `replaces`: it is to take the place of another
 * of its name. Source: HUB-01..HUB-12, CHR-06, SWAP-S19.
 */
export function* openHub(
  machine: Machine,
  chardev: Chardev,
  ids: readonly string[],
  replaces: boolean,
): Task<Attempt<OpenedBackend>> {
  if (ids.length === 0) return failure(chardevErrors.noHubMembers);
  const members: Member[] = [];
  const hub: Hub = {
    machine,
    chardev,
    members,
    output: createHubOutput(machine, members),
    count: 0,
    loop: machine.mainLoop,
    offered: { turn: -1, room: 0 },
  };
  for (const id of ids) {
    const attached = attachMember(hub, id, replaces);
    if (attached.ok) continue;
    yield* leave(hub); // they look for input anew, as whenever handlers are taken off
    return attached;
  }
  if (!listensLate(machine)) for (const { side } of members) side.listening = true;
  const open = !isNeverOpen(machine) && isAnyOpen(hub);
  if (open) hub.count = 1;
  return success({ backend: backendOf(hub), open });
}
