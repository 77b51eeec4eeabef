import type { Profile } from '../../../model/language/profile.ts';
import type { Task } from '../../runtime/task.ts';
import { byteString } from '../bytes.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { acceptInput } from '../chardev/frontend-handle.ts';
import type { Attempt } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { isOutOfBand } from './envelope.ts';
import type { Parsed } from './json-parser.ts';
import { createJsonStream } from './json-stream.ts';
import { type JsonValue, object } from './json-value.ts';
import { createMonitor, type Monitor, type MonitorBehaviour, pieceFor, print } from './monitor.ts';
import { answer, awaken } from './qmp-dispatch.ts';
import { messageLine, type QmpRequest, type QmpSession, queueMax } from './qmp-session.ts';

/** Whether descriptors stay on the connection until a command asks for them. Source: DEF-02, FDSET-11. */
function bindsLate(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-02');
}

/** What stands where a distribution names its package. */
export const packageName = '{package}';

/** Out of band goes only what another thread than the main loop's reads. Source: CHR-37. */
function greeting({ version }: Profile, readApart: boolean): JsonValue {
  const { major, minor, micro } = version;
  const qemu = object({ major: BigInt(major), minor: BigInt(minor), micro: BigInt(micro) });
  const QMP = object({ version: object({ qemu, package: packageName }), capabilities: readApart ? ['oob'] : [] });
  return object({ QMP });
}

type Greetings = { readonly apart: string; readonly together: string };
const greetings = new WeakMap<Profile, Greetings>();

/** A release greets everybody alike: the lines are made once. */
function greetingLine({ profile }: Machine, session: QmpSession, readApart: boolean): string {
  if (session.pretty) return messageLine(session, greeting(profile, readApart));
  let lines = greetings.get(profile);
  if (lines === undefined) {
    const line = (apart: boolean): string => messageLine(session, greeting(profile, apart));
    lines = { apart: line(true), together: line(false) };
    greetings.set(profile, lines);
  }
  return readApart ? lines.apart : lines.together;
}

function reset(machine: Machine, session: QmpSession): void {
  for (const request of session.queue) for (const fd of request.fds ?? []) machine.process.close(fd);
  session.stream.reset();
  session.negotiated = false;
  session.outOfBand = false;
  session.queue = [];
  session.suspended = false;
  session.busy = false;
  session.unparsed = '';
}

/** Queues a message for the main loop, or serves it at once when it is out of band. Source: QMP-09, QMP-10, QMP-12. */
function accept(machine: Machine, monitor: Monitor, session: QmpSession, message: Parsed): Task<unknown> | null {
  const fds = bindsLate(machine) ? null : (monitor.chardev.backend.pending?.takeAll() ?? []);
  const request: QmpRequest = { message, fds, epoch: monitor.epoch };
  if (message.ok && isOutOfBand(message.value)) return answer(machine, monitor, session, request);
  if (!session.outOfBand || session.queue.length === queueMax - 1) session.suspended = true;
  session.queue.push(request);
  awaken(machine, (served, state) => resume(machine, served, state));
  return null;
}

/** Parses until the input is used up or reading stops. */
function* parse(machine: Machine, monitor: Monitor, session: QmpSession): Task<void> {
  while (!session.suspended && session.unparsed !== '') {
    const bytes = session.unparsed;
    const found: Parsed[] = [];
    const end = session.stream.feed(bytes, 0, found);
    session.unparsed = end < bytes.length ? bytes.slice(end) : '';
    for (const message of found) {
      const answering = accept(machine, monitor, session, message);
      if (answering !== null) yield* answering;
    }
  }
}

function behaviour(machine: Machine, monitor: Monitor, session: QmpSession): MonitorBehaviour {
  return {
    canRead: () => (session.suspended || session.unparsed !== '' ? 0 : pieceFor(monitor)),
    read(bytes: Uint8Array): Task<void> {
      session.unparsed += byteString(bytes);
      return parse(machine, monitor, session);
    },
    opened(): Task<void> {
      reset(machine, session);
      return print(machine, monitor, greetingLine(machine, session, monitor.frontend.loop !== machine.mainLoop));
    },
    closed: () => reset(machine, session),
  };
}

/**
 * Reading goes on after a request was served; what was read before is parsed first, by the thread that reads. A backend
 * that keeps input for its frontends is told.
 */
function resume(machine: Machine, monitor: Monitor, session: QmpSession): void {
  session.suspended = false;
  const { backend } = monitor.chardev;
  const asks = backend.sharing !== undefined || backend.acceptInput !== undefined;
  if (session.unparsed === '' && !asks) return;
  monitor.frontend.loop.scheduleBottomHalf('qmp-resume', () => readOn(machine, monitor, session, asks));
}

function* readOn(machine: Machine, monitor: Monitor, session: QmpSession, asks: boolean): Task<void> {
  yield* parse(machine, monitor, session);
  if (!session.suspended && asks) yield* acceptInput(monitor.frontend);
}

/** A QMP monitor on a chardev; its input is read by the monitor thread. Source: QMP-01..QMP-12. */
export function createQmpMonitor(machine: Machine, id: string, chardev: Chardev, pretty: boolean): Attempt<Monitor> {
  const loop = chardev.backend.movable?.() === true ? machine.monitorLoop : machine.mainLoop;
  const session: QmpSession = {
    stream: createJsonStream(machine.profile.jsonErrors),
    pretty,
    negotiated: false,
    outOfBand: false,
    queue: [],
    suspended: false,
    busy: false,
    unparsed: '',
  };
  return createMonitor(machine, id, chardev, loop, session, (monitor) => behaviour(machine, monitor, session));
}
