import { fromBigint } from '../../../model/integer.ts';
import type { Action, OpenFlag } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { type Area, type Kind, kind, qmp } from '../area.ts';
import type { Draw } from '../draw.ts';
import { junk, setId, setPath } from '../values.ts';
import type { View } from '../view.ts';

/** A set that is there, mostly; else any id. */
function someSet(draw: Draw, view: View): Value {
  const known = view.sets();
  return known.length > 0 && draw.chance(0.8) ? fromBigint(draw.pick(known)) : draw.of(setId);
}

/** A descriptor to pass: of any kind, or none, or two. */
function passed(draw: Draw, view: View): readonly string[] {
  const handles = view.handles();
  if (handles.length === 0 || draw.chance(0.04)) return [];
  const first = draw.pick(handles).handle;
  return draw.chance(0.06) ? [first, draw.pick(handles).handle] : [first];
}

const openFlags: readonly OpenFlag[] = ['append', 'nonblock', 'truncate', 'direct', 'sync', 'dsync', 'path'];

/** Ends that the client makes to pass on. */
export const makeEnds: readonly Kind[] = [
  kind('pipe', 3, (draw, view) => ({
    do: 'pipe',
    as: view.fresh('p'),
    ...(draw.chance(0.7) ? { capacity: 4096 } : {}),
  })),
  kind('socketpair', 2, (draw, view) => ({
    do: 'socketpair',
    as: view.fresh('s'),
    ...(draw.chance(0.2) ? { type: 'dgram' as const } : {}),
  })),
  kind('memfd', 1, (draw, view) => ({
    do: 'memfd',
    as: view.fresh('m'),
    ...(draw.chance(0.5) ? { bytes: 'memory' } : {}),
    ...(draw.chance(0.2) ? { seals: ['shrink' as const] } : {}),
  })),
  kind('eventfd', 1, (_draw, view) => ({ do: 'eventfd', as: view.fresh('e') })),
  kind('open', 3, (draw, view) => ({
    do: 'open',
    as: view.fresh('f'),
    path: draw.pick(['{dir}/f0', '{dir}/f1', '{dir}/f2', '/dev/null', '/dev/full']),
    access: draw.pick(['r', 'w', 'rw'] as const),
    flags: [...(draw.chance(0.9) ? (['create'] as const) : []), ...(draw.chance(0.4) ? [draw.pick(openFlags)] : [])],
  })),
  kind('dup', 1, (draw, view) => {
    const held = draw.some(view.handles());
    return held && { do: 'dup', as: view.fresh('d'), of: held.handle };
  }),
];

const addFd = kind('add-fd', 8, (draw, view): Action => {
  const id = draw.chance(0.85) ? { 'fdset-id': someSet(draw, view) } : {};
  const opaque = draw.chance(0.3) ? { opaque: draw.chance(0.9) ? draw.pick(['log', 'a"b', '']) : draw.of(junk) } : {};
  return { do: 'qmp', execute: 'add-fd', arguments: { ...id, ...opaque }, fds: passed(draw, view) };
});

const removeFd = kind('remove-fd', 5, (draw, view) => {
  const members = view.members().filter(({ symbol }) => symbol !== undefined);
  if (members.length > 0 && draw.chance(0.6)) {
    const { set, symbol = '' } = draw.pick(members);
    const other = draw.chance(0.1) ? someSet(draw, view) : fromBigint(set);
    return qmp('remove-fd', { 'fdset-id': other, fd: { $: symbol } });
  }
  const drawn = draw.chance(0.6) ? 400 : draw.of(junk);
  // a number that is given literally is none that a system has (400 never is)
  const isSmall = typeof drawn === 'number' && drawn >= 0 && drawn < 400;
  const fd = draw.chance(0.2) ? { fd: isSmall ? 400 : drawn } : {};
  return qmp('remove-fd', { 'fdset-id': someSet(draw, view), ...fd });
});

const looks: readonly Kind[] = [
  kind('query-fdsets', 4, () => qmp('query-fdsets')),
  kind('observe descriptors', 2, () => ({ do: 'observe', what: 'descriptors' })),
];

/** The machine stops and goes on, which decides when removed members are closed. */
export const runState: readonly Kind[] = [
  kind('stop', 1, (_draw, view) => (view.running ? qmp('stop') : undefined)),
  kind('cont', 2, (_draw, view) => (view.running ? undefined : qmp('cont'))),
  kind('query-status', 1, () => qmp('query-status')),
];

/** Monitors come and go, and with the last one the sets. */
const comeAndGo: readonly Kind[] = [
  kind('connect', 2, (_draw, view) =>
    view.state.monitors.get('m2')?.via === 'listen' && view.connections('qmp').length < 4
      ? { do: 'connect', monitor: 'm2', as: view.fresh('k') }
      : undefined,
  ),
  kind('disconnect', 1, (draw, view) => {
    const name = draw.some(view.connections('qmp').filter((each) => each !== 'qmp' || draw.chance(0.1)));
    return name === undefined ? undefined : { do: 'disconnect', on: name };
  }),
  kind('query on another', 2, (draw, view) => {
    const name = draw.some(view.connections('qmp'));
    return name === undefined ? undefined : { do: 'qmp', on: name, execute: 'query-fdsets' };
  }),
];

/** Fd sets: members come, go and are looked at. */
export const fdset: Area = {
  name: 'fdset',
  clauses: ['FDSET-01', 'FDSET-18', 'FDSET-22', 'FDSET-24', 'FDSET-27'],
  needs: ['qmp'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p0' }, { do: 'memfd', as: 'm0' });
    if (draw.chance(0.3)) {
      const set = draw.pick(['0', '1', '1', '2147483647', '7']);
      start.args.push('-add-fd', `fd={fd:p0.write},set=${set}${draw.chance(0.3) ? ',opaque=o' : ''}`);
    }
    if (draw.chance(0.5)) start.monitors.push({ id: 'm2', mode: 'qmp', via: 'listen' });
  },
  kinds: [...makeEnds, addFd, removeFd, ...looks, ...runState, ...comeAndGo],
};

const openers: readonly Kind[] = [
  kind('chardev-add file', 8, (draw, view) => {
    const id = view.fresh('o');
    const input = draw.chance(0.2) ? { in: draw.of(setPath) } : {};
    const append = draw.chance(0.7) ? { append: draw.chance(0.8) } : {};
    return qmp('chardev-add', {
      id,
      backend: { type: 'file', data: { out: draw.of(setPath), ...append, ...input } },
    });
  }),
  kind('chardev-add device', 3, (draw, view) => {
    const type = draw.pick(['pipe', 'pipe', 'serial', 'parallel']);
    return qmp('chardev-add', { id: view.fresh('o'), backend: { type, data: { device: draw.of(setPath) } } });
  }),
  kind('chardev-add logfile', 3, (draw, view) =>
    qmp('chardev-add', {
      id: view.fresh('o'),
      backend: {
        type: draw.pick(['null', 'ringbuf']),
        data: { logfile: draw.of(setPath), ...(draw.chance(0.5) ? { logappend: draw.chance(0.5) } : {}) },
      },
    }),
  ),
  kind('rng-random', 2, (draw, view) =>
    qmp('object-add', {
      'qom-type': 'rng-random',
      id: view.fresh('r'),
      ...(draw.chance(0.85) ? { filename: draw.of(setPath) } : {}),
    }),
  ),
  kind('object-del', 1, (draw, view) => {
    const id = draw.some([...view.state.generators.keys()]);
    return id === undefined ? undefined : qmp('object-del', { id });
  }),
  kind('chardev-remove', 4, (draw, view) => {
    const one = draw.some(view.chardevs());
    return one && qmp('chardev-remove', { id: one.label });
  }),
];

/** Every flag that a member can have meets every way to open it. Source: OPEN-06, OPEN-11, OPEN-15. */
const flaggedMember = kind('a member with flags', 3, (draw, view) => {
  const [as, id, set] = [view.fresh('f'), view.fresh('o'), draw.pick([3, 4, 5])];
  const name = `/dev/fdset/${set}`;
  const append = draw.chance(0.6) ? { append: draw.chance(0.6) } : {};
  const flags = openFlags.filter(() => draw.chance(0.25));
  return [
    { do: 'open', as, path: draw.pick(['{dir}/f0', '{dir}/f1']), access: draw.pick(['r', 'w', 'w', 'rw']), flags },
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': set }, fds: [as] },
    draw.chance(0.7)
      ? qmp('chardev-add', { id, backend: { type: 'file', data: { out: name, ...append } } })
      : qmp('chardev-add', { id, backend: { type: 'null', data: { logfile: name } } }),
    ...(draw.chance(0.4) ? [{ do: 'get-flags', of: as } as const] : []),
    ...(draw.chance(0.4) ? [qmp('chardev-remove', { id }), qmp('query-fdsets')] : []),
  ];
});

const flagKinds: readonly Kind[] = [
  flaggedMember,
  kind('get-flags', 2, (draw, view) => {
    const held = draw.some(view.handles());
    return held && { do: 'get-flags', of: held.handle };
  }),
  kind('set-flags', 1, (draw, view) => {
    const held = draw.some(view.handles('pipe', 'file', 'socket'));
    const flags = (['append', 'nonblock', 'direct'] as const).filter(() => draw.chance(0.3));
    return held && { do: 'set-flags', of: held.handle, flags };
  }),
  kind('close', 2, (draw, view) => {
    const held = draw.some(view.handles());
    return held && { do: 'close', handle: held.handle };
  }),
];

/** What opens fd sets: chardevs, logs, objects. */
export const open: Area = {
  name: 'open',
  clauses: ['OPEN-01', 'OPEN-06', 'OPEN-11', 'OPEN-15', 'FILE-01'],
  needs: ['qmp'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p0', capacity: 4096 }, { do: 'write-file', path: '{dir}/f0', bytes: 'file' });
    start.before.push({ do: 'open', as: 'f0', path: '{dir}/f0', access: draw.pick(['r', 'w', 'rw']) });
    start.args.push('-add-fd', 'fd={fd:p0.write},set=1', '-add-fd', 'fd={fd:f0},set=2');
    if (draw.chance(0.3)) start.paused = true;
  },
  kinds: [...makeEnds, addFd, removeFd, ...looks, ...runState, ...openers, ...flagKinds],
};

const nodeName = (draw: Draw): string => draw.pick(['b0', 'b1', 'b1', 'b2', '1x']);
const fileNode = (draw: Draw, name: string): { readonly [key: string]: Value } => ({
  driver: 'file',
  'node-name': name,
  filename: draw.chance(0.8) ? draw.of(setPath) : draw.pick(['{dir}/f0', '{dir}/none']),
  ...(draw.chance(0.6) ? { 'read-only': draw.chance(0.5) } : {}),
  ...(draw.chance(0.2) ? { 'auto-read-only': draw.chance(0.5) } : {}),
  ...(draw.chance(0.2) ? { cache: { direct: draw.chance(0.6) } } : {}),
});

/** Block nodes on fd sets. */
export const block: Area = {
  name: 'block',
  clauses: ['OPEN-18', 'OPEN-19', 'FDSET-29'],
  needs: ['block'],
  begin(_draw, start) {
    start.before.push({ do: 'write-file', path: '{dir}/f0', bytes: 'image' });
    start.before.push({ do: 'open', as: 'ro', path: '{dir}/f0', access: 'r' });
    start.before.push({ do: 'open', as: 'rw', path: '{dir}/f0', access: 'rw' });
    start.args.push('-add-fd', 'fd={fd:ro},set=1', '-add-fd', 'fd={fd:rw},set=1', '-add-fd', 'fd={fd:ro},set=2');
  },
  kinds: [
    addFd,
    removeFd,
    ...looks,
    ...runState,
    kind('blockdev-add', 6, (draw) => qmp('blockdev-add', fileNode(draw, nodeName(draw)))),
    kind('blockdev-del', 3, (draw) => qmp('blockdev-del', { 'node-name': nodeName(draw) })),
    kind('blockdev-reopen', 5, (draw, view) => {
      const name = draw.some([...view.state.blocks.keys()]) ?? nodeName(draw);
      return qmp('blockdev-reopen', { options: [fileNode(draw, name)] });
    }),
  ],
};

const socketName = (draw: Draw): string => draw.pick(['n0', 'n1', 'n2', '', '0', '1x', 'n'.repeat(40)]);

/** Named descriptors. */
export const getfd: Area = {
  name: 'getfd',
  clauses: ['GETFD-01', 'GETFD-05', 'GETFD-07', 'GETFD-08'],
  needs: ['qmp'],
  begin(draw, start) {
    start.before.push({ do: 'socketpair', as: 's0' }, { do: 'pipe', as: 'p0' });
    if (draw.chance(0.5)) start.monitors.push({ id: 'm2', mode: 'qmp', via: 'listen' });
  },
  kinds: [
    ...makeEnds,
    addFd,
    ...looks,
    ...comeAndGo,
    kind('getfd', 8, (draw, view) => ({
      do: 'qmp',
      execute: 'getfd',
      arguments: { fdname: draw.chance(0.95) ? socketName(draw) : draw.of(junk) },
      fds: passed(draw, view),
    })),
    kind('closefd', 4, (draw) => qmp('closefd', { fdname: socketName(draw) })),
    kind('chardev-add socket of a name', 4, (draw, view) =>
      qmp('chardev-add', {
        id: view.fresh('g'),
        backend: {
          type: 'socket',
          data: {
            addr: { type: 'fd', data: { str: socketName(draw) } },
            server: draw.chance(0.3),
            ...(draw.chance(0.4) ? { wait: draw.chance(0.2) } : {}),
            ...(draw.chance(0.1) ? { reconnect: draw.below(2) } : {}),
          },
        },
      }),
    ),
    kind('chardev-remove', 2, (draw, view) => {
      const one = draw.some(view.chardevs());
      return one && qmp('chardev-remove', { id: one.label });
    }),
    kind('add_client', 1, (draw) =>
      qmp('add_client', { protocol: draw.pick(['vnc', 'spice', 'nope']), fdname: socketName(draw) }),
    ),
    kind('query-chardev', 2, () => qmp('query-chardev')),
  ],
};
