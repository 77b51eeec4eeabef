import type { Errno, Result } from '../../host/result.ts';
import type { MainLoop, WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { chardevErrors, socketErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { restarted } from '../restarted.ts';
import type { BackendSpec, DatagramAddress } from './backend-spec.ts';
import { type Backend, type Chardev, deliver, type Frontend, roomFor } from './chardev.ts';
import { watchForOutput } from './fd-backend.ts';
import type { OpenedBackend } from './open-backend.ts';
import { writeResultOf } from './write-result.ts';

/** What is taken of one datagram; the rest is lost. Source: UDP-02. */
const datagramMax = 4096;

/** Whether an empty datagram, or word that nobody listens, ends the input for good. Source: Q-UDP-1, UDP-03. */
function givesUpInput(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-UDP-1');
}

type Udp = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly fd: number;
  /** The rest of the datagram that is being handed over. */
  rest: Uint8Array;
  watch: { readonly id: WatchId; readonly loop: MainLoop } | null;
};

/** Hands over what there is room for. */
function* feed(udp: Udp): Task<void> {
  for (let room = roomFor(udp.chardev); room > 0 && udp.rest.length > 0; room = roomFor(udp.chardev)) {
    const piece = udp.rest.subarray(0, room);
    udp.rest = udp.rest.subarray(piece.length);
    yield* deliver(udp.chardev, piece);
  }
}

function isReadable({ machine, chardev, fd, rest }: Udp): boolean {
  if (roomFor(chardev) <= 0) return false;
  if (rest.length > 0) return true;
  const poll = machine.process.poll(fd);
  return poll.ok && (poll.value.in || poll.value.err); // a refusal is heard of at once
}

function* onReadable(udp: Udp): Task<boolean> {
  yield* feed(udp);
  if (udp.rest.length > 0 || roomFor(udp.chardev) <= 0) return true;
  const got: Result<Uint8Array> = restarted(() => udp.machine.process.read(udp.fd, datagramMax));
  if (!got.ok && got.errno === 'EAGAIN') return true;
  if (!got.ok || got.value.length === 0) {
    if (!givesUpInput(udp.machine)) return true;
    udp.watch = null;
    return false;
  }
  udp.rest = got.value;
  yield* feed(udp);
  return true;
}

function stopWatch(udp: Udp): void {
  if (udp.watch !== null) udp.watch.loop.removeWatch(udp.watch.id);
  udp.watch = null;
}

/** One write is one datagram; what the kernel says of it is returned. Source: UDP-01, UDP-04. */
function send(machine: Machine, fd: number, bytes: Uint8Array): number {
  const sent = restarted(() => machine.process.write(fd, bytes));
  return sent.ok ? sent.value : writeResultOf(sent.errno);
}

/** Whether nobody can wait for room. Source: Q-FOUND-19, CHR-90. */
function isUnwatched(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-19');
}

function backendOf(udp: Udp): Backend {
  const { machine, fd } = udp;
  return {
    filename: () => 'udp',
    write: (bytes) => send(machine, fd, bytes),
    watchOutput: (loop, callback) => (isUnwatched(machine) ? null : watchForOutput(machine, loop, fd, callback)),
    movable: () => true,
    frontendChanged(frontend: Frontend | null): Task<void> {
      stopWatch(udp);
      if (frontend !== null) {
        const { loop } = frontend;
        const id = addWatch(
          loop,
          'udp',
          () => isReadable(udp),
          () => onReadable(udp),
        );
        udp.watch = { loop, id };
      }
      return immediate(undefined);
    },
    close(): void {
      stopWatch(udp);
      machine.process.close(fd);
    },
  };
}

/** The number that a port's text stands for, modulo 65536; '' is none. */
function portOf(address: DatagramAddress | null): number {
  return address?.kind === 'inet' && /^[0-9]+$/.test(address.port) ? Number(BigInt(address.port) & 0xffffn) : 0;
}

/** A datagram socket that hears its remote only. Source: UDP-01. */
export function openUdp(
  machine: Machine,
  chardev: Chardev,
  spec: Extract<BackendSpec, { type: 'udp' }>,
): Attempt<OpenedBackend> {
  const { remote, local } = spec;
  const { process } = machine;
  if (remote.kind !== 'inet') return failure(chardevErrors.noDatagrams);
  if (remote.port === '') return failure(chardevErrors.noRemotePort);
  const made = process.datagramSocket({ closeOnExec: true, nonblock: true });
  if (!made.ok) return failure(socketErrors.noClient(2, errnoText(made.errno)));
  const fd = made.value;
  const refused = (text: (why: string) => string, errno: Errno): Attempt<never> => {
    process.close(fd);
    return failure(text(errnoText(errno)));
  };
  const bound = process.bindPort(fd, portOf(local), { shared: true });
  if (!bound.ok) return refused(chardevErrors.datagramBindFailed, bound.errno);
  const connected = process.connectPort(fd, portOf(remote));
  if (!connected.ok) return refused((why) => `Failed to connect socket: ${why}`, connected.errno);
  const udp: Udp = { machine, chardev, fd, rest: new Uint8Array(0), watch: null };
  return success({ backend: backendOf(udp), open: machine.profile.udpOpens });
}
