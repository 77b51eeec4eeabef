import type { MainLoop, TimerId, WatchId } from '../../runtime/main-loop.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { qemuClose } from '../fd/open.ts';
import { immediate } from '../immediate.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { restarted } from '../restarted.ts';
import { type Backend, type Chardev, deliver, raise, roomFor } from './chardev.ts';
import { push, watchForOutput } from './fd-backend.ts';
import type { OpenedBackend } from './open-backend.ts';
import { writeAgain } from './write-result.ts';

const readMax = 4096;
/** How often a pty without client looks for one. Source: PTY-03. */
const pollNs = 1_000_000_000;

/** Whether removal takes away whatever is now where the link was made. Source: Q-PTY-1. */
function unlinksAnything(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-PTY-1');
}

/** Whether a write that finds no room believes that the client is still there. Source: Q-HUB-13. */
function waitsForLeavers(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-13');
}

type Pty = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly master: number;
  readonly slavePath: string;
  readonly link: string | null;
  connected: boolean;
  timer: TimerId | null;
  watch: { readonly id: WatchId; readonly loop: MainLoop } | null;
};

function stopWatch(pty: Pty): void {
  if (pty.watch !== null) pty.watch.loop.removeWatch(pty.watch.id);
  pty.watch = null;
}

function stopTimer(pty: Pty): void {
  if (pty.timer !== null) pty.machine.mainLoop.cancelTimer(pty.timer);
  pty.timer = null;
}

/** Source: PTY-03. */
function startTimer(pty: Pty): void {
  const { machine } = pty;
  stopTimer(pty);
  pty.timer = machine.mainLoop.addTimer(pollNs, () => onTimer(pty));
}

function* onTimer(pty: Pty): Task<void> {
  pty.timer = null;
  if (!pty.connected) yield* lookForClient(pty);
}

/** Nobody has the slave open: the timer looks again. Source: PTY-02, PTY-07. */
function* disconnect(pty: Pty): Task<void> {
  const was = pty.connected;
  pty.connected = false;
  stopWatch(pty);
  startTimer(pty);
  if (was && pty.machine.profile.ptyTellsClosed) yield* raise(pty.chardev, 'closed');
}

/** Source: PTY-04. */
function* connect(pty: Pty): Task<void> {
  const { machine, chardev } = pty;
  stopTimer(pty);
  const was = pty.connected;
  pty.connected = true;
  if (!was) yield* raise(chardev, 'opened');
  if (pty.watch !== null || !pty.connected) return;
  const loop = chardev.frontend?.loop ?? machine.mainLoop;
  const ready = (): boolean => {
    const poll = machine.process.poll(pty.master);
    return poll.ok && roomFor(chardev) > 0 && (poll.value.in || poll.value.hup);
  };
  pty.watch = { loop, id: addWatch(loop, 'pty', ready, () => onReadable(pty)) };
}

function* onReadable(pty: Pty): Task<boolean> {
  const { machine, chardev } = pty;
  const got = restarted(() => machine.process.read(pty.master, Math.min(readMax, roomFor(chardev))));
  if (!got.ok || got.value.length === 0) {
    yield* disconnect(pty);
    return false;
  }
  yield* connect(pty);
  yield* deliver(chardev, got.value);
  return true;
}

/** One look at the master. Source: PTY-02. */
function* lookForClient(pty: Pty): Task<void> {
  const poll = pty.machine.process.poll(pty.master);
  yield* poll.ok && poll.value.hup ? disconnect(pty) : connect(pty);
}

/** Without a client the bytes are dropped, unless one has come unseen. Source: PTY-05, PTY-06. */
function write(pty: Pty, bytes: Uint8Array): MaybeTask {
  const { machine, master } = pty;
  if (!pty.connected) {
    const poll = machine.process.poll(master);
    if (!poll.ok || poll.value.hup || !poll.value.out) return bytes.length;
  }
  const given = push(machine, master, bytes);
  return typeof given === 'number' && given >= 0 ? given : written(pty, bytes, given);
}

function* written(pty: Pty, bytes: Uint8Array, given: MaybeTask): Task<number> {
  const { machine, master } = pty;
  const count = typeof given === 'number' ? given : yield* given;
  if (count === writeAgain && pty.connected && !waitsForLeavers(machine)) {
    const poll = machine.process.poll(master);
    if (!poll.ok || !poll.value.hup) return count;
    yield* disconnect(pty);
    return bytes.length;
  }
  return count < 0 && count !== writeAgain && !pty.connected ? bytes.length : count;
}

function removeLink(pty: Pty): void {
  const { machine, link } = pty;
  if (link === null) return;
  const leadsTo = machine.process.readlink(link);
  if (unlinksAnything(machine) || (leadsTo.ok && leadsTo.value === pty.slavePath)) machine.process.unlink(link);
}

function backendOf(pty: Pty): Backend {
  const { machine, chardev } = pty;
  return {
    filename: () => `pty:${pty.slavePath}`,
    write: (bytes) => write(pty, bytes),
    watchOutput: (loop, callback) => (pty.connected ? watchForOutput(machine, loop, pty.master, callback) : null),
    movable: () => true,
    frontendChanged(frontend): Task<void> {
      stopWatch(pty);
      return frontend === null ? immediate(undefined) : lookForClient(pty);
    },
    vanish: () => removeLink(pty),
    close(): void {
      stopWatch(pty);
      stopTimer(pty);
      removeLink(pty);
      qemuClose(machine, pty.master);
      pty.connected = false;
      chardev.open = false;
    },
    slavePath: pty.slavePath,
  };
}

/** A new pty, whose slave others open; `path`: a link to it. Source: PTY-01, PTY-11. */
export function openPtyBackend(machine: Machine, chardev: Chardev, path: string | null): Task<Attempt<OpenedBackend>> {
  const { process } = machine;
  const made = process.openPty({ closeOnExec: true });
  if (!made.ok) return immediate(failure(`Failed to create PTY: ${errnoText(made.errno)}`));
  process.close(made.value.slave);
  process.setStatusFlags(made.value.master, ['nonblock']);
  const link = machine.profile.ptyPathOption ? path : null;
  const pty: Pty = {
    machine,
    chardev,
    master: made.value.master,
    slavePath: made.value.path,
    link,
    connected: false,
    timer: null,
    watch: null,
  };
  const linked = link === null ? null : process.symlink(made.value.path, link);
  if (linked !== null && !linked.ok) {
    process.close(pty.master);
    return immediate(failure(chardevErrors.ptySymlink(errnoText(linked.errno))));
  }
  machine.terminals.set(pty.slavePath, chardev.label);
  return immediate(success({ backend: backendOf(pty), open: false }));
}
