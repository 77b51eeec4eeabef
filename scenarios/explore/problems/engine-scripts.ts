import type { Action, LaunchOptions } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { letters } from './engine-judges.ts';
import type { Script } from './script.ts';

const com1 = { id: 'com1', kind: '16550', chardev: 'c' } as const;
const witness = { id: 'w', kind: 'witness', chardev: 'c' } as const;
const twoMonitors: NonNullable<LaunchOptions['monitors']> = [
  { id: 'qmp', mode: 'qmp', via: 'pair' },
  { id: 'qmp2', mode: 'qmp', via: 'pair' },
];
const outOfBand = { id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] } as const;
const chardev = (word: string): readonly string[] => ['-chardev', word];
const server: Value = { addr: { type: 'unix', data: { path: '{dir}/s' } }, server: true, wait: false };

/** A command, and what its client hears next. */
function asks(execute: string, given: Value, on = 'qmp'): readonly Action[] {
  return [
    { do: 'qmp', on, execute, arguments: given },
    { do: 'receive', on },
  ];
}
const change = (type: string, data: Value = {}, on = 'qmp'): readonly Action[] =>
  asks('chardev-change', { id: 'c', backend: { type, data } }, on);
const toFile = (name: string, on = 'qmp'): readonly Action[] =>
  change('file', { out: `{dir}/${name}`, append: true }, on);

/** Each writes its own letter to COM1, once. */
function writers(count: number): Readonly<Record<string, readonly Action[]>> {
  const all = [...letters.slice(0, count)];
  return Object.fromEntries(
    all.map((letter) => [
      letter,
      [{ do: 'register-write', port: 'com1', register: 0, value: letter.charCodeAt(0) }] as const,
    ]),
  );
}
const does = (answer: 'listens' | 'refuses' | 'listens-and-refuses'): Action => ({
  ...{ do: 'witness-changes', port: 'w', answer },
});
const handlers = (listening = true): Action => ({ do: 'witness-handlers', port: 'w', listening });
const records: Action = { do: 'witness-records', port: 'w' };
const connects = (as: string, path = '{dir}/s'): Action => ({ do: 'connect-socket', as, path });
const closes = (handle: string): Action => ({ do: 'close', handle });
const fileHolds = (name: string): Action => ({ do: 'read-file', path: `{dir}/${name}` });
const chardevs: Action = { do: 'qmp', execute: 'query-chardev' };
const descriptors: Action = { do: 'observe', what: 'descriptors' };
const ringHolds: Action = { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 4096 } };

const focus = (port: string): readonly Action[] => [
  { do: 'witness-room', port, room: 9 },
  { do: 'witness-handlers', port, listening: true },
  { do: 'witness-focus', port },
];
/** Somebody listens, and whoever connects now waits. */
const fullQueue: NonNullable<Script['before']> = [
  { do: 'listen', as: 'far', path: '{dir}/far', backlog: 0 },
  { do: 'connect-socket', as: 'before', path: '{dir}/far' },
];

/** Races on the engine as actions of the language: with `hist` they are judged by the model. */
export const engineScripts: Readonly<Record<string, Script>> = {
  'engine/swap': {
    launch: { args: chardev('file,id=c,path={dir}/old,logfile={dir}/log'), ports: [com1] },
    threads: (count) => ({ ...writers(count), command: toFile('new') }),
    end: [fileHolds('old'), fileHolds('new'), fileHolds('log'), chardevs, descriptors],
  },
  'engine/swap-twice': {
    launch: { args: chardev('file,id=c,path={dir}/old'), ports: [com1], monitors: twoMonitors },
    threads: (count) => ({ ...writers(count), command: toFile('new'), other: toFile('newer', 'qmp2') }),
    end: [fileHolds('old'), fileHolds('new'), fileHolds('newer'), chardevs, descriptors],
  },
  'engine/swap-disconnect': {
    launch: { args: chardev('socket,id=c,path={dir}/s,server=on,wait=off'), ports: [witness] },
    setUp: [connects('first'), does('listens')],
    threads: () => ({ device: [handlers()], peer: [closes('first'), connects('second')], command: change('ringbuf') }),
    end: [records, chardevs, descriptors],
  },
  'engine/swap-refused': {
    launch: { args: chardev('socket,id=c,path={dir}/s,server=on,wait=off'), ports: [witness] },
    setUp: [does('listens-and-refuses')],
    threads: () => ({ device: [handlers()], peer: [connects('client')], command: toFile('new') }),
    end: [records, chardevs, descriptors],
  },
  'engine/refused-server': {
    launch: { args: chardev('ringbuf,id=c'), ports: [witness] },
    setUp: [does('listens')],
    threads: () => ({
      device: [handlers(), { do: 'witness-detach', port: 'w' }],
      peer: [connects('client')],
      command: change('socket', server),
    }),
    end: [records, chardevs, descriptors],
  },
  'engine/handler-gone': {
    launch: { args: chardev('ringbuf,id=c'), ports: [witness] },
    setUp: [does('listens')],
    threads: () => ({
      device: [handlers(), { do: 'witness-changes', port: 'w', answer: 'none' }],
      command: toFile('new'),
    }),
    end: [records, chardevs, descriptors],
  },
  'engine/handlers-away': {
    launch: { args: chardev('ringbuf,id=c'), ports: [witness] },
    setUp: [does('listens'), handlers()],
    threads: () => ({ device: [handlers(false), handlers()], command: toFile('new') }),
    end: [records, chardevs, descriptors],
  },
  'engine/swap-unplug': {
    launch: { args: chardev('ringbuf,id=c'), ports: [witness] },
    setUp: [does('listens')],
    threads: () => ({
      device: [handlers(), { do: 'witness-detach', port: 'w' }, { do: 'witness-attach', port: 'w', chardev: 'c' }],
      command: toFile('new'),
    }),
    end: [records, chardevs, descriptors],
  },
  'engine/same-path': {
    launch: { args: chardev('socket,id=c,path={dir}/s,server=on,wait=off'), ports: [com1] },
    threads: () => ({ peer: [connects('client')], command: change('socket', server) }),
    end: [chardevs, connects('late'), chardevs, descriptors],
  },
  'engine/full-pipe': {
    before: [
      { do: 'mkfifo', path: '{dir}/p.in' },
      { do: 'mkfifo', path: '{dir}/p.out' },
    ],
    launch: { args: chardev('pipe,id=c,path={dir}/p'), ports: [com1] },
    setUp: [
      { do: 'open', as: 'far', path: '{dir}/p.out', access: 'rw', flags: ['nonblock'] },
      { do: 'write', to: 'far', bytes: '.'.repeat(65536) },
    ],
    threads: (count) => ({
      ...writers(count),
      drain: [{ do: 'read', from: 'far', max: 65536 }],
      command: change('ringbuf'),
    }),
    end: [{ do: 'read', from: 'far' }, ringHolds, chardevs, descriptors],
  },
  'engine/pty-disconnect': {
    launch: { args: chardev('pty,id=c'), ports: [com1] },
    setUp: [{ do: 'open-pty', as: 'slave', chardev: 'c' }],
    threads: (count) => ({ ...writers(count), peer: [closes('slave')], command: toFile('new') }),
    end: [fileHolds('new'), chardevs, descriptors],
  },
  'engine/readd-connecting': {
    // with RACE-S06 it counts when the worker notices that its attempt is over, and the model has no workers
    profiles: ['design'],
    before: fullQueue,
    launch: { args: chardev('socket,id=c,path={dir}/far,reconnect=1') },
    threads: () => ({
      command: [
        ...asks('chardev-remove', { id: 'c' }),
        ...asks('chardev-add', { id: 'c', backend: { type: 'socket', data: server } }),
      ],
      server: [{ do: 'accept', as: 'taken', on: 'far' }],
    }),
    end: [chardevs, descriptors],
  },
  'engine/swap-connecting': {
    before: fullQueue,
    launch: { args: chardev('socket,id=c,path={dir}/far,reconnect=1'), ports: [com1] },
    threads: () => ({
      command: [...change('socket', server), ...change('ringbuf')],
      server: [{ do: 'accept', as: 'taken', on: 'far' }],
    }),
    end: [chardevs, descriptors],
  },
  'engine/remove-reconnecting': {
    launch: { args: chardev('socket,id=c,path={dir}/far,reconnect=1') },
    threads: () => ({
      time: [
        { do: 'advance', ms: 1000 },
        { do: 'advance', ms: 1000 },
      ],
      server: [{ do: 'listen', as: 'far', path: '{dir}/far', backlog: 1 }],
      command: asks('chardev-remove', { id: 'c' }),
    }),
    end: [chardevs, descriptors],
  },
  'engine/hub-open': {
    launch: {
      args: [
        ...chardev('socket,id=m,path={dir}/s,server=on,wait=off'),
        ...chardev('socket,id=n,path={dir}/t,server=on,wait=off'),
        ...chardev('hub,id=c,chardevs.0=m,chardevs.1=n'),
      ],
      ports: [witness],
    },
    threads: () => ({
      device: [handlers()],
      peer: [connects('one'), connects('two', '{dir}/t'), closes('one'), closes('two'), connects('again')],
    }),
    end: [records, chardevs, descriptors],
  },
  'engine/hub-members': {
    launch: {
      args: [
        ...chardev('socket,id=m,path={dir}/s,server=on,wait=off'),
        ...chardev('ringbuf,id=r'),
        ...chardev('hub,id=c,chardevs.0=m,chardevs.1=r'),
      ],
      ports: [com1],
    },
    setUp: [connects('member')],
    threads: (count) => ({ ...writers(count), peer: [closes('member')] }),
    end: [{ do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4096 } }, chardevs, descriptors],
  },
  'engine/mux-focus': {
    launch: {
      args: [...chardev('socket,id=b,path={dir}/s,server=on,wait=off'), ...chardev('mux,id=c,chardev=b')],
      ports: [witness, { ...witness, id: 'v' }],
    },
    setUp: [connects('peer')],
    threads: () => ({
      first: focus('w'),
      second: focus('v'),
      peer: ['a', 'b'].map((bytes) => ({ do: 'write', to: 'peer', bytes })),
    }),
    end: [records, { do: 'witness-records', port: 'v' }, chardevs, descriptors],
  },
  'engine/monitor-two': {
    launch: { args: chardev('ringbuf,id=c'), monitors: twoMonitors },
    threads: () => ({
      first: asks('chardev-add', { id: 'x', backend: { type: 'null', data: {} } }),
      second: asks('chardev-remove', { id: 'c' }, 'qmp2'),
    }),
    end: [chardevs, descriptors],
  },
  'engine/remove-twice': {
    launch: { args: chardev('ringbuf,id=c'), monitors: twoMonitors },
    threads: () => ({
      first: asks('chardev-remove', { id: 'c' }),
      second: asks('chardev-remove', { id: 'c' }, 'qmp2'),
    }),
    end: [chardevs, descriptors],
  },
  'engine/monitor-two-changes': {
    launch: { args: chardev('null,id=c'), ports: [com1], monitors: twoMonitors },
    threads: () => ({ first: change('ringbuf'), second: change('null', {}, 'qmp2') }),
    end: [chardevs, descriptors],
  },
  'engine/monitor-change': {
    launch: { args: chardev('null,id=c'), ports: [com1], monitors: twoMonitors },
    threads: () => ({
      client: [change('ringbuf')[0] ?? chardevs, { do: 'disconnect', on: 'qmp' }],
    }),
    end: [{ ...chardevs, on: 'qmp2' }, descriptors],
  },
  'engine/monitor-change-oob': {
    launch: {
      args: chardev('null,id=c'),
      ports: [com1],
      monitors: [outOfBand, ...twoMonitors.slice(1)],
    },
    threads: () => ({
      client: [change('ringbuf')[0] ?? chardevs, { do: 'disconnect', on: 'qmp' }],
    }),
    end: [{ ...chardevs, on: 'qmp2' }, descriptors],
  },
  'engine/monitor-unplug': {
    launch: { args: chardev('null,id=c'), ports: [witness] },
    setUp: [does('listens')],
    threads: () => ({
      device: [handlers(), { do: 'witness-detach', port: 'w' }],
      client: change('ringbuf'),
    }),
    end: [records, chardevs, descriptors],
  },
  'engine/monitor-fdset-two': {
    before: [{ do: 'open', as: 'member', path: '{dir}/member', access: 'rw', flags: ['create', 'append'] }],
    launch: { monitors: twoMonitors },
    setUp: [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 0 }, fds: ['member'] }],
    threads: () => ({
      first: [{ do: 'disconnect', on: 'qmp' }],
      second: [
        {
          ...{ do: 'qmp', on: 'qmp2', execute: 'chardev-add' },
          arguments: { id: 'f', backend: { type: 'file', data: { out: '/dev/fdset/0', append: true } } },
        },
        { do: 'disconnect', on: 'qmp2' },
      ],
    }),
    end: [descriptors],
  },
  'engine/monitor-oob': {
    launch: { args: chardev('ringbuf,id=c'), monitors: [outOfBand] },
    threads: () => ({
      client: [
        {
          do: 'send',
          bytes: '{"execute":"chardev-remove","arguments":{"id":"c"},"id":"a"}{"exec-oob":"query-yank","id":"b"}',
        },
        { do: 'send', bytes: '{"exec-oob":"query-yank","id":"d"}' },
        { do: 'receive' },
      ],
    }),
    end: [{ do: 'receive' }, chardevs, descriptors],
  },
  'engine/monitor-yank': {
    launch: {
      args: chardev('socket,id=c,path={dir}/s,server=on,wait=off'),
      monitors: [outOfBand, ...twoMonitors.slice(1)],
    },
    setUp: [connects('peer')],
    threads: () => ({
      other: asks('chardev-remove', { id: 'c' }, 'qmp2'),
      client: [
        {
          ...{ do: 'qmp', execute: 'yank', oob: true },
          arguments: { instances: [{ type: 'chardev', id: 'c' }] },
        },
        { do: 'receive' },
      ],
    }),
    end: [{ do: 'read', from: 'peer' }, chardevs, descriptors],
  },
};
