import { type Kind, kind } from '../area.ts';
import { errnos } from '../values.ts';
import { troubledInput, troubledOutput } from './episodes.ts';

const simulatedOnly: readonly Kind[] = [
  ...troubledInput,
  ...troubledOutput,
  kind('fault', 3, (draw, view) => {
    if (!view.simulated || !view.launched) return undefined;
    const call = draw.pick(['open', 'dup', 'read', 'write', 'write', 'ftruncate'] as const);
    // pipes and pairs go by the name of both ends
    const names = [...view.state.objects.values()].flatMap(({ name }) => (name === '' ? [] : [name]));
    const object = draw.some(names);
    if (object === undefined) return undefined;
    const short = (call === 'read' || call === 'write') && draw.chance(0.3);
    const give = short ? { short: draw.pick([1, 2, 100]) } : { errno: draw.pick(errnos) };
    return { do: 'fault', call, object, give, ...(draw.chance(0.2) ? { times: draw.pick([2, 3]) } : {}) };
  }),
];

/** Errnos that calls on sockets and flags may well end with. */
const wildErrnos: readonly string[] = [
  'EAGAIN',
  'EINTR',
  'ECONNRESET',
  'EPIPE',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ECONNABORTED',
  'EIO',
];

/** Faults of calls whose number and order no clause fixes, and a clock that jumps far: no model predicts these. */
export const wildFaults: readonly Kind[] = [
  kind('wild fault', 8, (draw, view) => {
    if (!view.launched) return undefined;
    const call = draw.pick(['accept', 'sendmsg', 'recvmsg', 'fcntl', 'read', 'write', 'open', 'dup'] as const);
    const short = ['sendmsg', 'recvmsg', 'read', 'write'].includes(call) && draw.chance(0.4);
    const give = short ? { short: draw.pick([1, 2, 7]) } : { errno: draw.pick(wildErrnos) };
    return { do: 'fault', call, give, ...(draw.chance(0.4) ? { times: draw.pick([2, 3, 10]) } : {}) };
  }),
  kind('clock jump', 2, (draw, { launched, state }) => {
    if (!launched) return undefined;
    // a main loop that waits for room tries again each 100 µs: minutes of that are millions of steps
    return { do: 'advance', ms: state.stall === null ? draw.pick([60_000, 300_000, 600_000]) : 1000 };
  }),
];

/** What the world around does to the system: calls that fail, descriptors that run out. */
export const faults: readonly Kind[] = [
  ...simulatedOnly,
  kind('limit-descriptors', 1, (draw, view) =>
    view.launched ? { do: 'limit-descriptors', free: draw.chance(0.4) ? null : draw.pick([0, 1, 2, 3]) } : undefined,
  ),
];
