import { type Kind, kind } from '../area.ts';
import { errnos } from '../values.ts';

const simulatedOnly: readonly Kind[] = [
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

/** What the world around does to the system: calls that fail, descriptors that run out. */
export const faults: readonly Kind[] = [
  ...simulatedOnly,
  kind('limit-descriptors', 1, (draw, view) =>
    view.launched ? { do: 'limit-descriptors', free: draw.chance(0.4) ? null : draw.pick([0, 1, 2, 3]) } : undefined,
  ),
];
