import type { Task } from '../../runtime/task.ts';
import { endProcess } from '../end.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { type ArgumentType, checkArguments, optional } from './argument-schema.ts';
import type { CommandContext, Later } from './command.ts';
import { commandTable } from './command-table.ts';
import { checkEnvelope, type Envelope, idOf } from './envelope.ts';
import { envelopeErrors } from './error-text.ts';
import { emptyObject, type JsonObject, type JsonValue, object } from './json-value.ts';
import { closeUntaken, keepsForLater, type Monitor, print } from './monitor.ts';
import { messageLine, type QmpRequest, type QmpSession, queueMax } from './qmp-session.ts';

const negotiation = 'qmp_capabilities';
const capabilities: ArgumentType = {
  kind: 'struct',
  members: [optional('enable', { kind: 'array', of: { kind: 'enum', values: ['oob'] } })],
};

/** qmp_capabilities: only once a connection. Source: QMP-02. */
function negotiate(session: QmpSession, given: JsonObject): Attempt<JsonValue> {
  const wrong = checkArguments(given, capabilities);
  if (wrong !== null) return failure(wrong);
  if (session.negotiated) return failure(envelopeErrors.negotiationComplete, 'CommandNotFound');
  const enable = given.get('enable');
  session.outOfBand = Array.isArray(enable) && enable.includes('oob');
  session.negotiated = true;
  return success(emptyObject);
}

/** What a request may take: what is bound to it, else what waits on its connection. */
function contextOf(machine: Machine, monitor: Monitor, bound: number[] | null): CommandContext {
  return {
    machine,
    names: monitor.names,
    takeDescriptor(): number | null {
      if (bound === null) return monitor.chardev.backend.pending?.takeFirst() ?? null;
      const [first, ...others] = bound.splice(0);
      for (const fd of others) machine.process.close(fd);
      return first ?? null;
    },
  };
}

function execute(session: QmpSession, context: CommandContext, envelope: Envelope): Task<Attempt<JsonValue> | Later> {
  const { command: name, outOfBand } = envelope;
  const command = commandTable(context.machine.profile).get(name);
  const known = name === negotiation || (command !== undefined && session.negotiated);
  if (!known) {
    const text = session.negotiated ? envelopeErrors.unknownCommand(name) : envelopeErrors.negotiationExpected;
    return immediate(failure(text, 'CommandNotFound'));
  }
  if (outOfBand && command?.outOfBand !== true) return immediate(failure(envelopeErrors.noOutOfBand(name)));
  if (command === undefined) return immediate(negotiate(session, envelope.arguments));
  const wrong = checkArguments(envelope.arguments, command.arguments);
  return wrong === null ? command.run(context, envelope.arguments) : immediate(failure(wrong));
}

/** What most commands answer, as `messageLine` has it. */
const emptyReply = '{"return": {}}\r\n';

function replyOf(result: Attempt<JsonValue>, id: JsonValue | undefined): JsonValue {
  return result.ok
    ? object({ return: result.value, id })
    : object({ error: object({ class: result.class, desc: result.text }), id });
}

/** What is left of a request's descriptors once it is done. Source: DEF-09, FDSET-06. */
function leaveDescriptors(machine: Machine, monitor: Monitor, bound: number[] | null): void {
  if (bound === null) closeUntaken(machine, monitor);
  else if (keepsForLater(machine) && monitor.connected) monitor.chardev.backend.pending?.replace(bound);
  else for (const fd of bound) machine.process.close(fd);
}

/**
 * Runs one request and sends its reply, unless its client has left meanwhile. False: the reply comes later, and `after`
 * runs behind it. Source: QMP-02..QMP-06, QMP-10, ENG-30.
 */
export function* answer(
  machine: Machine,
  monitor: Monitor,
  session: QmpSession,
  request: QmpRequest,
  after: () => void = () => {},
): Task<boolean> {
  const { message } = request;
  const bound = request.fds === null ? null : [...request.fds];
  let result: Attempt<JsonValue> | Later;
  let id: JsonValue | undefined;
  if (message.ok) {
    id = idOf(message.value);
    const envelope = checkEnvelope(message.value, session.outOfBand);
    const context = contextOf(machine, monitor, bound);
    result = envelope.ok ? yield* execute(session, context, envelope.value) : envelope;
  } else result = failure(message.error);
  if (!('later' in result)) {
    yield* finish(machine, monitor, session, request, bound, result, id);
    return true;
  }
  session.busy = true;
  result.later(function* (last): Task<void> {
    if (request.epoch === monitor.epoch) session.busy = false;
    yield* finish(machine, monitor, session, request, bound, last, id);
    if (request.epoch === monitor.epoch) after();
  });
  return false;
}

function finish(
  machine: Machine,
  monitor: Monitor,
  session: QmpSession,
  request: QmpRequest,
  bound: number[] | null,
  result: Attempt<JsonValue>,
  id: JsonValue | undefined,
): Task<void> {
  leaveDescriptors(machine, monitor, bound);
  if (request.epoch !== monitor.epoch) return immediate(undefined);
  const isPlain = result.ok && result.value === emptyObject && id === undefined && !session.pretty;
  return print(machine, monitor, isPlain ? emptyReply : messageLine(session, replyOf(result, id)));
}

function hasRequest({ session }: Monitor): boolean {
  return session !== null && !session.busy && session.queue.length > 0;
}

/** The monitor whose turn it is: the first with a request after the one served last. Source: QMP-09. */
function nextMonitor(machine: Machine): Monitor | undefined {
  const at = machine.monitors.findIndex(hasRequest);
  const found = machine.monitors[at];
  if (found === undefined) return undefined;
  machine.monitors.splice(at, 1);
  machine.monitors.push(found);
  return found;
}

/** The same, if what it has said is no JSON. */
function nextError(machine: Machine): Monitor | undefined {
  const found = machine.monitors.find(hasRequest);
  return found?.session?.queue[0]?.message.ok === false ? nextMonitor(machine) : undefined;
}

/** What is called for a monitor that may read on. */
type Resume = (monitor: Monitor, session: QmpSession) => void;

/** The dispatcher of all requests is on its way to the next one, unless it is already. Source: QMP-09, QMP-12. */
export function awaken(machine: Machine, resume: Resume): void {
  if (machine.dispatching) return;
  machine.dispatching = true;
  scheduleOnMainLoop(machine, 'qmp', () => dispatchNext(machine, resume));
}

/**
 * Serves one queued request. Before the next command comes what the loop had found before this one, and one more look at
 * all that it watches; what is no command is answered at once. Source: monitor/qmp.c (monitor_qmp_dispatcher_co),
 * qapi/qmp-dispatch.c (do_qmp_dispatch_bh), experiment.
 */
function* dispatchNext(machine: Machine, resume: Resume): Task<void> {
  const monitor = nextMonitor(machine);
  const session = monitor?.session;
  if (monitor === undefined || session == null) {
    machine.dispatching = false;
    return;
  }
  const isAlone = machine.monitors.length === 1 && !session.outOfBand;
  const hasFound = !isAlone && machine.mainLoop.hasReadyWatch();
  yield* serveOne(machine, monitor, session, resume);
  for (let error = nextError(machine); error !== undefined; error = nextError(machine))
    if (error.session !== null) yield* serveOne(machine, error, error.session, resume);
  const next = (): void => scheduleOnMainLoop(machine, 'qmp', () => dispatchNext(machine, resume));
  if (!machine.monitors.some(hasRequest)) machine.dispatching = false;
  else if (hasFound) scheduleOnMainLoop(machine, 'qmp-return', () => immediate(next()));
  else next();
}

/** `resume` is called for a monitor that may read on, if its client left, too. */
function* serveOne(machine: Machine, monitor: Monitor, session: QmpSession, resume: Resume): Task<void> {
  const { outOfBand } = session;
  const wasFull = session.queue.length === queueMax;
  const request = session.queue.shift();
  if (request === undefined) return;
  if (outOfBand && wasFull) resume(monitor, session); // what is out of band need not wait for this request
  const isDone = yield* answer(machine, monitor, session, request, () => {
    if (!outOfBand) resume(monitor, session);
    if (session.queue.length > 0) awaken(machine, resume);
  });
  if (!isDone) return;
  if (machine.quitRequested) endProcess(machine, 0);
  else if (!outOfBand && (request.epoch === monitor.epoch || !session.suspended)) resume(monitor, session);
}
