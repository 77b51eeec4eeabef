import type { WatchId } from '../../runtime/main-loop.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import type { Chardev, ChardevEvent, Frontend } from '../chardev/chardev.ts';
import { acceptInput, attach, detach, setHandlers, takeFocus } from '../chardev/frontend-handle.ts';
import { frontendWrite, frontendWriteAll } from '../chardev/output.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';

/** One thing that a witness was told. `watch`: the output watch fired, and whether the far end had hung up. */
export type Told =
  | { readonly event: ChardevEvent }
  | { readonly read: Uint8Array }
  | { readonly watch: 'out' | 'hang-up' };

/** A be_change that sets the handlers anew, refuses, or both in this order; or none. Source: SWAP-S06, SWAP-S07. */
export type ChangeAnswer = 'none' | 'listens' | 'refuses' | 'listens-and-refuses';

/** A bare frontend: it does what it is asked, and records what it is told. Source: CHR-30..CHR-39, CHR-50..CHR-62. */
export type Witness = {
  attach(chardev: Chardev): Attempt<void>;
  detach(): Task<void>;
  /** All handlers, or none; with sync_state. */
  setHandlers(listening: boolean): Task<void>;
  /** What can_read answers from now on; then accept_input. */
  setRoom(room: number): Task<void>;
  /** What its be_change does from now on. */
  answerChanges(answer: ChangeAnswer): void;
  setOpen(open: boolean): void;
  takeFocus(): Task<void>;
  /** A count, or an error of write-result.ts. */
  write(bytes: Uint8Array, all: boolean): MaybeTask;
  /** False: the chardev offers no watch. */
  watchOutput(): boolean;
  /** get_msgfds: the first `max`, the rest is closed; null where there is nothing to ask. Source: SOCK-16, CHR-39. */
  takeDescriptors(max: number): readonly number[] | null;
  /** set_msgfds; they stay open until others are given. False: refused. Source: SOCK-17, CHR-39. */
  giveDescriptors(fds: readonly number[]): boolean;
  /** What it holds itself to be sent. */
  lent(): readonly number[];
  /** chr_disconnect. Source: SOCK-12. */
  disconnect(): Task<void>;
  /** The same from within its handler of the next OPENED. */
  disconnectWithinOpened(): void;
  /** wait_connected. Source: SOCK-18, CHR-39. */
  waitConnected(): Task<Attempt<void>>;
  /** What was recorded since the last time. */
  takeRecords(): readonly Told[];
};

/** A detached one, without room. */
export function createWitness(machine: Machine): Witness {
  let told: Told[] = [];
  let room = 0;
  let watch: WatchId | null = null;
  let leaving = false;
  let answer: ChangeAnswer = 'none';
  const frontend: Frontend = {
    name: 'witness',
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => room,
    read(bytes: Uint8Array): Task<void> {
      told.push({ read: bytes });
      return immediate(undefined);
    },
    event(event: ChardevEvent): Task<void> {
      told.push({ event });
      if (event !== 'opened' || !leaving) return immediate(undefined);
      leaving = false;
      return frontend.chardev?.backend.disconnect?.() ?? immediate(undefined);
    },
    changed: () => (answer === 'none' || !frontend.listening ? null : change),
  };
  function* change(): Task<boolean> {
    if (answer !== 'refuses') yield* setHandlers(frontend, true);
    return answer === 'listens';
  }
  const dropWatch = (): void => {
    if (watch !== null) machine.mainLoop.removeWatch(watch);
    watch = null;
  };
  let lent: readonly number[] = [];
  const giveBack = (): void => {
    for (const fd of lent) machine.process.close(fd);
    lent = [];
  };
  return {
    attach: (chardev) => (frontend.chardev === null ? attach(machine, chardev, frontend) : success(undefined)),
    detach(): Task<void> {
      dropWatch();
      giveBack();
      leaving = false;
      return detach(frontend);
    },
    setHandlers: (listening) => setHandlers(frontend, listening),
    setRoom(next: number): Task<void> {
      room = next;
      return acceptInput(frontend);
    },
    answerChanges(next: ChangeAnswer): void {
      answer = next;
    },
    setOpen(open: boolean): void {
      if (frontend.chardev !== null) frontend.open = open;
    },
    takeFocus: () => takeFocus(frontend),
    write: (bytes, all) => (all ? frontendWriteAll : frontendWrite)(machine, frontend, bytes),
    watchOutput(): boolean {
      const backend = frontend.chardev?.backend;
      if (backend === undefined) return false;
      dropWatch();
      watch = backend.watchOutput(machine.mainLoop, (hangUp) => {
        watch = null;
        told.push({ watch: hangUp ? 'hang-up' : 'out' });
        return immediate(undefined);
      });
      return watch !== null;
    },
    takeDescriptors(max: number): readonly number[] | null {
      const pending = frontend.chardev?.backend.pending;
      if (pending === undefined) return null;
      const all = pending.takeAll();
      for (const fd of all.slice(max)) machine.process.close(fd);
      return all.slice(0, max);
    },
    giveDescriptors(fds: readonly number[]): boolean {
      const taken = frontend.chardev?.backend.offerDescriptors?.(fds) === true;
      giveBack();
      lent = fds;
      if (!taken) giveBack();
      return taken;
    },
    lent: () => lent,
    disconnect: () => frontend.chardev?.backend.disconnect?.() ?? immediate(undefined),
    disconnectWithinOpened(): void {
      leaving = true;
    },
    waitConnected(): Task<Attempt<void>> {
      if (frontend.chardev === null) return immediate(failure('missing associated backend'));
      return frontend.chardev.backend.waitConnected?.() ?? immediate(success(undefined));
    },
    takeRecords(): readonly Told[] {
      const all = told;
      told = [];
      return all;
    },
  };
}
