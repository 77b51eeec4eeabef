import type { Backend } from './backend.ts';
import type { FrontendKey } from './frontend.ts';
import type { Hub } from './hub.ts';
import type { ByteString } from './language/value.ts';
import type { Mux } from './mux.ts';
import type { ObjectNumber } from './object.ts';
import type { Pty } from './pty.ts';
import type { SerialMouse } from './serial-mouse.ts';
import type { SocketLink } from './socket-link-record.ts';
import type { ModelState, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';
import type { Tablet } from './wctablet.ts';

/** A character device. Numbers are QEMU's descriptors; what they refer to may change under it (DEF-04). */
export type Chardev = {
  /** The name that it is stored under. */
  readonly label: string;
  /** The name that it shows, if another. Source: Q-CORE-3. */
  readonly shownAs: string | null;
  readonly type: Exclude<Backend['type'], 'other' | 'parallel'>;
  readonly filename: string;
  /** Its be_open. Source: CHR-50, CHR-52. */
  readonly beOpen: boolean;
  /** The frontend attached to it; a mux has them in its slots. Source: CHR-30. */
  readonly user: FrontendKey | null;
  readonly log: number | null;
  readonly input: number | null;
  readonly output: number | null;
  /** End of input was met: nothing is read until handlers are set again. Source: FILE-04, PIPE-04, FBE-04. */
  readonly inputEnded: boolean;
  /** When its read watch was put up, as a running number. */
  readonly watchedSince: number;
  /** Served by the thread of QMP monitors: it is where who set handlers last is. Source: CHR-37, experiment. */
  readonly apart: boolean;
  /** A port that is gone waits for its room. Source: RACE-S08. */
  readonly strayWatch: boolean;
  /** When a hub last had input of it, likewise, 0 if never. Source: LOGMUX-13. */
  readonly servedAt: number;
  /** ringbuf only: its size and the bytes in it. */
  readonly ring: { readonly size: number; readonly bytes: string } | null;
  readonly link: SocketLink | null;
  readonly pty: Pty | null;
  readonly mux: Mux | null;
  readonly hub: Hub | null;
  readonly tablet: Tablet | null;
  readonly mouse: SerialMouse | null;
  /** Input that the chardev itself keeps for its frontend. Source: UDP-02, VC-02, MISC-01. */
  readonly kept: ByteString;
  /** It offers what it keeps as soon as its write is through, once. Source: MISC-01. */
  readonly offers: boolean;
  /** testdev only: output that is no whole command yet. */
  readonly unread: ByteString;
  /** Files that were made for it: they go with it as long as it has not taken another's place. Source: ENG-15, SAFE-10. */
  readonly fresh: readonly FreshFile[];
};

/** A file that was not there before, and what its name stood for when it was made. */
export type FreshFile = { readonly name: string; readonly object: ObjectNumber };

/** A chardev of that name and type before anything else is known of it. `filename` is what query-chardev says. */
export function freshChardev(label: string, type: Chardev['type'], filename: string): Chardev {
  return {
    label,
    shownAs: null,
    type,
    filename,
    beOpen: false,
    user: null,
    log: null,
    input: null,
    output: null,
    inputEnded: false,
    watchedSince: 0,
    apart: false,
    strayWatch: false,
    servedAt: 0,
    ring: null,
    link: null,
    pty: null,
    mux: null,
    hub: null,
    tablet: null,
    mouse: null,
    kept: '',
    offers: false,
    unread: '',
    fresh: [],
  };
}

/** The chardev; throws when there is none (a broken invariant). */
export function chardevOf(state: ModelState, label: string): Chardev {
  const chardev = state.chardevs.get(label);
  if (chardev === undefined) throw new Error(`no chardev ${label}`);
  return chardev;
}

/** Registers a made chardev under its label. */
export function registerChardev(turn: Turn, chardev: Chardev): void {
  putEntry(turn, 'chardevs', chardev.label, copyOf(chardev));
}

/** Replaces members of a registered chardev. */
export function changeChardev(turn: Turn, label: string, members: Partial<Chardev>): void {
  const chardev = turn.state.chardevs.get(label);
  if (chardev !== undefined) putEntry(turn, 'chardevs', label, changedChardev(chardev, members));
}

/** The chardev with some members replaced. */
export function changedChardev(chardev: Chardev, members: Partial<Chardev>): Chardev {
  return Object.assign(copyOf(chardev), members);
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(chardev: Chardev): Chardev {
  return {
    label: chardev.label,
    shownAs: chardev.shownAs,
    type: chardev.type,
    filename: chardev.filename,
    beOpen: chardev.beOpen,
    user: chardev.user,
    log: chardev.log,
    input: chardev.input,
    output: chardev.output,
    inputEnded: chardev.inputEnded,
    watchedSince: chardev.watchedSince,
    apart: chardev.apart,
    strayWatch: chardev.strayWatch,
    servedAt: chardev.servedAt,
    ring: chardev.ring,
    link: chardev.link,
    pty: chardev.pty,
    mux: chardev.mux,
    hub: chardev.hub,
    tablet: chardev.tablet,
    mouse: chardev.mouse,
    kept: chardev.kept,
    offers: chardev.offers,
    unread: chardev.unread,
    fresh: chardev.fresh,
  };
}

/** Takes a chardev off the register. */
export function forgetChardev(turn: Turn, label: string): void {
  dropEntry(turn, 'chardevs', label);
}

/** The frontend whose events and openness count as the chardev's: of a mux, the one with the focus. Source: CHR-16. */
export function currentUser(chardev: Chardev): FrontendKey | null {
  return chardev.mux === null ? chardev.user : (chardev.mux.slots[chardev.mux.focus]?.user ?? null);
}

/** The chardev under a stack of muxes. */
export function chardevBelow(state: ModelState, label: string): string {
  const { mux } = chardevOf(state, label);
  return mux === null ? label : chardevBelow(state, mux.base);
}
