import type { Errno } from '../../host/result.ts';
import type { Task } from '../../runtime/task.ts';
import { crash } from '../end.ts';
import { errnoText } from '../errno-text.ts';
import { chardevErrors, openErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { closeUntold, type Opened, type OpenRequest, qemuClose, qemuOpen } from '../fd/open.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { BackendSpec } from './backend-spec.ts';
import type { Backend, Chardev } from './chardev.ts';
import { type ConsoleSize, isDrawable, openConsole } from './console.ts';
import { createFdBackend } from './fd-backend.ts';
import { openHub } from './hub.ts';
import { createMouseBackend } from './mouse.ts';
import { openMux } from './mux.ts';
import { createNullBackend } from './null.ts';
import { openSocketBackend, type SocketSource } from './open-socket.ts';
import { openPtyBackend } from './pty.ts';
import { openOutput, type PutOff } from './put-off.ts';
import { createRingBackend } from './ring.ts';
import { openStdio } from './stdio.ts';
import { createTabletBackend } from './tablet.ts';
import { createTestBackend, staysClosed } from './testdev.ts';
import { openUdp } from './udp.ts';

const defaultRingSize = 65536;
const ringSizeMax = 1n << 26n;
/** More than the host has. */
const memoryBytes = 1n << 38n;

/** A backend and whether the chardev counts as open from the start. Source: table 3.1 of the chardev page. */
export type OpenedBackend = { readonly backend: Backend; readonly open: boolean };

function couldNotOpen(path: string, errno: Errno): Attempt<never> {
  return failure(openErrors.couldNotOpen(path, errnoText(errno)));
}

/** `out`, then `in`; a failing `in` gives `out` back. Source: FILE-01, FILE-02, FILE-03, FDSET-46. */
function* openFile(
  machine: Machine,
  chardev: Chardev,
  spec: Extract<BackendSpec, { type: 'file' }>,
  putOff: PutOff | null,
): Task<Attempt<OpenedBackend>> {
  const out = yield* openOutput(machine, spec.out, spec.append, putOff);
  if (!out.ok) return couldNotOpen(spec.out, out.errno);
  let input = -1;
  if (spec.in !== null) {
    const opened = yield* qemuOpen(machine, spec.in, { access: 'r', flags: [] });
    if (!opened.ok) {
      qemuClose(machine, out.fd);
      return couldNotOpen(spec.in, opened.errno);
    }
    input = opened.fd;
  }
  return success({ backend: createFdBackend(machine, chardev, 'file', { input, output: out.fd }), open: true });
}

/** P.in and P.out, or P itself for both directions. Source: PIPE-01, PIPE-02. */
function* openPipe(machine: Machine, chardev: Chardev, device: string): Task<Attempt<OpenedBackend>> {
  const request: OpenRequest = { access: 'rw', flags: [] };
  const input = yield* qemuOpen(machine, `${device}.in`, request);
  const output = yield* qemuOpen(machine, `${device}.out`, request);
  if (input.ok && output.ok) {
    const fds = { input: input.fd, output: output.fd };
    return success({ backend: createFdBackend(machine, chardev, 'pipe', fds), open: true });
  }
  if (input.ok) qemuClose(machine, input.fd);
  if (output.ok) qemuClose(machine, output.fd);
  const both = yield* qemuOpen(machine, device, request);
  if (!both.ok) return couldNotOpen(device, both.errno);
  const fds = { input: both.fd, output: both.fd };
  return success({ backend: createFdBackend(machine, chardev, 'pipe', fds), open: true });
}

/** One descriptor for both directions. Source: SER-01. */
function* openSerial(machine: Machine, chardev: Chardev, device: string): Task<Attempt<OpenedBackend>> {
  const opened = yield* qemuOpen(machine, device, { access: 'rw', flags: ['nonblock'] });
  if (!opened.ok) return couldNotOpen(device, opened.errno);
  const fds = { input: opened.fd, output: opened.fd };
  const backend = { modemStatus: () => 0, ...createFdBackend(machine, chardev, 'serial', fds) };
  return success({ backend, open: true });
}

/**
 * What a refused parallel chardev closes beyond what it opened: descriptor 0, always when the device was not opened, and
 * before version 10 also when it was no parallel port. Source: DEF-04.
 */
export function closeStrayZero(machine: Machine, deviceOpened: boolean): void {
  if (!hasQuirk(machine, 'DEF-04')) return;
  if (!deviceOpened || machine.profile.parallelMisfitClosesZero) machine.process.close(0);
}

/** There is no parallel port in the simulated host, so this always fails. Source: SER-02, DEF-04, FDSET-47. */
function* openParallel(machine: Machine, device: string): Task<Attempt<OpenedBackend>> {
  const opened: Opened = yield* qemuOpen(machine, device, { access: 'rw', flags: [] });
  if (!opened.ok) {
    closeStrayZero(machine, false);
    return couldNotOpen(device, opened.errno);
  }
  const claim = machine.process.ioctl(opened.fd, 'PPCLAIM');
  const why: Errno = claim.ok ? 'ENOTTY' : claim.errno;
  closeUntold(machine, opened.fd);
  closeStrayZero(machine, true);
  return failure(chardevErrors.notParallel(errnoText(why)));
}

/** With Q-RB-1 nobody looks whether there is such a ring, or memory for it; negative sizes count modulo 2^64. */
function* openRing(machine: Machine, type: 'ringbuf' | 'memory', wanted: bigint | null): Task<Attempt<OpenedBackend>> {
  const size = BigInt.asUintN(64, wanted ?? BigInt(defaultRingSize));
  const isPower = (size & (size - 1n)) === 0n;
  const anySize = hasQuirk(machine, 'Q-RB-1');
  if (!isPower || (!anySize && (size === 0n || size > ringSizeMax))) return failure(chardevErrors.ringSize);
  if (size >= memoryBytes) yield* crash(machine, machine.profile.outOfMemory);
  return success({ backend: createRingBackend(machine, type, Number(size)), open: true });
}

/** Whether it makes a console of a size that cannot be drawn. Source: Q-FOUND-2. */
function breaksOnNegativeSize(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-2');
}

function* openVc(machine: Machine, chardev: Chardev, size: ConsoleSize): Task<Attempt<OpenedBackend>> {
  if (!isDrawable(size)) {
    if (breaksOnNegativeSize(machine)) yield* crash(machine, 'SIGABRT');
    return failure(chardevErrors.negativeConsole);
  }
  return success(yield* openConsole(machine, chardev, size));
}

/** Opens the far end. On a refusal nothing stays open, but files may have been made or cut. Source: CHR-06. */
export function openBackend(
  machine: Machine,
  chardev: Chardev,
  spec: BackendSpec,
  source: SocketSource,
  putOff: PutOff | null,
): Task<Attempt<OpenedBackend>> {
  switch (spec.type) {
    case 'null':
      return immediate(success({ backend: createNullBackend(), open: false }));
    case 'ringbuf':
    case 'memory':
      return openRing(machine, spec.type, spec.size);
    case 'file':
      return openFile(machine, chardev, spec, putOff);
    case 'pipe':
      return openPipe(machine, chardev, spec.device);
    case 'serial':
      return openSerial(machine, chardev, spec.device);
    case 'parallel':
      return openParallel(machine, spec.device);
    case 'socket':
      return openSocketBackend(machine, chardev, spec, source, putOff);
    case 'pty':
      return openPtyBackend(machine, chardev, spec.path);
    case 'mux':
      return immediate(openMux(machine, chardev, spec.base, putOff !== null));
    case 'hub':
      return openHub(machine, chardev, spec.members, putOff !== null);
    case 'stdio':
      return openStdio(machine, chardev);
    case 'testdev':
      return immediate(success({ backend: createTestBackend(machine), open: !staysClosed(machine) }));
    case 'msmouse':
      return immediate(success({ backend: createMouseBackend(chardev), open: false }));
    case 'wctablet':
      return immediate(success({ backend: createTabletBackend(chardev), open: true }));
    case 'vc':
      return openVc(machine, chardev, spec.size);
    case 'udp':
      return immediate(openUdp(machine, chardev, spec));
    case 'absent':
      return immediate(failure(chardevErrors.badDriver(spec.word)));
    case 'unbuilt':
      return immediate(failure(`charsim: chardev backend '${spec.word}' is not built yet`));
  }
}
