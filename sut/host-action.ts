import type { Action, HostAction } from '../model/language/action.ts';

/** Every host action by its `do`: the type sees to it that none is missing. */
const hostActions: Readonly<Record<HostAction['do'], true>> = {
  'write-file': true,
  'read-file': true,
  'read-char-log': true,
  mkdir: true,
  mkfifo: true,
  unlink: true,
  open: true,
  reopen: true,
  pipe: true,
  socketpair: true,
  memfd: true,
  eventfd: true,
  pty: true,
  socket: true,
  listen: true,
  'connect-socket': true,
  accept: true,
  'open-pty': true,
  udp: true,
  dup: true,
  close: true,
  write: true,
  read: true,
  seek: true,
  shutdown: true,
  'write-fds': true,
  reset: true,
  'set-flags': true,
  'get-flags': true,
};

/** Whether the client does it by itself, without the system. */
export function isHostAction(action: Action): action is HostAction {
  return Object.hasOwn(hostActions, action.do);
}
