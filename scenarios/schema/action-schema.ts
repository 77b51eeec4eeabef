import * as v from 'valibot';
import type { Action, LaunchOptions } from '../../model/language/action.ts';
import { byteString, count, countTo, jsonValue, lookedUp, name } from './value-schema.ts';

const optional = v.exactOptional;
const access = v.picklist(['r', 'w', 'rw']);
const openFlags = v.array(
  v.picklist(['create', 'exclusive', 'truncate', 'append', 'nonblock', 'direct', 'sync', 'dsync', 'path', 'directory']),
);
const statusFlags = v.array(v.picklist(['append', 'nonblock', 'direct', 'dsync', 'sync', 'path']));
const enable = v.array(v.literal('oob'));
const register = v.pipe(count, v.maxValue(7, 'a register 0..7'));
/** What any user may ask of a pipe, by default: /proc/sys/fs/pipe-max-size. */
const pipeBytesMax = 1 << 20;
/** A scenario that waits longer than ten minutes is mistaken. */
const waitMsMax = 86_400_000;
const wait = countTo(waitMsMax);
/** Bytes of one virtio buffer: 1 to 64 KiB. */
const bufferSize = v.pipe(countTo(65536), v.minValue(1, 'at least one byte'));
/** Buffers that one queue holds. */
const queueLength = 128;
const controlEvent = v.picklist([
  'DEVICE_READY',
  'PORT_ADD',
  'PORT_REMOVE',
  'PORT_READY',
  'CONSOLE_PORT',
  'RESIZE',
  'PORT_OPEN',
  'PORT_NAME',
]);

const monitor = v.strictObject({
  id: name,
  mode: v.picklist(['qmp', 'hmp']),
  via: v.picklist(['pair', 'listen']),
  negotiate: optional(v.boolean()),
  enable: optional(enable),
});
const port = v.union(
  [
    v.strictObject({ id: name, kind: v.literal('16550'), chardev: name, board: optional(v.literal(true)) }),
    v.strictObject({ id: name, kind: v.literal('debugcon'), chardev: name }),
    v.strictObject({ id: name, kind: v.literal('witness'), chardev: optional(name) }),
    v.strictObject({
      id: name,
      kind: v.picklist(['virtserialport', 'virtconsole']),
      chardev: optional(name),
      name: optional(v.string()),
      nr: optional(count),
      bus: optional(name),
    }),
    v.strictObject({ id: name, kind: v.literal('usb-serial'), chardev: name }),
    v.strictObject({ id: name, kind: v.literal('pci-serial'), chardev: name }),
  ],
  "{ id, kind: '16550', chardev, board? }, { id, kind: 'pci-serial', 'usb-serial' or 'debugcon', chardev }, { id, kind: 'witness', chardev? } or { id, kind: 'virtserialport' or 'virtconsole', chardev?, name?, nr?, bus? }",
);
const controller = v.strictObject({ id: name, maxPorts: optional(count) });
const launchMembers = {
  machine: optional(v.picklist(['none', 'serial', 'virtio'])),
  controllers: optional(v.array(controller)),
  paused: optional(v.boolean()),
  args: optional(v.array(v.string())),
  inherit: optional(v.record(v.pipe(v.string(), v.regex(/^([013-9]|1[0-9])$/, 'a number 0, 1 or 3..19')), name)),
  ports: optional(v.array(port)),
  monitors: optional(v.array(monitor)),
};

/** What a scenario may say about its launch. */
export const launchSchema: v.GenericSchema<unknown, LaunchOptions> = v.strictObject(launchMembers);

const path = v.string();
const management = {
  connect: v.strictObject({
    do: v.literal('connect'),
    monitor: name,
    as: name,
    negotiate: optional(v.boolean()),
    enable: optional(enable),
  }),
  disconnect: v.strictObject({ do: v.literal('disconnect'), on: name }),
  qmp: v.strictObject({
    do: v.literal('qmp'),
    on: optional(name),
    execute: v.string(),
    arguments: optional(jsonValue),
    id: optional(jsonValue),
    oob: optional(v.boolean()),
    fds: optional(v.array(name)),
    patienceMs: optional(wait),
  }),
  send: v.strictObject({
    do: v.literal('send'),
    on: optional(name),
    bytes: byteString,
    fds: optional(v.array(name)),
    raw: optional(v.boolean()),
  }),
  receive: v.strictObject({ do: v.literal('receive'), on: optional(name), raw: optional(v.boolean()) }),
  hmp: v.strictObject({
    do: v.literal('hmp'),
    on: name,
    line: v.string(),
    fds: optional(v.array(name)),
    patienceMs: optional(wait),
  }),
};
const handles = v.array(name);
const abstract = v.picklist(['tight', 'padded']);
const onHost = v.picklist(['127.0.0.1', '::1']);
/** At a path or at a port. */
function placed(word: string): v.GenericSchema<unknown, Action> {
  const head = { do: v.literal(word), as: name };
  const atPath = v.strictObject({ ...head, path, abstract: optional(abstract) });
  const atPort = v.strictObject({ ...head, port: v.string(), host: optional(onHost) });
  if (word === 'listen') {
    const withQueue = v.strictObject({ ...head, path, abstract: optional(abstract), backlog: optional(countTo(1)) });
    return v.union([withQueue, atPort], '{ path, abstract?, backlog? } or { port, host? }') as v.GenericSchema<
      unknown,
      Action
    >;
  }
  return v.union([atPath, atPort], '{ path, abstract? } or { port, host? }') as v.GenericSchema<unknown, Action>;
}
const host = {
  'write-file': v.strictObject({ do: v.literal('write-file'), path, bytes: byteString }),
  'read-file': v.strictObject({ do: v.literal('read-file'), path }),
  'read-char-log': v.strictObject({ do: v.literal('read-char-log'), path }),
  mkdir: v.strictObject({ do: v.literal('mkdir'), path }),
  mkfifo: v.strictObject({ do: v.literal('mkfifo'), path }),
  unlink: v.strictObject({ do: v.literal('unlink'), path }),
  open: v.strictObject({ do: v.literal('open'), as: name, path, access, flags: optional(openFlags) }),
  reopen: v.strictObject({ do: v.literal('reopen'), as: name, of: name, access, flags: optional(openFlags) }),
  pipe: v.strictObject({ do: v.literal('pipe'), as: name, capacity: optional(countTo(pipeBytesMax)) }),
  socketpair: v.strictObject({
    do: v.literal('socketpair'),
    as: name,
    type: optional(v.picklist(['stream', 'dgram'])),
  }),
  memfd: v.strictObject({
    do: v.literal('memfd'),
    as: name,
    bytes: optional(byteString),
    seals: optional(v.array(v.literal('shrink'))),
  }),
  eventfd: v.strictObject({ do: v.literal('eventfd'), as: name }),
  pty: v.strictObject({ do: v.literal('pty'), as: name }),
  socket: v.strictObject({ do: v.literal('socket'), as: name, type: v.picklist(['stream', 'dgram']) }),
  listen: placed('listen'),
  'connect-socket': placed('connect-socket'),
  accept: v.strictObject({ do: v.literal('accept'), as: name, on: name }),
  'open-pty': v.strictObject({ do: v.literal('open-pty'), as: name, chardev: name }),
  udp: v.strictObject({ do: v.literal('udp'), as: name, port: name, to: name }),
  dup: v.strictObject({ do: v.literal('dup'), as: name, of: name }),
  close: v.strictObject({ do: v.literal('close'), handle: name }),
  write: v.strictObject({ do: v.literal('write'), to: name, bytes: byteString }),
  read: v.strictObject({ do: v.literal('read'), from: name, max: optional(count), fds: optional(handles) }),
  seek: v.strictObject({ do: v.literal('seek'), handle: name, to: count }),
  shutdown: v.strictObject({ do: v.literal('shutdown'), socket: name, how: v.picklist(['r', 'w', 'rw']) }),
  'write-fds': v.strictObject({ do: v.literal('write-fds'), to: name, bytes: byteString, fds: handles }),
  reset: v.strictObject({ do: v.literal('reset'), handle: name }),
  'set-flags': v.strictObject({ do: v.literal('set-flags'), of: name, flags: statusFlags }),
  'get-flags': v.strictObject({ do: v.literal('get-flags'), of: name }),
};
const guest = {
  'guest-write': v.strictObject({
    do: v.literal('guest-write'),
    port: name,
    bytes: byteString,
    size: optional(bufferSize),
    patienceMs: optional(wait),
  }),
  'guest-read': v.strictObject({ do: v.literal('guest-read'), port: name }),
  'register-read': v.strictObject({ do: v.literal('register-read'), port: name, register }),
  'register-write': v.strictObject({
    do: v.literal('register-write'),
    port: name,
    register,
    value: v.pipe(count, v.maxValue(255, 'a byte')),
  }),
};
const driver = {
  'driver-start': v.strictObject({
    do: v.literal('driver-start'),
    controller: name,
    multiport: optional(v.boolean()),
  }),
  'driver-reset': v.strictObject({ do: v.literal('driver-reset'), controller: name }),
  'guest-messages': v.strictObject({ do: v.literal('guest-messages'), controller: name }),
  'guest-control': v.strictObject({
    do: v.literal('guest-control'),
    controller: name,
    id: count,
    event: controlEvent,
    value: countTo(65535),
  }),
  'guest-open': v.strictObject({ do: v.literal('guest-open'), port: name }),
  'guest-close': v.strictObject({ do: v.literal('guest-close'), port: name }),
  'guest-post': v.strictObject({
    do: v.literal('guest-post'),
    port: name,
    buffers: countTo(queueLength),
    size: bufferSize,
  }),
  'guest-kick': v.strictObject({ do: v.literal('guest-kick'), port: name, queue: v.picklist(['in', 'out']) }),
  'guest-queues': v.strictObject({ do: v.literal('guest-queues'), port: name }),
  'guest-emergency-write': v.strictObject({
    do: v.literal('guest-emergency-write'),
    controller: name,
    byte: countTo(255),
  }),
};
const witness = {
  'witness-attach': v.strictObject({ do: v.literal('witness-attach'), port: name, chardev: name }),
  'witness-detach': v.strictObject({ do: v.literal('witness-detach'), port: name }),
  'witness-handlers': v.strictObject({ do: v.literal('witness-handlers'), port: name, listening: v.boolean() }),
  'witness-room': v.strictObject({ do: v.literal('witness-room'), port: name, room: count }),
  'witness-open': v.strictObject({ do: v.literal('witness-open'), port: name, open: v.boolean() }),
  'witness-focus': v.strictObject({ do: v.literal('witness-focus'), port: name }),
  'witness-write': v.strictObject({
    do: v.literal('witness-write'),
    port: name,
    bytes: byteString,
    all: optional(v.boolean()),
  }),
  'witness-changes': v.strictObject({
    do: v.literal('witness-changes'),
    port: name,
    answer: v.picklist(['none', 'listens', 'refuses', 'listens-and-refuses']),
  }),
  'witness-watch': v.strictObject({ do: v.literal('witness-watch'), port: name }),
  'witness-take-fds': v.strictObject({
    do: v.literal('witness-take-fds'),
    port: name,
    max: v.pipe(count, v.minValue(1), v.maxValue(16)),
  }),
  'witness-give-fds': v.strictObject({ do: v.literal('witness-give-fds'), port: name, fds: handles }),
  'witness-disconnect': v.strictObject({
    do: v.literal('witness-disconnect'),
    port: name,
    within: v.exactOptional(v.literal('OPENED')),
  }),
  'witness-wait-connected': v.strictObject({ do: v.literal('witness-wait-connected'), port: name }),
  'witness-records': v.strictObject({ do: v.literal('witness-records'), port: name }),
};
const display = {
  screen: v.strictObject({ do: v.literal('screen'), chardev: name }),
  'vc-keys': v.strictObject({ do: v.literal('vc-keys'), chardev: name, bytes: byteString }),
};
const world = {
  observe: v.union(
    [
      v.strictObject({ do: v.literal('observe'), what: v.literal('descriptors') }),
      v.strictObject({ do: v.literal('observe'), what: v.literal('port'), port: name }),
    ],
    "what: 'descriptors', or what: 'port' with a port",
  ),
  'limit-descriptors': v.strictObject({ do: v.literal('limit-descriptors'), free: v.nullable(count) }),
  advance: v.strictObject({ do: v.literal('advance'), ms: wait }),
  hold: v.strictObject({ do: v.literal('hold') }),
  release: v.strictObject({ do: v.literal('release') }),
  fault: v.strictObject({
    do: v.literal('fault'),
    call: v.picklist(['open', 'dup', 'read', 'write', 'ftruncate', 'fcntl', 'accept', 'sendmsg', 'recvmsg']),
    object: optional(v.string()),
    times: optional(count),
    give: v.union([v.strictObject({ errno: v.string() }), v.strictObject({ short: count })]),
  }),
};
const launchAction = {
  launch: v.strictObject({ do: v.literal('launch'), ...launchMembers, patienceMs: optional(wait) }),
  'wait-launch': v.strictObject({ do: v.literal('wait-launch'), patienceMs: optional(wait) }),
  'wait-exit': v.strictObject({ do: v.literal('wait-exit') }),
};

/** Every action, looked up by its `do`: members that it does not have are errors. */
export const actionSchema: v.GenericSchema<unknown, Action> = lookedUp('do', {
  ...host,
  ...launchAction,
  ...management,
  ...guest,
  ...driver,
  ...witness,
  ...display,
  ...world,
});
