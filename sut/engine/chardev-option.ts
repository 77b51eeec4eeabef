import type { Profile } from '../../model/language/profile.ts';
import type { BackendSpec, LoggedSpec, SocketAddress } from './chardev/backend-spec.ts';
import { consoleSize } from './chardev/console.ts';
import { chardevErrors, socketErrors } from './error-text.ts';
import { type Attempt, failure, success } from './failure.ts';
import type { Machine } from './machine.ts';
import type { Complain, OptionList } from './option-list.ts';

function needsPath(options: OptionList, otherwise: string, make: (path: string) => BackendSpec): Attempt<BackendSpec> {
  const path = options.text('path');
  return path === null ? failure(otherwise) : success(make(path));
}

function needsChardev(options: OptionList): Attempt<BackendSpec> {
  const base = options.text('chardev');
  return base === null ? failure(chardevErrors.noMuxBase) : success({ type: 'mux', base });
}

/** Members up to the first index that is not given. Source: HUB-02. */
function membersOf(options: OptionList): readonly string[] {
  const members: string[] = [];
  for (let next = options.text('chardevs.0'); next !== null; next = options.text(`chardevs.${members.length}`)) {
    members.push(next);
  }
  return members;
}

function given(options: OptionList, key: string): boolean | null {
  return options.text(key) === null ? null : options.flag(key, true);
}

function socketAddress(options: OptionList): SocketAddress {
  const path = options.text('path');
  if (path !== null) {
    return { kind: 'path', path, abstract: options.flag('abstract', false), tight: options.flag('tight', true) };
  }
  const host = options.text('host');
  if (host === null) return { kind: 'fd', text: options.text('fd') ?? '' };
  return {
    kind: 'inet',
    host,
    port: options.text('port') ?? '',
    to: options.number('to'),
    ipv4: given(options, 'ipv4'),
    ipv6: given(options, 'ipv6'),
    numeric: false,
  };
}

/** Source: SOCK-01, SOCK-09. */
function socketOf(options: OptionList): Attempt<BackendSpec> {
  const addresses = ['path', 'fd', 'host'].filter((key) => options.text(key) !== null);
  if (addresses.length > 1) return failure(socketErrors.oneAddress);
  if (options.text('host') !== null && options.text('port') === null) return failure(socketErrors.noPort);
  if (options.text('delay') !== null && options.text('nodelay') !== null) return failure(socketErrors.delayTwice);
  const server = options.flag('server', false);
  return success({
    type: 'socket',
    address: socketAddress(options),
    server,
    wait: options.text('wait') === null && !server ? null : options.flag('wait', true),
    reconnectSeconds: options.number('reconnect'),
    reconnectMs: options.number('reconnect-ms'),
    tlsCredentials: options.text('tls-creds'),
    tlsAuthorization: options.text('tls-authz'),
    websocket: options.flag('websocket', false),
    telnet: options.flag('telnet', false),
    tn3270: options.flag('tn3270', false),
  });
}

/** Source: UDP-01. */
function udpOf(options: OptionList): Attempt<BackendSpec> {
  const port = options.text('port') ?? '';
  if (port === '') return failure(`chardev: udp: ${chardevErrors.noRemotePort}`);
  const host = options.text('host') ?? '';
  const localPort = options.text('localport');
  const localHost = options.text('localaddr');
  const hasLocal = localPort !== null || localHost !== null;
  return success({
    type: 'udp',
    remote: { kind: 'inet', host: host === '' ? 'localhost' : host, port },
    local: hasLocal ? { kind: 'inet', host: localHost ?? '', port: localPort || '0' } : null,
  });
}

/** Old names, which the newer release has forgotten. Source: MISC-02. */
const newNames: ReadonlyMap<string, string> = new Map([
  ['tty', 'serial'],
  ['parport', 'parallel'],
]);

function knowsOldNames(profile: Profile): boolean {
  return profile.wording === '7.2';
}

function aliasOf(type: 'tty' | 'parport', options: OptionList, profile: Profile): Attempt<BackendSpec> {
  if (!knowsOldNames(profile)) return failure(chardevErrors.badDriver(type));
  return backendOf(newNames.get(type) ?? type, options, profile);
}

/** Complains of a type's old name, once in the life of the process, before anything else is looked at. Source: MISC-02. */
export function complainOfOldName(machine: Machine, options: OptionList, complain: Complain): void {
  const type = options.text('backend') ?? '';
  const newName = newNames.get(type);
  if (newName === undefined || !knowsOldNames(machine.profile) || machine.oldNamesUsed.has(type)) return;
  machine.oldNamesUsed.add(type);
  complain(`warning: The alias '${type}' is deprecated, use '${newName}' instead`);
}

function backendOf(type: string, options: OptionList, profile: Profile): Attempt<BackendSpec> {
  switch (type) {
    case 'null':
      return success({ type });
    case 'ringbuf':
    case 'memory': {
      // cut to 32 bits, and 0 is the default (RB-01)
      const size = BigInt.asIntN(32, options.number('size') ?? 0n);
      return success({ type, size: size === 0n ? null : size });
    }
    case 'file':
      return needsPath(options, chardevErrors.noFileName, (out) => ({
        type,
        out,
        in: options.text('input-path'),
        append: options.flag('append', false),
      }));
    case 'pipe':
      return needsPath(options, chardevErrors.noPipePath, (device) => ({ type, device }));
    case 'serial':
      return needsPath(options, chardevErrors.noSerialPath, (device) => ({ type, device }));
    case 'parallel':
      return needsPath(options, chardevErrors.noParallelPath, (device) => ({ type, device }));
    case 'socket':
      return socketOf(options);
    case 'pty':
      return success({ type, path: options.text('path') });
    case 'tty':
    case 'parport':
      return aliasOf(type, options, profile);
    case 'stdio':
    case 'testdev':
    case 'msmouse':
    case 'wctablet':
      return success({ type });
    case 'vc':
      return success({ type, size: consoleSize((key) => options.number(key)) });
    case 'udp':
      return udpOf(options);
    case 'mux':
      return needsChardev(options);
    case 'hub':
      return success({ type, members: membersOf(options) });
    case 'fd':
      return failure("Parameter 'driver' expects a non-abstract device type");
    default:
      return failure(chardevErrors.badDriver(type));
  }
}

/** A chardev to make; `mux`: as the base of a multiplexer that has its id. Source: CHR-10. */
export type WantedChardev = { readonly id: string; readonly mux: boolean; readonly spec: LoggedSpec };

/** What one -chardev asks for. Source: CHR-09, FILE-01, PIPE-01. */
export function readChardevOption(options: OptionList, profile: Profile): Attempt<WantedChardev> {
  const { id } = options;
  const type = options.text('backend');
  if (type === null && id !== null) return failure(chardevErrors.noBackend(id));
  if (id === null) return failure(chardevErrors.noId);
  const backend = backendOf(type ?? '', options, profile);
  if (!backend.ok) return backend;
  const logfile = options.text('logfile');
  const logappend = options.flag('logappend', false);
  const mux = options.flag('mux', false);
  return success({ id, mux, spec: { backend: backend.value, logfile, logappend } });
}
