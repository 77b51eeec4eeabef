import type { Profile } from '../../model/language/profile.ts';
import type { BackendSpec, LoggedSpec, SocketAddress } from './chardev/backend-spec.ts';
import { chardevErrors, socketErrors } from './error-text.ts';
import { type Attempt, failure, success } from './failure.ts';
import { type OptionKind, type OptionList, type OptionSyntax, parseOptions } from './option-list.ts';

/** One option with the word that it was given as. */
export type ParsedOption = { readonly word: string; readonly options: OptionList };
/** What the words ask for, in their order. */
export type CommandLine = {
  readonly paused: boolean;
  readonly addFd: readonly ParsedOption[];
  readonly chardevs: readonly ParsedOption[];
};

const addFdSyntax: OptionSyntax = { group: 'add-fd', kinds: { fd: 'number', set: 'number', opaque: 'string' } };

/** Every key that -chardev knows, whatever the backend. Source: qemu_chardev_opts; FILE-01. */
const chardevKinds: Readonly<Record<string, OptionKind>> = {
  backend: 'string',
  path: 'string',
  host: 'string',
  port: 'string',
  fd: 'string',
  localaddr: 'string',
  localport: 'string',
  to: 'number',
  ipv4: 'bool',
  ipv6: 'bool',
  wait: 'bool',
  server: 'bool',
  delay: 'bool',
  nodelay: 'bool',
  reconnect: 'number',
  telnet: 'bool',
  tn3270: 'bool',
  'tls-creds': 'string',
  'tls-authz': 'string',
  websocket: 'bool',
  width: 'number',
  height: 'number',
  cols: 'number',
  rows: 'number',
  mux: 'bool',
  signal: 'bool',
  name: 'string',
  debug: 'number',
  size: 'size',
  chardev: 'string',
  append: 'bool',
  logfile: 'string',
  logappend: 'bool',
  mouse: 'bool',
  clipboard: 'bool',
  tight: 'bool',
  abstract: 'bool',
};

/** Keys `chardevs.N` of the command line. Source: HUB-01. */
const hubKeys = 4;

function chardevSyntax(profile: Profile): OptionSyntax {
  const kinds: Record<string, OptionKind> = { ...chardevKinds };
  if (profile.fileInputPathOption) kinds['input-path'] = 'string';
  if (profile.hub) for (let at = 0; at < hubKeys; at += 1) kinds[`chardevs.${at}`] = 'string';
  if (profile.reconnectMs) kinds['reconnect-ms'] = 'number';
  const negativeSizes = profile.wording === '7.2' ? 'no-number' : 'out-of-range';
  return { group: 'chardev', impliedKey: 'backend', kinds, negativeSizes };
}

type Draft = { paused: boolean; addFd: ParsedOption[]; chardevs: ParsedOption[] };

function idsOf(options: readonly ParsedOption[]): readonly string[] {
  return options.flatMap(({ options: { id } }) => id ?? []);
}

function takeOption(name: string, word: string, into: Draft, profile: Profile): Attempt<void> {
  if (name === 'add-fd') {
    const options = parseOptions(word, addFdSyntax, idsOf(into.addFd));
    if (!options.ok) return options;
    into.addFd.push({ word, options: options.value });
    return success(undefined);
  }
  const options = parseOptions(word, chardevSyntax(profile), idsOf(into.chardevs));
  if (!options.ok) return options;
  into.chardevs.push({ word, options: options.value });
  return success(undefined);
}

/**
 * Words to options, in order; the first error ends it, with the words that stand before its text. Other options than
 * these are no part of the engine. Source: FDSET-40, FDSET-41, CHR-08, CHR-09.
 */
export function parseCommandLine(words: readonly string[], profile: Profile): Attempt<CommandLine> {
  const draft: Draft = { paused: false, addFd: [], chardevs: [] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const name = word.replace(/^--?/, '');
    if (word === '-S' || word === '--S') {
      draft.paused = true;
      continue;
    }
    if (!word.startsWith('-') || (name !== 'add-fd' && name !== 'chardev')) {
      return failure(`${word}: invalid option`);
    }
    const value = words[at + 1];
    if (value === undefined) return failure(`${word}: requires an argument`);
    const taken = takeOption(name, value, draft, profile);
    if (!taken.ok) return failure(`${word} ${value}: ${taken.text}`);
    at += 1;
  }
  return success(draft);
}

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

function socketAddress(options: OptionList): SocketAddress {
  const path = options.text('path');
  return path === null ? { kind: 'fd', text: options.text('fd') ?? '' } : { kind: 'path', path };
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
  });
}

function backendOf(type: string, options: OptionList): Attempt<BackendSpec> {
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
export function readChardevOption(options: OptionList): Attempt<WantedChardev> {
  const { id } = options;
  const type = options.text('backend');
  if (type === null && id !== null) return failure(chardevErrors.noBackend(id));
  if (id === null) return failure(chardevErrors.noId);
  const backend = backendOf(type ?? '', options);
  if (!backend.ok) return backend;
  const logfile = options.text('logfile');
  const logappend = options.flag('logappend', false);
  const mux = options.flag('mux', false);
  return success({ id, mux, spec: { backend: backend.value, logfile, logappend } });
}
