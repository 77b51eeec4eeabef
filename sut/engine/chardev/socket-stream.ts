import type { Result } from '../../host/result.ts';
import type { MaybeTask } from '../../runtime/task.ts';
import type { Machine } from '../machine.ts';
import { restarted } from '../restarted.ts';
import type { Chardev } from './chardev.ts';
import { failedReadsMax, push } from './fd-backend.ts';
import type { PendingList } from './pending.ts';

/** At most this many descriptors of one message are received. Source: FDSET-04, SOCK-16. */
const descriptorsMax = 16;

/** What one look for input gave; no bytes: the end. */
export type Taken =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'again' }
  | { readonly kind: 'failed' };

/** How a connection carries bytes: plainly, or in frames. */
export type ByteStream = {
  hasInput(): boolean;
  /** The peer has hung up, whether or not all was read. */
  hangsUp(): boolean;
  /** Nothing is left to read. */
  isDrained(): boolean;
  /** poll(2) has said again and again that there is input where there was none. */
  isTriedInVain?(): boolean;
  take(max: number): Taken;
  /** A count, or an error of write-result.ts. */
  write(bytes: Uint8Array): MaybeTask;
};

function isNonblocking({ process }: Machine, fd: number): boolean {
  const status = process.getStatusFlags(fd);
  return !status.ok || status.value.flags.includes('nonblock');
}

/** Received descriptors become blocking, for everybody who shares them. Source: FDSET-05, SOCK-16. */
function makeBlocking(machine: Machine, fd: number): void {
  const status = machine.process.getStatusFlags(fd);
  if (!status.ok || !status.value.flags.includes('nonblock')) return;
  machine.process.setStatusFlags(
    fd,
    status.value.flags.filter((flag) => flag !== 'nonblock'),
  );
}

/** Descriptors that wait for the next write. */
export type Outgoing = { fds: readonly number[] };

/** The bytes as they come. `outgoing` ride on the first write that is not refused for now. Source: SOCK-16, SOCK-17. */
export function createPlainStream(
  machine: Machine,
  chardev: Chardev,
  fd: number,
  pending: PendingList,
  outgoing: Outgoing,
): ByteStream {
  const { process } = machine;
  // a monitor's own connection is left alone by faults on write(2)
  const byMessage = chardev.label.startsWith('charsim-');
  // what monitors are handed in one piece they would have read byte by byte; everybody else reads as Linux joins the pieces
  const gathering = byMessage || machine.scheduler.explored ? 'before-descriptors' : 'with-descriptors';
  const send = (_machine: Machine, to: number, bytes: Uint8Array): Result<number> => {
    const sent = process.sendmsg(to, bytes, outgoing.fds);
    if (sent.ok || (sent.errno !== 'EAGAIN' && sent.errno !== 'EINTR')) outgoing.fds = [];
    return sent;
  };
  let triedInVain = 0;
  // a read that waits tells the end that no datagram will come any more: it is worth further tries
  const isTriedInVain = (): boolean =>
    triedInVain >= failedReadsMax && (triedInVain >= 2 * failedReadsMax || isNonblocking(machine, fd));
  return {
    hasInput(): boolean {
      const poll = process.poll(fd);
      return !poll.ok || (poll.value.in && !isTriedInVain()); // a number that somebody else closed wakes who waits for input (POLLNVAL)
    },
    hangsUp(): boolean {
      const poll = process.poll(fd);
      return poll.ok && (poll.value.hup || poll.value.err);
    },
    isDrained(): boolean {
      const left = process.ioctl(fd, 'FIONREAD');
      return !left.ok || left.value === 0;
    },
    isTriedInVain,
    take(max: number): Taken {
      const got = restarted(() => process.recvmsg(fd, max, descriptorsMax, gathering));
      const came = got.ok ? got.value.fds : [];
      if (came.length > 0) pending.replace(came);
      // again at every read, by experiment
      for (const each of machine.profile.pendingHeldBlocking ? pending.held() : came) makeBlocking(machine, each);
      triedInVain = got.ok ? 0 : triedInVain + 1;
      if (!got.ok) return { kind: got.errno === 'EAGAIN' ? 'again' : 'failed' };
      return { kind: 'bytes', bytes: got.value.bytes };
    },
    write: (bytes) => push(machine, fd, bytes, byMessage || outgoing.fds.length > 0 ? send : undefined),
  };
}
