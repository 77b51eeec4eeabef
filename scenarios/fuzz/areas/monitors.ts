import type { Action } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { type Area, type Kind, kind, qmp } from '../area.ts';
import type { Draw } from '../draw.ts';
import { junk } from '../values.ts';
import type { View } from '../view.ts';
import { someChardev } from './chardevs.ts';
import { makeEnds, runState } from './descriptors.ts';
import { peers } from './traffic.ts';

const commands: readonly string[] = [
  '{"execute":"query-status"}',
  '{"execute":"query-fdsets","id":7}',
  '{"execute":"add-fd","arguments":{"fdset-id":1}}',
  '{"execute":"getfd","arguments":{"fdname":"x"},"id":"a"}',
  "{'execute':'query-chardev'}",
  '{"execute":"stop"}{"execute":"cont"}',
  '{"exec-oob":"query-status","id":1}',
  '{"exec-oob":"add-fd","id":2}',
  '{"execute":"remove-fd","arguments":{"fdset-id":1}}',
  '{"execute":"nope"}',
  '{"execute":"query-status","foo":1}',
  '{"id":{"a":[1,2.5,"\\u00e9"]},"execute":"query-status"}',
  '{"execute":"qmp_capabilities"}',
  '{"execute":"chardev-add","arguments":{"id":"z","backend":{"type":"null","data":{}}}}',
  '{"execute":"chardev-remove","arguments":{"id":"z"}}',
  '{"execute":"ringbuf-write","arguments":{"device":"r0","data":"a\\n\\ud83d\\ude00"}}',
  '[1,2]',
  '"text"',
  '1 2',
  '{}',
  '\n',
  ' \t',
];
const fragments: readonly string[] = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '1',
  '-',
  '1e5',
  'true',
  'nul',
  '\\',
  '\xff',
  '\0',
  '\x01',
  '{"a"',
  'x',
];

/** Bytes for a QMP monitor: whole commands, several, halves, and what is no JSON. */
function bytes(draw: Draw): string {
  const count = draw.pick([1, 1, 1, 2, 3]);
  let text = '';
  for (let at = 0; at < count; at += 1) text += draw.chance(0.85) ? draw.pick(commands) : draw.pick(fragments);
  if (draw.chance(0.12)) text = text.slice(0, draw.below(text.length + 1));
  if (draw.chance(0.06)) {
    const at = draw.below(text.length + 1);
    text = text.slice(0, at) + draw.pick(fragments) + text.slice(at + draw.below(2));
  }
  return draw.chance(0.5) ? `${text}\n` : text;
}

const speech: readonly Kind[] = [
  kind('send', 8, (draw, view) => {
    const on = draw.some(view.connections('qmp'));
    if (on === undefined) return undefined;
    const held = view.handles();
    const fds = draw.chance(0.3) && held.length > 0 ? { fds: [draw.pick(held).handle] } : {};
    return { do: 'send', on, bytes: bytes(draw), ...fds };
  }),
  kind('receive', 3, (draw, view) => {
    const on = draw.some(view.connections('qmp'));
    return on === undefined ? undefined : { do: 'receive', on };
  }),
  kind('command', 4, (draw, view): Action => {
    const on = draw.some(view.connections('qmp')) ?? 'qmp';
    const id: { id?: Value } = draw.chance(0.3)
      ? { id: draw.chance(0.7) ? draw.pick<Value>([1, 'a', { x: [null] }]) : draw.of(junk) }
      : {};
    const execute = draw.pick([
      'query-status',
      'query-fdsets',
      'query-chardev',
      'query-chardev-backends',
      'nope',
      'query-fdsets',
    ]);
    return {
      do: 'qmp',
      on,
      execute,
      ...id,
      ...(draw.chance(0.1) ? { arguments: draw.chance(0.5) ? { x: 1 } : {} } : {}),
    };
  }),
  kind('any command', 3, (draw): Action => {
    const execute = draw.pick([
      'add-fd',
      'remove-fd',
      'getfd',
      'closefd',
      'chardev-add',
      'chardev-remove',
      'ringbuf-read',
      'ringbuf-write',
      'chardev-change',
      'chardev-send-break',
    ]);
    const names = ['fdset-id', 'fd', 'opaque', 'fdname', 'id', 'backend', 'device', 'size', 'data', 'format'];
    const members = Array.from({ length: draw.below(4) }, () => [draw.pick(names), draw.of(junk)] as const);
    return qmp(execute, Object.fromEntries(members));
  }),
  kind('out of band', 1, (draw, view): Action | undefined => {
    const on = draw.some(view.connections('qmp'));
    return on === undefined
      ? undefined
      : { do: 'qmp', on, execute: draw.pick(['query-status', 'add-fd', 'nope']), oob: true };
  }),
  kind('connect', 2, (draw, view) =>
    view.state.monitors.get('m2')?.via === 'listen' && view.connections('qmp').length < 4
      ? {
          do: 'connect',
          monitor: 'm2',
          as: view.fresh('k'),
          ...(draw.chance(0.2) ? { negotiate: false } : {}),
          ...(draw.chance(0.3) ? { enable: ['oob' as const] } : {}),
        }
      : undefined,
  ),
  kind('disconnect', 1, (draw, view) => {
    const on = draw.some(view.connections('qmp').filter((each) => each !== 'qmp' || draw.chance(0.1)));
    return on === undefined ? undefined : { do: 'disconnect', on };
  }),
  kind('hold', 1, (_draw, view) => (view.state.held ? undefined : { do: 'hold' })),
  kind('release', 4, (_draw, view) => (view.state.held ? { do: 'release' } : undefined)),
];

/** QMP as bytes: framing, errors, several clients, out-of-band commands. */
export const monitor: Area = {
  name: 'monitor',
  clauses: ['QMP-01', 'QMP-07', 'QMP-08', 'QMP-10', 'QMP-12'],
  needs: ['qmp'],
  begin(draw, start) {
    start.before.push({ do: 'pipe', as: 'p0', capacity: 4096 });
    start.args.push('-chardev', 'ringbuf,id=r0');
    start.monitors.push({ id: 'm2', mode: 'qmp', via: draw.chance(0.7) ? 'listen' : 'pair' });
  },
  kinds: [...speech, ...runState, ...makeEnds.slice(0, 3)],
};

const options = [
  'null',
  'ringbuf',
  'ringbuf,size=8',
  'ringbuf,size=3',
  'file,path={dir}/f',
  'testdev',
  'msmouse',
  'wctablet',
  'vc',
  'pipe,path={dir}/nope',
  'udp,port=',
  'foo',
  '',
  'serial,path=/dev/null',
  'parallel,path=/dev/null',
  'null,mux=on',
  'mux,chardev=a',
  'hub,chardevs.0=a',
  'mux',
  'hub',
  'null,foo=1',
  'null,mux=maybe',
  'null,mux',
  'null,nodelay,foo',
  'ringbuf,size=x',
  'null,logfile={dir}/l',
  'null,logfile=/nonexistent/l',
];

function hmpLine(draw: Draw, view: View): string {
  const id = draw.chance(0.6) ? draw.pick(['a', 'b', 'r0', 'n0', '1x', 'a-base', '']) : someChardev(draw, view);
  const made = draw.pick(options);
  return draw.pick([
    `chardev-add ${made}${draw.chance(0.93) ? `,id=${id}` : ''}`.replace(' ,', ' '),
    `chardev-add ${made},id=${id}`,
    `chardev-change ${id} ${made}`,
    `chardev-remove ${id}`,
    `ringbuf_write ${id} ${draw.pick(['hello', '"a b"', 'x', '', '"\\n"'])}`,
    `ringbuf_read ${id} ${draw.pick(['1', '10', '0', '-1', '', '2+3', '0x10'])}`,
    `chardev-send-break ${id}`,
    `getfd ${draw.pick(['x', 'y', '1x', ''])}`,
    `closefd ${draw.pick(['x', 'y', 'z'])}`,
    draw.pick(['info status', 'info chardev', 'stop', 'cont', 'stop x', 'info status x', 'c', 's', 'zz', '']),
  ]);
}

/** The human monitor: its own connection, and through QMP. */
export const human: Area = {
  name: 'human',
  clauses: ['HMP-01', 'HMP-03', 'HMP-06', 'HMP-07'],
  needs: ['hmp'],
  begin(_draw, start) {
    start.before.push({ do: 'pipe', as: 'p0', capacity: 4096 }, { do: 'socketpair', as: 's0' });
    start.args.push('-chardev', 'ringbuf,id=r0', '-chardev', 'null,id=n0');
    start.monitors.push({ id: 'h', mode: 'hmp', via: 'pair' });
  },
  kinds: [
    kind('hmp', 12, (draw, view) => {
      const held = view.handles();
      const fds = draw.chance(0.15) && held.length > 0 ? { fds: [draw.pick(held).handle] } : {};
      return { do: 'hmp', on: 'h', line: hmpLine(draw, view), ...fds };
    }),
    kind('human-monitor-command', 4, (draw, view) =>
      qmp('human-monitor-command', { 'command-line': hmpLine(draw, view) }),
    ),
    kind('query-chardev', 3, () => qmp('query-chardev')),
    kind('query-fdsets', 1, () => qmp('query-fdsets')),
    ...runState,
  ],
};

const typed = [
  'a',
  '\x7f',
  '\n',
  '\r',
  'info status\n',
  'stop\n',
  'cont\n',
  '\x01c',
  '\x01c',
  'zz\n',
  '\x01b',
  '\x01h',
  '\x01\x01',
  '\x02',
  '{"execute":"qmp_capabilities"}\n',
  '{"execute":"query-status"}\n',
  '{"execute":',
];

/** Monitors on chardevs of the session, legacy words of the command line, standard streams. */
export const misc: Area = {
  name: 'misc',
  clauses: ['MISC-01', 'MISC-02', 'MUX-14', 'Q-HUB-12', 'CHR-37'],
  needs: ['serial'],
  begin(draw, start) {
    const muxed = draw.chance(0.5);
    start.args.push('-chardev', `socket,id=mo,path={dir}/mo,server=on,wait=off${muxed ? ',mux=on' : ''}`);
    const mode = draw.pick(['readline', 'readline', 'control']);
    const pretty = mode === 'control' && draw.chance(0.3) ? ',pretty=on' : '';
    start.args.push('-mon', `chardev=mo,mode=${mode}${pretty}`);
    if (muxed) start.free.push('mo', 'mo');
    if (draw.chance(0.15)) start.escape = true;
  },
  kinds: [
    kind('connect-socket', 3, (_draw, view) =>
      view.handles('socket').length < 3 ? { do: 'connect-socket', as: view.fresh('k'), path: '{dir}/mo' } : undefined,
    ),
    kind('type', 8, (draw, view) => {
      const to = draw.some(view.handles('socket'));
      if (to === undefined) return undefined;
      return {
        do: 'write',
        to: to.handle,
        bytes: Array.from({ length: 1 + draw.below(4) }, () => draw.pick(typed)).join(''),
      };
    }),
    kind('query-chardev', 2, () => qmp('query-chardev')),
    kind('chardev-change', 1, (draw) =>
      qmp('chardev-change', { id: 'mo', backend: { type: draw.pick(['null', 'ringbuf']), data: {} } }),
    ),
    kind('vc-keys', 1, (draw, view) => {
      const one = view.simulated ? draw.some(view.chardevs('vc')) : undefined;
      return one && { do: 'vc-keys', chardev: one.label, bytes: draw.pick(['a', 'hello', '\r', '\x01c']) };
    }),
    ...peers,
    ...runState,
  ],
};

/** Standard streams as a chardev. */
export const stdio: Area = {
  name: 'stdio',
  clauses: ['STDIO-01', 'STDIO-02', 'STDIO-03'],
  needs: ['serial'],
  begin(_draw, start) {
    start.before.push({ do: 'pipe', as: 'in' }, { do: 'pipe', as: 'out', capacity: 4096 });
    start.inherit['0'] = 'in.read';
    start.inherit['1'] = 'out.write';
    start.args.push('-chardev', 'stdio,id=io');
    start.free.push('io');
  },
  kinds: [
    ...peers,
    ...runState,
    kind('chardev-add stdio', 2, (draw) =>
      qmp('chardev-add', {
        id: draw.pick(['io', 'i2', 'i3']),
        backend: { type: draw.pick(['stdio', 'null']), data: {} },
      }),
    ),
    kind('chardev-remove', 2, (draw, view) => qmp('chardev-remove', { id: someChardev(draw, view) })),
    kind('chardev-change', 2, (draw, view) =>
      qmp('chardev-change', {
        id: someChardev(draw, view),
        backend: { type: draw.pick(['stdio', 'null', 'ringbuf']), data: {} },
      }),
    ),
    kind('get-flags', 2, (draw, view) => {
      const held = draw.some(view.handles('pipe'));
      return held && { do: 'get-flags', of: held.handle };
    }),
    kind('query-chardev', 2, () => qmp('query-chardev')),
  ],
};

/** The client's own calls, which the simulated kernel has to do as Linux does. */
export const host: Area = {
  name: 'host',
  clauses: ['PIPE-01', 'OPEN-11', 'OPEN-14'],
  needs: ['qmp'],
  begin(_draw, start) {
    start.before.push({ do: 'write-file', path: '{dir}/f0', bytes: 'file' });
  },
  kinds: [
    ...makeEnds,
    ...peers,
    kind('pty', 1, (_draw, view) => ({ do: 'pty', as: view.fresh('t') })),
    kind('reopen', 2, (draw, view) => {
      const held = draw.some(view.handles('pipe', 'file'));
      return (
        held && { do: 'reopen', as: view.fresh('f'), of: held.handle, access: draw.pick(['r', 'w', 'rw'] as const) }
      );
    }),
    kind('seek', 1, (draw, view) => {
      const held = draw.some(view.handles());
      return held && { do: 'seek', handle: held.handle, to: draw.pick([0, 1, 4, 100]) };
    }),
    kind('set-flags', 1, (draw, view) => {
      const held = draw.some(view.handles('pipe', 'file', 'socket'));
      return (
        held && {
          do: 'set-flags',
          of: held.handle,
          flags: (['append', 'nonblock', 'direct'] as const).filter(() => draw.chance(0.3)),
        }
      );
    }),
    kind('get-flags', 2, (draw, view) => {
      const held = draw.some(view.handles());
      return held && { do: 'get-flags', of: held.handle };
    }),
    kind('files', 2, (draw) => {
      const path = draw.pick(['{dir}/f0', '{dir}/f1', '{dir}/d', '{dir}/d/f']);
      return draw.pick<Action>([
        { do: 'write-file', path, bytes: draw.pick(['', 'new', 'longer than before']) },
        { do: 'read-file', path },
        { do: 'unlink', path },
        { do: 'mkdir', path: '{dir}/d' },
        { do: 'mkfifo', path: '{dir}/q' },
      ]);
    }),
  ],
};
