import { completed } from '../../host/completed.ts';
import type { Result } from '../../host/result.ts';
import type { MainLoop, WatchId } from '../../runtime/main-loop.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import { qemuClose, sharingBites } from '../fd/open.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { restarted } from '../restarted.ts';
import { type Backend, type Chardev, deliver, type OutputCallback, raise, roomFor, type Writer } from './chardev.ts';
import { writeAgain, writeFailed } from './write-result.ts';

const readMax = 4096;
/**
 * A read error changes nothing, the next read may be better, and neither does a datagram socket that is shut for reading, of
 * which poll(2) says that there is input and read(2) that there is none; after so many in a row looking again would never
 * end, until poll(2) says something else than it did. The real loop goes round and round, which nobody else sees.
 */
export const failedReadsMax = 64;

/** The descriptors of a file, pipe or serial backend; equal numbers are one descriptor, -1 is none. */
export type FdPair = { readonly input: number; readonly output: number };

/** Sets O_NONBLOCK and keeps the other status flags. Source: FILE-03. */
function setNonblocking(machine: Machine, fd: number): void {
  const status = machine.process.getStatusFlags(fd);
  if (status.ok) machine.process.setStatusFlags(fd, [...status.value.flags, 'nonblock']);
}

/** One write(2) as a chardev makes it. */
function callOf(machine: Machine, fd: number, bytes: Uint8Array, call: WriteCall): Result<number> {
  const result = call(machine, fd, bytes);
  return result.ok || result.sleep !== null || result.errno !== 'EINTR'
    ? result
    : restarted(() => call(machine, fd, bytes));
}

/** The system call that takes output. */
type WriteCall = (machine: Machine, fd: number, bytes: Uint8Array) => Result<number>;
const writeBytes: WriteCall = (machine, fd, bytes) => machine.process.write(fd, bytes);

/** Pushes until all is taken or the far end is full: the count, or why nothing was taken. Source: CHR-63. */
export function push(machine: Machine, fd: number, bytes: Uint8Array, call: WriteCall = writeBytes): MaybeTask {
  if (bytes.length === 0) return 0;
  const first = callOf(machine, fd, bytes, call);
  return first.ok && first.value === bytes.length ? first.value : pushOn(machine, fd, bytes, call, first);
}

/** The rest of it; it waits only where the descriptor was made blocking behind its back (DEF-03). */
function* pushOn(
  machine: Machine,
  fd: number,
  bytes: Uint8Array,
  call: WriteCall,
  first: Result<number>,
): Task<number> {
  let taken = 0;
  for (let result = first; ; result = callOf(machine, fd, bytes.subarray(taken), call)) {
    if (!result.ok && result.sleep !== null)
      result = sharingBites(machine) ? yield* completed(result, 'chardev') : result.sleep.interrupt();
    if (!result.ok && result.errno !== 'EAGAIN' && result.errno !== 'EINTR') return writeFailed;
    if (!result.ok) return taken > 0 ? taken : writeAgain;
    taken += result.value;
    if (machine.planted === 'short write counts whole') return bytes.length;
    if (taken >= bytes.length) return taken;
  }
}

/** Whether a far end that fails for good is waited for as if it were full. Source: VSER-34. */
export function writeErrorsAreIgnored(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-EPIPE');
}

const never = (): boolean => false;
/** One that does not try again and again. */
const patientWriter: Writer = { idle: () => true, hopeless: never };

/**
 * Calls back once when the descriptor takes output or hangs up. With Q-EPIPE an error, as on a pipe that nobody reads any
 * more, is not looked for; where there is room all the same, the main loop really spins between a watch that fires and a
 * write that fails, until the writer is idle. `gone`: the connection ended otherwise. `ended`: called when nobody waits
 * any more, for whatever reason.
 * Source: CHR-91, CHR-92, VSER-34.
 */
export function watchForOutput(
  machine: Machine,
  loop: MainLoop,
  fd: number,
  callback: OutputCallback,
  writer: Writer = patientWriter,
  gone: () => boolean = never,
  ended?: () => void,
): WatchId {
  const ready = (): boolean => {
    if (gone()) return true;
    const poll = machine.process.poll(fd);
    if (!poll.ok) return false;
    const { out, hup, err } = poll.value;
    const hopeless = writer.hopeless();
    if (!err && !hopeless) return hup || out;
    return (err && !writeErrorsAreIgnored(machine)) || (hup && !hopeless) || ((hup || out) && writer.idle());
  };
  const hangsUp = (): boolean => {
    const poll = gone() ? null : machine.process.poll(fd);
    return poll === null || (poll.ok && (poll.value.hup || !poll.value.out));
  };
  const own = {};
  machine.spinning.set(own, (on) => on === loop && !gone() && isWrittenInVain(machine, fd, ready));
  return addWatch(
    loop,
    'output',
    ready,
    () => callOnce(callback, hangsUp),
    () => {
      machine.spinning.delete(own);
      ended?.();
    },
  );
}

/** Whether poll(2) says that there is room, and who waits has found out that there is none to be. Source: Q-FOUND-16. */
function isWrittenInVain(machine: Machine, fd: number, ready: () => boolean): boolean {
  const poll = machine.process.poll(fd);
  return poll.ok && (poll.value.out || poll.value.hup) && !ready();
}

/** Tells whoever waited for output whether the far end has hung up by now; it is not called again. */
export function* callOnce(callback: OutputCallback, hangsUp: () => boolean): Task<boolean> {
  yield* callback(hangsUp());
  return false;
}

type Input = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly fd: number;
  watch: { readonly id: WatchId; readonly loop: MainLoop } | null;
  failedReads: number;
  /** What poll(2) says where the last read failed. */
  failedAt: string;
};

function isReadable({ machine, chardev, fd, failedReads, failedAt }: Input): boolean {
  if (roomFor(chardev) <= 0) return false;
  const poll = machine.process.poll(fd);
  if (!poll.ok || !(poll.value.in || poll.value.hup || poll.value.err)) return false;
  return failedReads < failedReadsMax || failedAt !== saidBy(poll.value);
}

function saidBy(poll: { readonly in: boolean; readonly hup: boolean; readonly err: boolean }): string {
  return `${poll.in} ${poll.hup} ${poll.err}`;
}

function* onReadable(input: Input): Task<boolean> {
  const { machine, chardev } = input;
  const room = Math.min(readMax, roomFor(chardev));
  const result = restarted(() => machine.process.read(input.fd, room));
  const got = result.ok ? result : yield* completed(result, 'chardev');
  if (!got.ok) {
    const poll = machine.process.poll(input.fd);
    const inVain = got.errno !== 'EAGAIN' || (poll.ok && poll.value.in);
    input.failedReads = inVain ? input.failedReads + 1 : 0;
    input.failedAt = poll.ok ? saidBy(poll.value) : '';
    return true;
  }
  input.failedReads = 0;
  if (got.value.length === 0) {
    input.watch = null;
    yield* raise(chardev, 'closed');
    return false;
  }
  yield* deliver(chardev, got.value);
  return true;
}

/** Whether the loop reads it again and again, and in vain. Source: Q-FOUND-16. */
function isReadInVain(input: Input): boolean {
  const { machine, chardev, fd, failedReads, failedAt } = input;
  if (failedReads < failedReadsMax || roomFor(chardev) <= 0) return false;
  const poll = machine.process.poll(fd);
  return poll.ok && (poll.value.in || poll.value.hup || poll.value.err) && failedAt === saidBy(poll.value);
}

function stopInput(input: Input): void {
  input.machine.spinning.delete(input);
  if (input.watch !== null) input.watch.loop.removeWatch(input.watch.id);
  input.watch = null;
}

/** Who is to have the input looks for it anew. */
function* watchInput(input: Input, loop: MainLoop | null): Task<void> {
  stopInput(input);
  input.failedReads = 0;
  if (input.fd < 0 || loop === null) return;
  const id = addWatch(
    loop,
    'input',
    () => isReadable(input),
    () => onReadable(input),
  );
  input.watch = { id, loop };
  input.machine.spinning.set(input, (on) => on === loop && isReadInVain(input));
}

/** The backend that file, pipe and serial are made of. Source: FD-01, FILE-03, FILE-04, CHR-80..CHR-83. */
export function createFdBackend(machine: Machine, chardev: Chardev, filename: string, fds: FdPair): Backend {
  const input: Input = { machine, chardev, fd: fds.input, watch: null, failedReads: 0, failedAt: '' };
  if (fds.output >= 0) setNonblocking(machine, fds.output);
  return {
    filename: () => filename,
    write: (bytes) => (fds.output < 0 ? writeFailed : push(machine, fds.output, bytes)),
    watchOutput: (loop, callback, writer) =>
      fds.output < 0 ? null : watchForOutput(machine, loop, fds.output, callback, writer),
    movable: () => true,
    frontendChanged: (frontend) => watchInput(input, frontend?.loop ?? null),
    close(): void {
      stopInput(input);
      if (fds.input >= 0) qemuClose(machine, fds.input);
      if (fds.output >= 0 && fds.output !== fds.input) qemuClose(machine, fds.output);
    },
  };
}
