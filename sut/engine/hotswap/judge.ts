import { type Access, writes } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { become, type Exchange, violate } from './exchange.ts';
import type { FarEnd } from './far-end.ts';
import type { Handle } from './handle.ts';
import { temporaryPrefix } from './hotswap.ts';
import { answer, type Request } from './request.ts';
import { type Property, properties } from './violation.ts';

/** The requester learns how its change ended: a step, as whoever asks for something else may do so before or after. */
const answering = writes('requesters', 'answers');

/** The log of the machine gets an event. */
const logging = writes('log', 'events');

/** What an answer writes, for who must not come between. */
export const answers: Access = { object: 'requesters', field: 'answers', write: false };

/** An answer is sent, and looked at: it names nothing that the requester did not choose. Source: SAFE-14, SAFE-16. */
export function* noteAnswer(exchange: Exchange, request: Request, ok: boolean, text: string): Task<void> {
  yield answering;
  answer(request, ok, text);
  if (!text.includes(temporaryPrefix) || request.id.startsWith(temporaryPrefix)) return;
  const others = exchange.requests.some((each) => each !== request && each.id === request.id && isUnderWay(each));
  const ownedByUser = exchange.chardevs.get(`${temporaryPrefix}${request.id}`)?.internal === false;
  if (others || ownedByUser) violate(exchange, 'internal id shows', `the answer is: ${text}`, request.id);
  else violate(exchange, 'refused for nothing', `nothing is under way, and the answer is: ${text}`, request.id);
}

/**
 * The commit begins: what a refusal must give back. When it does is a choice of the scheduler's, which a log of the machine
 * holds (`isLogged`). Source: SAFE-10, ENG-32.
 */
export function* noteBegin(exchange: Exchange, request: Request, handle: Handle, isLogged: boolean = true): Task<void> {
  if (exchange.recording && isLogged) yield logging;
  become(exchange, request, 'committing', isLogged);
  request.before = { events: handle.events, open: handle.open, listening: handle.listening.value, user: handle.user };
}

function isUnderWay({ state }: Request): boolean {
  return state === 'scheduled' || state === 'committing';
}

/** Looked at when nobody runs any more and nobody waits who should not; the first of `watched` that broke is noted. Source: SAFE-05, 08, 10, 14, 16, 18. */
export function judgeEnd(exchange: Exchange, watched: readonly Property[] = everything): void {
  const before = exchange.violation;
  for (const judge of exchange.shutDown ? [judgeAnswers] : judges) {
    judge(exchange);
    if (exchange.violation !== before && exchange.violation !== null && watched.includes(exchange.violation.property))
      return;
    exchange.violation = before;
  }
}

const everything = Object.keys(properties) as readonly Property[];
const judges = [judgeHandles, judgeRequests, judgeFarEnds, judgeNames, judgeAnswers, judgeLog];

/**
 * What holds in the design whenever nobody is on the loop: no change waits that can no longer happen, nothing is reserved
 * for one that is over, and whoever left is at no chardev. Source: ENG-17, ENG-22, ENG-23, ENG-24, SAFE-15, SAFE-17.
 */
export function judgeRest(exchange: Exchange): void {
  if (exchange.loop.owner !== null || exchange.violation !== null) return;
  let waits = false; // most of the time nobody does, and this is asked after every step
  for (const { id, state, handle, old } of exchange.requests) {
    if (state !== 'scheduled') continue;
    waits = true;
    if (handle?.chr.value !== old || handle?.changed === null || exchange.chardevs.get(id) !== old)
      violate(exchange, 'cancelled late', `the change of ${id} waits, and can no longer happen`, id);
  }
  for (const handle of exchange.handles) {
    const { name, chr, state, pending, user, watches } = handle;
    const end = chr.value;
    if (end !== null && user === null)
      violate(exchange, 'attached to nobody', `${name} has left, and is at ${end.name}`, name);
    if (end !== null && (end.owner.value !== handle || state.value !== 'attached'))
      violate(exchange, 'attached to nobody', `${name} is at ${end.name}, which is not its own`, name);
    if (watches.value.length > 0 && watches.value.some((watch) => !watch.woken && watch.end !== end))
      violate(exchange, 'lost wake-up', `somebody at ${name} waits for room where it no longer is`, name);
    if (pending !== null && pending.state !== 'scheduled')
      violate(exchange, 'left reserved', `${name} waits for a change that is over`, name);
  }
  for (const end of exchange.farEnds) {
    if (end.reserved && !(waits && isChanging(exchange, end)))
      violate(exchange, 'left reserved', `${end.name} is reserved for a change that is over`, end.name);
    const owner = end.owner.value;
    if (owner !== null && owner.chr.value !== end)
      violate(exchange, 'attached to nobody', `${end.name} belongs to ${owner.name}, which is elsewhere`, end.name);
  }
}

function isChanging({ requests }: Exchange, end: FarEnd): boolean {
  return requests.some(({ state, old }) => state === 'scheduled' && old === end);
}

function judgeHandles(exchange: Exchange): void {
  for (const handle of exchange.handles) judgeHandle(exchange, handle);
}

function judgeRequests(exchange: Exchange): void {
  for (const handle of exchange.handles) {
    const last = exchange.requests.findLast((each) => each.handle === handle && each.before !== null);
    if (last !== undefined) judgeRequest(exchange, last); // what came later stands on what came before
  }
}

/** Run again from its log, the machine would not know when to exchange the backend. Source: SAFE-20, ENG-32. */
function judgeLog(exchange: Exchange): void {
  if (!exchange.recording) return;
  for (const { seq, id, state, handle } of exchange.requests) {
    const isLogged = exchange.swaps.some((entry) => entry.seq === seq && entry.st === 'committing');
    if (handle !== null && state === 'done' && !isLogged)
      violate(exchange, 'swap not logged', `the log does not say when ${id} was changed`, id);
  }
}

function judgeFarEnds(exchange: Exchange): void {
  for (const end of exchange.farEnds) judgeFarEnd(exchange, end);
}

function judgeNames(exchange: Exchange): void {
  if (exchange.lostNames > 0)
    violate(exchange, 'name left over', 'the copy of an id that a bottom half owned is never freed');
}

function judgeHandle(exchange: Exchange, handle: Handle): void {
  const end = handle.chr.value;
  if (end === null) return;
  const isOpen = end.peer.value;
  if (handle.listening.value && handle.told.value !== isOpen) {
    const text = `${handle.name} was told ${handle.told.value ? 'OPENED' : 'CLOSED'} last, ${end.name} is ${isOpen ? 'open' : 'closed'}`;
    violate(exchange, 'told otherwise', text, handle.name);
  }
}

function judgeRequest(exchange: Exchange, { id, state, handle, old, before }: Request): void {
  if (handle === null || before === null) return;
  if (handle.user === null || handle.user !== before.user) return;
  if (state === 'done' && before.open && !handle.open)
    violate(exchange, 'fe_open lost', `${handle.name} was open before the change of ${id}`, handle.name);
  if (state !== 'rolled back') return;
  if (handle.chr.value === null)
    violate(
      exchange,
      'refusal detaches',
      `${handle.name} is at no chardev after a change that was refused`,
      handle.name,
    );
  if (before.listening !== handle.listening.value && handle.chr.value !== null)
    violate(exchange, 'refusal forgets handlers', `${handle.name} has other handlers than before`, handle.name);
  if (before.open !== handle.open)
    violate(exchange, 'refusal forgets fe_open', `${handle.name} was open before the refused change`, handle.name);
  if (handle.events !== before.events && old?.disturbed === false)
    violate(
      exchange,
      'refusal shows',
      `${handle.name} heard ${handle.events - before.events} events of a refused change`,
      handle.name,
    );
}

function judgeFarEnd(exchange: Exchange, end: FarEnd): void {
  if (!end.alive.value) return;
  const { chardevs } = exchange;
  const isListed = chardevs.get(end.label) === end;
  if (isListed && !end.internal) return;
  const user = exchange.farEnds.find(({ base }) => base === end);
  if (isListed && user?.alive.value === true && !user.internal) {
    violate(exchange, 'internal id shows', `${end.label} is listed for ever`, end.name);
    return;
  }
  violate(exchange, 'chardev left over', `${end.name} is still there as ${end.label}, and nobody knows it`, end.name);
}

function judgeAnswers(exchange: Exchange): void {
  for (const { id, state, answers } of exchange.requests) {
    const [first, ...more] = answers;
    if (first === undefined) violate(exchange, 'untrue answer', `the change of ${id} was never answered`, id);
    else if (more.length > 0)
      violate(exchange, 'untrue answer', `the change of ${id} was answered ${answers.length} times`, id);
    else if (first.ok !== (state === 'done'))
      violate(
        exchange,
        'untrue answer',
        `the change of ${id} was answered ${first.ok ? 'done' : 'failed'} and is ${state}`,
        id,
      );
  }
}
