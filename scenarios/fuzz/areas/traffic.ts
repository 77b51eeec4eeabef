import type { Action } from '../../../model/language/action.ts';
import { type Kind, kind, perhaps, qmp } from '../area.ts';
import type { Draw } from '../draw.ts';
import { flood, payload } from '../values.ts';
import type { View } from '../view.ts';
import { firstWords, speaksFrames, stemOf, wordsFor } from '../wire.ts';

const ends = ['pipe', 'socket', 'terminal', 'file', 'udp', 'event-counter'] as const;

/** Bytes at once where they may be typed into a human monitor, mostly and seldom: it draws its line anew for every one. */
const typedMax = 100;
const pageMax = 1000;

/** A handle that can be read, or written. */
function end(draw: Draw, view: View, way: 'r' | 'w'): string | undefined {
  const able = view.handles(...ends).filter(({ access }) => access.includes(way));
  return draw.some(able)?.handle;
}

/** What the other ends of pipes, sockets and terminals do. */
export const peers: readonly Kind[] = [
  kind('write', 6, (draw, view) => {
    const to = end(draw, view, 'w');
    if (to === undefined) return undefined;
    const bytes = draw.chance(0.9) ? wordsFor(draw, to) : draw.of(flood);
    const isTyped = view.state.fronts.size > 0;
    return { do: 'write', to, bytes: isTyped ? bytes.slice(0, draw.chance(0.95) ? typedMax : pageMax) : bytes };
  }),
  kind('read', 6, (draw, view) => {
    const from = end(draw, view, 'r');
    if (from === undefined) return undefined;
    // an HTTP answer tells the time, which is longer than its symbol: a page that ends behind it ends elsewhere
    const fds = draw.chance(0.08) && view.handles('socket').some(({ handle }) => handle === from);
    return {
      do: 'read',
      from,
      ...(draw.chance(0.3) ? { max: draw.pick(speaksFrames(from) ? [1, 2, 5] : [1, 2, 5, 4095, 4096, 4097]) } : {}),
      ...(fds ? { fds: [view.fresh('g'), view.fresh('g')] } : {}),
    };
  }),
  kind('write-fds', 1, (draw, view) => {
    const to = draw.some(view.handles('socket').filter(({ family }) => family === 'unix'))?.handle;
    if (to === undefined) return undefined;
    const handles = view.handles();
    const count = draw.pick([0, 1, 1, 1, 2, 3, 16, 17]);
    const fds = Array.from({ length: count }, () => draw.pick(handles).handle);
    return { do: 'write-fds', to, bytes: draw.pick(['x', 'x', 'two', '']), fds };
  }),
  kind('close', 2, (draw, view) => {
    const held = draw.some(view.handles());
    return held && { do: 'close', handle: held.handle };
  }),
  kind('shutdown', 1, (draw, view) => {
    const held = draw.some(view.handles('socket'));
    return held && { do: 'shutdown', socket: held.handle, how: draw.pick(['r', 'w', 'rw'] as const) };
  }),
  kind('advance', 1, (draw, view) => ({
    do: 'advance',
    ms: view.simulated ? draw.pick([0, 1, 10, 100, 999, 1000, 1001, 5000]) : draw.pick([1, 20, 1050]),
  })),
];

/** Where clients find a chardev that listens at this path: the model's are below the scenario's folder unless they say otherwise. */
export function pathOf(listensAt: string): string {
  return /^[{/]/.test(listensAt) ? listensAt : `{dir}/${listensAt}`;
}

/** A client of a listening socket chardev comes, or somebody opens a pseudo-terminal. */
export const arrivals: readonly Kind[] = [
  kind('connect-socket', 4, (draw, view) => {
    if (view.handles('socket').length > 8) return undefined;
    const open = view.chardevs('socket').filter(({ link }) => link?.listensAt != null);
    const isNobody = draw.chance(0.05);
    const link = isNobody ? undefined : draw.some(open)?.link;
    if (link == null && !isNobody) return undefined;
    const name = link?.listensAt ?? '{dir}/nobody';
    const as = view.fresh(link == null ? 'k' : stemOf(link.protocol));
    const words = firstWords(draw, as, view.state.fronts.size > 0).map(
      (bytes): Action => ({ do: 'write', to: as, bytes }),
    );
    return [{ do: 'connect-socket', as, path: pathOf(name) }, ...words];
  }),
  kind('open-pty', 3, (draw, view) => {
    const one = draw.some(view.nameable('pty'));
    if (one === undefined || view.handles('terminal').length > 5) return undefined;
    return { do: 'open-pty', as: view.fresh('t'), chardev: one.label };
  }),
];

/** A terminal's client goes and another one comes, which QEMU sees when it looks. Source: PTY-02, PTY-03. */
export const returns: readonly Kind[] = [
  kind('a client that comes back', 3, (draw, view) => {
    const label = draw.some(view.nameable('pty'))?.label;
    if (label === undefined || view.handles('terminal').length > 4) return undefined;
    const wait: Action = { do: 'advance', ms: view.simulated ? draw.pick([999, 1000, 1001, 2500]) : 1050 };
    const [first, second] = [view.fresh('t'), view.fresh('t')];
    const says = (to: string): Action => ({ do: 'write', to, bytes: draw.of(payload) });
    return [
      { do: 'open-pty', as: first, chardev: label },
      ...perhaps(draw, [0.8, wait], [0.4, says(first)]),
      { do: 'close', handle: first },
      ...perhaps(draw, [0.3, wait]),
      { do: 'open-pty', as: second, chardev: label },
      ...perhaps(draw, [0.8, wait], [0.8, says(second)], [0.4, qmp('query-chardev')]),
    ];
  }),
];

/** What is to be seen of chardevs at any time. */
export const looks: readonly Kind[] = [
  kind('query-chardev', 3, () => qmp('query-chardev')),
  kind('observe descriptors', 1, () => ({ do: 'observe', what: 'descriptors' })),
  kind('read-file', 1, (draw) => ({
    do: 'read-file',
    path: draw.pick(['{dir}/f0', '{dir}/f1', '{dir}/log', '{dir}/log1']),
  })),
  kind('receive', 1, () => ({ do: 'receive' })),
];
