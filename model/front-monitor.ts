import type { FrontendEvent, FrontendKey } from './frontend.ts';
import type { ByteString } from './language/value.ts';
import type { Editing } from './line-editing.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { putEntry } from './table.ts';

/** A monitor on a chardev of the scenario: no client of its own, only bytes. Source: "HMP monitor" among the frontends. */
export type FrontMonitor = {
  readonly id: string;
  readonly mode: 'qmp' | 'hmp';
  readonly pretty: boolean;
  readonly chardev: string;
  /** Runs in a thread of its own, and so offers out-of-band commands. Source: CHR-37. */
  readonly threaded: boolean;
  /** What its chardev told it and it has not looked at; `at`: its place among what all monitors were told. */
  readonly inbox: readonly (Told & { readonly at: number })[];
  /** Another frontend of its mux has the focus. */
  readonly muted: boolean;
  /** It has seen OPENED. */
  readonly greeted: boolean;
  /** The machine may have started to run before its thread saw OPENED. Source: experiment (a server that a launch waited for). */
  readonly late: boolean;
  /** hmp only. */
  readonly editing: Editing;
  /** Output that the chardev has not taken. */
  readonly unsent: ByteString;
  readonly watching: boolean;
  /** When it asked for that watch, among the ports that did. */
  readonly watchedSince: number;
  /** It has said that commands out of band are on; until then a request keeps its ears shut. Source: QMP-12. */
  readonly saidOob: boolean;
  /** It answers a command, and hears nothing meanwhile. Source: experiment (the chardev's read_poll while it writes). */
  readonly answering: boolean;
  /** It has answered since the client's last action: its thread may be about to ask its mux for more. */
  readonly answered: boolean;
};

/** An event or input, or the prompt that a human monitor owes to focus which left again. */
export type Told = { readonly event: FrontendEvent } | { readonly bytes: ByteString } | { readonly owes: 'prompt' };

/** The key of a monitor's frontend handle. */
export function frontKey(id: string): FrontendKey {
  return `monitor ${id}`;
}

/** The name of the connection that stands for a monitor on a chardev. */
export function frontConnection(id: string): string {
  return `on chardev: ${id}`;
}

/** Adds or replaces a monitor on a chardev. */
export function putFront(turn: Turn, front: FrontMonitor): void {
  putEntry(turn, 'fronts', front.id, front);
}

/** Replaces members of one. */
export function changeFront(turn: Turn, id: string, members: Partial<FrontMonitor>): void {
  const front = turn.state.fronts.get(id);
  if (front !== undefined) putFront(turn, Object.assign(copyOf(front), members));
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(front: FrontMonitor): FrontMonitor {
  return {
    id: front.id,
    mode: front.mode,
    pretty: front.pretty,
    chardev: front.chardev,
    threaded: front.threaded,
    inbox: front.inbox,
    muted: front.muted,
    greeted: front.greeted,
    late: front.late,
    editing: front.editing,
    unsent: front.unsent,
    watching: front.watching,
    watchedSince: front.watchedSince,
    saidOob: front.saidOob,
    answering: front.answering,
    answered: front.answered,
  };
}

/** Everything is at rest: whoever answered has asked for more. */
export function forgetAnswers(turn: Turn): void {
  for (const { id, answered } of turn.state.fronts.values()) if (answered) changeFront(turn, id, { answered: false });
}

/** Something came from its chardev. */
export function tellFront(turn: Turn, id: string, what: Told): void {
  const inbox = turn.state.fronts.get(id)?.inbox ?? [];
  const at = turn.state.nextNumber;
  change(turn, { nextNumber: at + 1 });
  changeFront(turn, id, { inbox: [...inbox, { at, ...what }] });
}

/** Whether it is muted once it has looked at everything that came. */
function isMutedSoon({ muted, inbox }: FrontMonitor): boolean {
  const focus = inbox.findLast((each) => 'event' in each && /^MUX_/.test(each.event));
  return focus === undefined || !('event' in focus) ? muted : focus.event === 'MUX_OUT';
}

/** A byte at a time, while it is not busy with an earlier one. Source: experiment. */
export function frontRoom(state: ModelState, id: string): number {
  const front = state.fronts.get(id);
  const connection = state.connections.get(frontConnection(id));
  if (front === undefined || connection === undefined || front.answering) return 0;
  if (front.mode === 'hmp') return isMutedSoon(front) ? 0 : 1;
  if (front.inbox.length > 0 || connection.inbound.length > 0) return 0;
  return connection.oob || (connection.queue.length === 0 && !connection.busy) ? 1 : 0;
}
