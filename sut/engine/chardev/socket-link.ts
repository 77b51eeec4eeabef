import type { SocketAddress, SocketFamily } from '../../host/process.ts';
import type { MainLoop, TimerId, WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Chardev } from './chardev.ts';
import type { PendingList } from './pending.ts';
import type { ByteStream } from './socket-stream.ts';
import type { TelnetDialect, TelnetFilter } from './telnet-filter.ts';
import type { WebsocketStream } from './websocket-stream.ts';

/** Where a client connects to; `text` is how that is called in errors. */
export type ConnectTarget = { readonly where: SocketAddress; readonly family: SocketFamily; readonly text: string };

/**
 * What a socket chardev is made of. `listeners`: one, or one of each family; `connection` -1: none. `address` is how it is called while nobody is
 * connected, without `,server=on`. `reconnect`: a client that connects by itself, and again `delayNs` after each failure
 * and each disconnect. `telnet` and `websocket`: what a connection goes through first; `scheme` is how TCP ones are called.
 */
export type SocketEnds = {
  readonly listeners: readonly number[];
  readonly connection: number;
  readonly address: string;
  readonly server: boolean;
  readonly scheme?: 'tcp' | 'telnet' | 'websocket';
  readonly telnet?: TelnetDialect | null;
  readonly websocket?: boolean;
  /** The first option that cannot be waited for, also of a client, who does nothing about it. Source: SOCK-18, TEL-03. */
  readonly hinders?: 'telnet' | 'tn3270' | 'websock' | null;
  /** Where a client connects to. */
  readonly target?: ConnectTarget;
  readonly reconnect?: { readonly target: ConnectTarget; readonly delayNs: number };
};

/** CONNECTING has two stages of its own. Source: section 6 (states), WS-02, TEL-01. */
export type Stage = 'disconnected' | 'attempting' | 'handshake' | 'greeting' | 'connected';

/** `over`: connect(2) has ended; `conclude` then does what follows, once, whoever comes first. Source: SOCK-18. */
export type RunningAttempt = { over: boolean; conclude: () => Task<void> };

/** How many wait for output on one connection, the descriptor `fd`. */
export type Waits = { readonly fd: number; count: number };

/** One socket chardev at work. */
export type Link = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  /** Replaced when a listening socket is taken over or handed over. */
  ends: SocketEnds;
  readonly filter: TelnetFilter | null;
  stage: Stage;
  connection: number;
  stream: ByteStream | null;
  websocket: WebsocketStream | null;
  watches: { readonly id: WatchId; readonly loop: MainLoop }[];
  timer: TimerId | null;
  /** The attempt that runs, in a thread of its own. Source: SOCK-05. */
  attempt: RunningAttempt | null;
  /** A failed attempt was told and nothing went well since. Source: SOCK-05. */
  failureTold: boolean;
  closed: boolean;
  /** Its hang-up was seen and waits for its turn. */
  hangingUp: boolean;
  /** How many connections have ended. */
  ended: number;
  /** Which of them ended when who waited for output was due as well, and is called all the same. Source: CHR-92, Q-SOCK-1. */
  endedReady: number;
  /** Who waits for output on the connection of now. */
  waits: Waits;
  /** Connections that have ended and stay open because somebody waits on them. */
  readonly lingering: Set<Waits>;
  readonly pending: PendingList;
};

/**
 * The first listening socket that has a client, null where none has, or where no number is free: accept(2) fails at once there
 * and the caller stays; the real loop spins, which only hang-ups suffer from (Q-FOUND-16). Likewise where DEF-01 has closed the listener's number
 * and something else has it now.
 */
export function calledListener(machine: Machine, ends: SocketEnds): number | null {
  return ends.listeners.length > 0 && machine.process.hasFreeNumber() ? readyListener(machine, ends) : null;
}

function readyListener({ process }: Machine, { listeners }: SocketEnds): number | null {
  for (const listener of listeners) {
    const poll = process.poll(listener);
    if (!poll.ok || !poll.value.in) continue;
    const info = process.socketInfo(listener);
    if (info.ok && info.value.listening) return listener;
  }
  return null;
}

/** Waits for a client; while there is one and no number for it, the loop has nothing else in mind. Source: SOCK-03, Q-FOUND-16. */
export function watchListener(link: Link, accept: () => Task<boolean>): void {
  const { machine, chardev, ends } = link;
  watch(link, 'listener', () => calledListener(machine, ends) !== null, accept);
  const here = chardev.frontend?.loop ?? machine.mainLoop;
  const spins = (): boolean => !machine.process.hasFreeNumber() && readyListener(machine, ends) !== null;
  machine.spinning.set(link, (loop) => loop === here && link.stage === 'disconnected' && spins());
}

/** Whether the loop of a connection tries again and again to accept another one. Source: Q-FOUND-16. */
export function isStarved({ machine, chardev }: Link): boolean {
  if (machine.spinning.size === 0 || !hasQuirk(machine, 'Q-FOUND-16')) return false;
  const loop = chardev.frontend?.loop ?? machine.mainLoop;
  return [...machine.spinning.values()].some((spinsOn) => spinsOn(loop));
}

/** Forgets everything that is waited for. */
export function stopWatches(link: Link): void {
  link.machine.spinning.delete(link);
  for (const { loop, id } of link.watches) loop.removeWatch(id);
  link.watches = [];
}

/** Waits for something, on the frontend's loop unless another is given; a handler that gives false has ended its watch. */
export function watch(
  link: Link,
  name: string,
  ready: () => boolean,
  handler: () => Task<boolean>,
  on: MainLoop | null = null,
): void {
  const { machine, chardev } = link;
  const loop = on ?? chardev.frontend?.loop ?? machine.mainLoop;
  link.watches.push({ loop, id: addWatch(loop, `${chardev.label}.${name}`, ready, handler) });
}
