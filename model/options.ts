import type { Backend } from './backend.ts';
import type { Profile } from './language/profile.ts';
import { ModelLimit } from './limit.ts';
import type { Outcomed } from './state.ts';

/** Options of one command-line word: `null` where there is no value, the last of a repeated key wins. */
export type Options = ReadonlyMap<string, string>;

const identifierError = "Parameter 'id' expects an identifier";
const isIdentifier = (id: string): boolean => /^[A-Za-z][A-Za-z0-9._-]*$/.test(id);

/** Splits `a=b,c=d,,e`; the first word without `=` is the implied key. Source: QEMU option strings. */
export function splitOptions(text: string, impliedKey: string | null): Options {
  const options = new Map<string, string>();
  const parts = text.split(/(?<!,),(?!,)/).map((part) => part.replaceAll(',,', ','));
  for (const [index, part] of parts.entries()) {
    if (part === '' && parts.length === 1) continue;
    const equals = part.indexOf('=');
    if (equals >= 0) options.set(part.slice(0, equals), part.slice(equals + 1));
    else if (index === 0 && impliedKey !== null) options.set(impliedKey, part);
    else if (part.startsWith('no')) options.set(part.slice(2), 'off');
    else options.set(part, 'on');
  }
  return options;
}

/** An unsigned number as options take it: decimal, hexadecimal or octal, wrapped to 64 bits. Source: FDSET-41. */
export function optionNumber(key: string, text: string): Outcomed<bigint> {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(text);
  const digits = match?.[2];
  if (match === null || digits === undefined) return { ok: false, text: `Parameter '${key}' expects a number` };
  const octal = /^0[0-7]+$/.test(digits);
  if (/^0[0-9]+$/.test(digits) && !octal) return { ok: false, text: `Parameter '${key}' expects a number` };
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  if (value >= 2n ** 64n) return { ok: false, text: `Value '${text}' is too large for parameter '${key}'` };
  return { ok: true, value: match[1] === '-' ? BigInt.asUintN(64, -value) : value };
}

/** `-add-fd`, read: the number and the set as they stand, `null` if missing. */
export type AddFdOption = { readonly fd: bigint | null; readonly set: bigint | null; readonly opaque: string | null };

/** Reads one `-add-fd` word. Source: FDSET-41. */
export function readAddFd(text: string): Outcomed<AddFdOption> {
  let fd: bigint | null = null;
  let set: bigint | null = null;
  let opaque: string | null = null;
  for (const [key, value] of splitOptions(text, null)) {
    if (key === 'opaque') opaque = value;
    else if (key === 'fd' || key === 'set') {
      const number = optionNumber(key, value);
      if (!number.ok) return number;
      if (key === 'fd') fd = number.value;
      else set = BigInt.asIntN(64, number.value);
    } else return { ok: false, text: `Invalid parameter '${key}'` };
  }
  return { ok: true, value: { fd, set, opaque } };
}

/** A `-chardev` word that parses: its id, if any, and its options. */
export type ChardevOption = { readonly id: string | null; readonly options: Options };

const booleans = ['append', 'logappend', 'server', 'wait', 'mux', 'nodelay', 'delay', 'telnet', 'websocket', 'signal'];
const known = [
  ...booleans,
  ...['backend', 'path', 'host', 'port', 'fd', 'to', 'ipv4', 'ipv6', 'localaddr', 'localport', 'reconnect'],
  ...['tls-creds', 'tls-authz', 'tn3270', 'width', 'height', 'cols', 'rows', 'size', 'chardev', 'name', 'debug'],
  ...['logfile', 'abstract', 'tight', 'clipboard', 'mouse'],
];

/** The list of a hub's members, by index. Source: HUB-02. */
const memberKeys = ['chardevs.0', 'chardevs.1', 'chardevs.2', 'chardevs.3'];

/** Reads one `-chardev` word: keys and kinds of values, and the id. Source: CHR-08, CHR-09, FILE-01. */
export function readChardev(text: string, profile: Profile, taken: readonly string[]): Outcomed<ChardevOption> {
  const options = splitOptions(text, 'backend');
  const id = options.get('id') ?? null;
  if (id !== null && !isIdentifier(id)) return { ok: false, text: identifierError };
  if (id !== null && taken.includes(id)) return { ok: false, text: `Duplicate ID '${id}' for chardev` };
  for (const [key, value] of options) {
    if (key === 'id') continue;
    const allowed =
      known.includes(key) ||
      (key === 'input-path' && profile.fileInputPathOption) ||
      (key === 'reconnect-ms' && profile.reconnectMs) ||
      (profile.hub && memberKeys.includes(key));
    if (!allowed) return { ok: false, text: `Invalid parameter '${key}'` };
    if (booleans.includes(key) && value !== 'on' && value !== 'off') {
      if (['yes', 'true', 'y', 'no', 'false', 'n'].includes(value)) throw new ModelLimit(`${key}=${value}`);
      return { ok: false, text: `Parameter '${key}' expects 'on' or 'off'` };
    }
    if (key === 'size' && !/^[0-9]+[kKMG]?$/.test(value))
      return { ok: false, text: "Parameter 'size' expects a non-negative number below 2^64" };
  }
  return { ok: true, value: { id, options } };
}

const suffixes: Readonly<Record<string, bigint>> = { k: 1n << 10n, K: 1n << 10n, M: 1n << 20n, G: 1n << 30n };

function numberOf(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  if (!/^[0-9]+$/.test(text)) throw new ModelLimit(`the number ${text}`);
  return BigInt(text);
}

function sizeOf(text: string | undefined): bigint {
  if (text === undefined) return 65536n;
  const size = BigInt(text.replace(/[kKMG]$/, '')) * (suffixes[text.at(-1) ?? ''] ?? 1n);
  const cut = BigInt.asIntN(32, size);
  return cut === 0n ? 65536n : cut;
}

/** What the options make, or the text of what is missing. Source: FILE-01, PIPE-01, CHR-09, GETFD-10, SOCK-09. */
export function backendOfOptions(options: Options, profile: Profile): Outcomed<Backend> {
  const word = options.get('backend') ?? '';
  const common = { logfile: options.get('logfile') ?? null, logappend: options.get('logappend') === 'on' };
  const path = options.get('path');
  switch (word) {
    case 'null':
      return { ok: true, value: { ...common, type: 'null' } };
    case 'ringbuf':
    case 'memory':
      return { ok: true, value: { ...common, type: word, size: sizeOf(options.get('size')) } };
    case 'file':
      if (path === undefined) return { ok: false, text: 'chardev: file: no filename given' };
      return {
        ok: true,
        value: {
          ...common,
          type: 'file',
          out: path,
          in: options.get('input-path') ?? null,
          append: options.get('append') === 'on',
        },
      };
    case 'pipe':
    case 'serial':
    case 'parallel': {
      const named = word === 'serial' ? 'serial/tty' : word;
      if (path === undefined) return { ok: false, text: `chardev: ${named}: no device path given` };
      return { ok: true, value: { ...common, type: word, device: path } };
    }
    case 'socket':
      return socketOfOptions(options, common);
    case 'mux': {
      const base = options.get('chardev');
      if (base === undefined) return { ok: false, text: 'chardev: mux: no chardev given' };
      return { ok: true, value: { ...common, type: 'mux', base } };
    }
    case 'hub':
      if (!profile.hub) return { ok: false, text: `'${word}' is not a valid char driver name` };
      return { ok: true, value: { ...common, type: 'hub', members: membersOf(options) } };
    case 'pty':
      return { ok: true, value: { ...common, type: 'pty', path: profile.hub ? (path ?? null) : null } };
    case 'fd':
      return { ok: false, text: "Parameter 'driver' expects a non-abstract device type" };
    default:
      if (/^(stdio|udp|vc|msmouse|testdev|tty|parport|wctablet|braille|console|spice\w*)$/.test(word))
        throw new ModelLimit(`-chardev ${word}`);
      return { ok: false, text: `'${word}' is not a valid char driver name` };
  }
}

/** The members, up to the first missing index. Source: HUB-02. */
function membersOf(options: Options): readonly string[] {
  const values = memberKeys.map((key) => options.get(key));
  const end = values.indexOf(undefined);
  return values.slice(0, end < 0 ? values.length : end).map(String);
}

function socketOfOptions(
  options: Options,
  common: { readonly logfile: string | null; readonly logappend: boolean },
): Outcomed<Backend> {
  const ways = ['path', 'fd', 'host'].filter((key) => options.has(key));
  if (ways.length > 1) return { ok: false, text: "None or one of 'path', 'fd' or 'host' option required." };
  const word = options.get('fd') ?? '';
  const path = options.get('path');
  if (options.has('host') && !options.has('port')) return { ok: false, text: 'chardev: socket: no port given' };
  if (options.has('delay') && options.has('nodelay'))
    return { ok: false, text: "'delay' and 'nodelay' are mutually exclusive" };
  if (options.has('host')) throw new ModelLimit('a socket chardev of the internet');
  if (path === undefined && !/^[0-9]+$/.test(word)) return { ok: false, text: `Unable to parse FD number ${word}` };
  const server = options.get('server') === 'on';
  return {
    ok: true,
    value: {
      ...common,
      type: 'socket',
      source: path === undefined ? { from: 'number', number: Number(word) } : { from: 'path', path },
      server,
      wait: options.has('wait') ? options.get('wait') === 'on' : server ? true : null,
      reconnect: numberOf(options.get('reconnect')),
      reconnectMs: numberOf(options.get('reconnect-ms')),
      tlsCredentials: options.get('tls-creds') ?? null,
      tlsAuthorization: options.get('tls-authz') ?? null,
      websocket: options.get('websocket') === 'on',
      foreign: ['telnet', 'tn3270', 'websocket'].find((key) => options.get(key) === 'on') ?? null,
    },
  };
}
