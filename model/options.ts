import type { Backend } from './backend.ts';
import type { InetAddress } from './inet-address.ts';
import type { Profile } from './language/profile.ts';
import { ModelLimit } from './limit.ts';
import type { SocketName } from './socket-address.ts';
import type { Outcomed } from './state.ts';

/** One `key=value` of a command-line word, in its place; `short`: as it stood there without a value. */
export type Pair = readonly [key: string, value: string, short?: string];
/** Options of one command-line word: the last of a repeated key wins. */
export type Options = ReadonlyMap<string, string>;

const identifierError = "Parameter 'id' expects an identifier";
/** Whether options take it as an id. Source: CHR-08. */
export const isIdentifier = (id: string): boolean => /^[A-Za-z][A-Za-z0-9._-]*$/.test(id);

/** A value up to a single comma; two stand for one. */
const valueForm = /^((?:[^,]|,,)*),?/;

/** A word without a value: on, or off behind `no`. */
function switched(word: string): Pair {
  return word.startsWith('no') ? [word.slice(2), 'off', word] : [word, 'on', word];
}

/**
 * Splits `a=b,c=d,,e`; the first word without `=` is the implied key's, others are switched on, or off if they begin with
 * `no` (`nodelay` too: `delay` off). Doubled commas are of values only. Source: HMP-03, experiment.
 */
export function splitOptions(text: string, impliedKey: string | null): readonly Pair[] {
  const pairs: Pair[] = [];
  let rest = text;
  while (rest !== '') {
    const [, key = '', mark] = /^([^=,]*)([=,]?)/.exec(rest) ?? [];
    const implied = mark !== '=' && rest === text ? impliedKey : null;
    if (mark === '=') rest = rest.slice(key.length + 1);
    if (mark === '=' || implied !== null) {
      const [all = '', value = ''] = valueForm.exec(rest) ?? [];
      pairs.push([implied ?? key, value.replaceAll(',,', ',')]);
      rest = rest.slice(all.length);
    } else {
      pairs.push(switched(key));
      rest = rest.slice(key.length + 1);
    }
  }
  return pairs;
}

/** The first `id`, which is looked at before everything else, and before a first word is known for the implied key's. */
function idOf(pairs: readonly Pair[], text: string): string | null {
  const first = switched(/^[^=,]*/.exec(text)?.[0] ?? '');
  if (first[0] === 'id' && text.charAt(first[2]?.length ?? 0) !== '=') return first[1];
  return pairs.find(([key]) => key === 'id')?.[1] ?? null;
}

/** What is said of a word without a value. Source: HMP-03, experiment. */
function shortNews([key, value, short]: Pair): readonly string[] {
  if (short === undefined) return [];
  const better = key === 'delay' ? `nodelay=${value === 'on' ? 'off' : 'on'}` : `${key}=${value}`;
  return [`warning: short-form boolean option '${short}' deprecated`, `Please use ${better} instead`];
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
export type AddFdOption = {
  readonly fd: bigint | null;
  readonly set: bigint | null;
  readonly opaque: string | null;
  readonly id: string | null;
};

/** Reads one `-add-fd` word. Source: FDSET-41. */
export function readAddFd(text: string, taken: readonly string[]): Outcomed<AddFdOption> {
  const pairs = splitOptions(text, null);
  const id = idOf(pairs, text);
  if (id !== null && !isIdentifier(id)) return { ok: false, text: identifierError };
  if (id !== null && taken.includes(id)) return { ok: false, text: `Duplicate ID '${id}' for add-fd` };
  let fd: bigint | null = null;
  let set: bigint | null = null;
  let opaque: string | null = null;
  for (const [key, value] of pairs) {
    if (key === 'id') continue;
    if (key === 'opaque') opaque = value;
    else if (key === 'fd' || key === 'set') {
      const number = optionNumber(key, value);
      if (!number.ok) return number;
      if (key === 'fd') fd = number.value;
      else set = BigInt.asIntN(64, number.value);
    } else return { ok: false, text: `Invalid parameter '${key}'` };
  }
  return { ok: true, value: { fd, set, opaque, id } };
}

/** A `-chardev` word that parses: its id, if any, and its options. */
export type ChardevOption = { readonly id: string | null; readonly options: Options };

const booleans = [
  ...['append', 'logappend', 'server', 'wait', 'mux', 'nodelay', 'delay', 'telnet', 'tn3270', 'websocket', 'signal'],
  ...['ipv4', 'ipv6', 'abstract', 'tight', 'clipboard', 'mouse'],
];
const numbers = ['to', 'width', 'height', 'cols', 'rows', 'debug'];
const texts = [
  ...['backend', 'path', 'host', 'port', 'fd', 'localaddr', 'localport', 'tls-creds', 'tls-authz', 'chardev', 'name'],
  'logfile',
];
const yes = ['on', 'yes', 'true', 'y'];
const no = ['off', 'no', 'false', 'n'];

/** The list of a hub's members, by index. Source: HUB-02. */
const memberKeys = ['chardevs.0', 'chardevs.1', 'chardevs.2', 'chardevs.3'];

function kindOf(key: string, profile: Profile): 'boolean' | 'number' | 'size' | 'text' | null {
  if (booleans.includes(key)) return 'boolean';
  if (numbers.includes(key)) return 'number';
  if (key === 'reconnect' ? profile.reconnectSeconds : key === 'reconnect-ms' && profile.reconnectMs) return 'number';
  if (key === 'size') return 'size';
  if (profile.hub && memberKeys.includes(key)) return 'text';
  return texts.includes(key) || (key === 'input-path' && profile.fileInputPathOption) ? 'text' : null;
}

/** Reads one `-chardev` word: keys and kinds of values, in their order, and the id. Source: CHR-08, CHR-09, FILE-01. */
export function readChardev(text: string, profile: Profile, taken: readonly string[]): Outcomed<ChardevOption> {
  const pairs = splitOptions(text, 'backend');
  const id = idOf(pairs, text);
  if (id !== null && !isIdentifier(id)) return { ok: false, text: identifierError };
  if (id !== null && taken.includes(id)) return { ok: false, text: `Duplicate ID '${id}' for chardev` };
  const options = checked(pairs, profile);
  return options.ok ? { ok: true, value: { id, options: options.value } } : options;
}

/** What is said while `readChardev` reads the word, up to the option that is wrong. Source: HMP-03, experiment. */
export function newsOfChardev(text: string, profile: Profile, taken: readonly string[]): readonly string[] {
  const pairs = splitOptions(text, 'backend');
  const id = idOf(pairs, text);
  if (id !== null && (!isIdentifier(id) || taken.includes(id))) return [];
  const wrong = pairs.findIndex((pair) => !checked([pair], profile).ok);
  return pairs.slice(0, wrong < 0 ? pairs.length : wrong + 1).flatMap(shortNews);
}

/** Reads options that follow a word of the old kind, without an id. Source: MISC-02. */
export function readOptions(text: string, impliedKey: string | null, profile: Profile): Outcomed<Options> {
  return checked(splitOptions(text, impliedKey), profile);
}

function checked(pairs: readonly Pair[], profile: Profile): Outcomed<Options> {
  const options = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (key === 'id') continue;
    const kind = kindOf(key, profile);
    if (kind === null) return { ok: false, text: `Invalid parameter '${key}'` };
    const error = valueError(kind, key, value, profile);
    if (error !== null) return { ok: false, text: error };
    options.set(key, kind === 'boolean' ? (yes.includes(value) ? 'on' : 'off') : value);
  }
  return { ok: true, value: options };
}

function valueError(
  kind: 'boolean' | 'number' | 'size' | 'text',
  key: string,
  value: string,
  profile: Profile,
): string | null {
  switch (kind) {
    case 'text':
      return null;
    case 'boolean':
      return yes.includes(value) || no.includes(value) ? null : `Parameter '${key}' expects 'on' or 'off'`;
    case 'number': {
      if (key === 'to' && /^\{port:[^{}]*\}$/.test(value)) return null;
      const number = optionNumber(key, value);
      return number.ok ? null : number.text;
    }
    case 'size':
      return sizeError(key, value, profile);
  }
}

const sizeForm = /^\s*\+?(?:(0x[0-9a-f]+)|([0-9]*)(?:\.([0-9]*))?)([bkmgtpe]?)$/i;

/**
 * Sizes: decimal, with a part of a unit and a suffix, or hexadecimal; only 7.2 knows suffixes there, only 10.0 parts
 * without a whole. Source: experiment on both versions.
 */
function sizeError(key: string, value: string, profile: Profile): string | null {
  const outOfRange = `Value '${value}' is out of range for parameter '${key}'`;
  if (/^-[0-9]+$/.test(value) && profile.wording === '10.0') return outOfRange;
  const unknown = `Parameter '${key}' expects a non-negative number below 2^64`;
  const parts = sizeForm.exec(value);
  if (parts === null) return unknown;
  const [, hexadecimal, whole, part, suffix] = parts;
  if (hexadecimal !== undefined && suffix !== '' && profile.wording === '10.0') return unknown;
  if (hexadecimal === undefined && whole === '' && (profile.wording === '7.2' || !part)) return unknown;
  if (/[1-9]/.test(part ?? '') && /^b?$/i.test(suffix ?? '')) return unknown;
  return sizeOf(value) < 2n ** 64n ? null : outOfRange;
}

function sizeOf(text: string): bigint {
  const [, hexadecimal, whole = '', part = '', suffix = ''] = sizeForm.exec(text) ?? [];
  const shift = BigInt(10 * Math.max(0, 'bkmgtpe'.indexOf(suffix.toLowerCase() || 'b')));
  if (hexadecimal !== undefined) return BigInt(hexadecimal) << shift;
  const doubled = (BigInt(`${whole}${part}0`) << (shift + 1n)) / 10n ** BigInt(part.length + 1);
  return (doubled + 1n) / 2n;
}

/** A number that was found good before, `null` if it is not given. */
function numberOf(key: string, options: Options): bigint | null {
  const number = optionNumber(key, options.get(key) ?? '');
  return number.ok ? number.value : null;
}

/** The size that a ring buffer asks for: cut to 32 bits, and 0 is the default. Source: RB-01. */
function ringSizeOf(text: string | undefined): bigint {
  const cut = BigInt.asIntN(32, text === undefined ? 0n : sizeOf(text));
  return cut === 0n ? 65536n : cut;
}

/** Names that 7.2 still takes for others. Source: MISC-02. */
export function aliasOf(word: string, profile: Profile): string {
  if (profile.hub) return word;
  return word === 'tty' ? 'serial' : word === 'parport' ? 'parallel' : word;
}

/** What the options make, or the text of what is missing. Source: FILE-01, PIPE-01, CHR-09, GETFD-10, SOCK-09. */
export function backendOfOptions(options: Options, profile: Profile): Outcomed<Backend> {
  const word = aliasOf(options.get('backend') ?? '', profile);
  const common = { logfile: options.get('logfile') ?? null, logappend: options.get('logappend') === 'on' };
  const path = options.get('path');
  switch (word) {
    case 'null':
      return { ok: true, value: { type: 'null', ...common } };
    case 'ringbuf':
    case 'memory':
      return { ok: true, value: { type: word, size: ringSizeOf(options.get('size')), ...common } };
    case 'file':
      if (path === undefined) return { ok: false, text: 'chardev: file: no filename given' };
      return {
        ok: true,
        value: {
          type: 'file',
          out: path,
          in: options.get('input-path') ?? null,
          append: options.get('append') === 'on',
          ...common,
        },
      };
    case 'pipe':
    case 'serial':
    case 'parallel': {
      const named = word === 'serial' ? 'serial/tty' : word;
      if (path === undefined) return { ok: false, text: `chardev: ${named}: no device path given` };
      return { ok: true, value: { type: word, device: path, ...common } };
    }
    case 'socket':
      return socketOfOptions(options, common);
    case 'mux': {
      const base = options.get('chardev');
      if (base === undefined) return { ok: false, text: 'chardev: mux: no chardev given' };
      return { ok: true, value: { type: 'mux', base, ...common } };
    }
    case 'hub':
      if (!profile.hub) return notADriver(word);
      return { ok: true, value: { type: 'hub', members: membersOf(options), ...common } };
    case 'pty':
      return { ok: true, value: { type: 'pty', path: profile.ptyPathOption ? (path ?? null) : null, ...common } };
    case 'stdio':
    case 'testdev':
    case 'msmouse':
    case 'wctablet':
      return { ok: true, value: { type: word, ...common } };
    case 'vc': {
      const measure = (key: string): number | null => {
        const given = options.get(key);
        const number = given === undefined ? null : optionNumber(key, given);
        return number?.ok ? Number(BigInt.asIntN(32, number.value)) : null;
      };
      const width = measure('width') ?? (measure('cols') ?? 0) * 8;
      const height = measure('height') ?? (measure('rows') ?? 0) * 16;
      return { ok: true, value: { type: word, width, height, ...common } };
    }
    case 'udp':
      return udpOfOptions(options, common);
    case 'fd':
      return { ok: false, text: "Parameter 'driver' expects a non-abstract device type" };
    default:
      if (word === 'braille' && profile.wording === '10.0') return notADriver(word);
      if (/^(braille|spice\w*|dbus|qemu-vdagent)$/.test(word)) throw new ModelLimit(`-chardev ${word}`);
      return notADriver(word);
  }
}

function notADriver(word: string): Outcomed<Backend> {
  return { ok: false, text: `'${word}' is not a valid char driver name` };
}

/** Remote host and port, local ones. Source: UDP-01. */
function udpOfOptions(options: Options, common: Pick<Backend, 'logfile' | 'logappend'>): Outcomed<Backend> {
  const given = (key: string): string => options.get(key) ?? '';
  if (given('port') === '') return { ok: false, text: 'chardev: udp: remote port not specified' };
  const isBound = options.has('localaddr') || options.has('localport');
  const local = isBound ? { type: 'inet', host: given('localaddr'), port: given('localport') } : null;
  const remote = { type: 'inet', host: given('host'), port: given('port') };
  return { ok: true, value: { type: 'udp', remote, local, ...common } };
}

/** The members, up to the first missing index. Source: HUB-02. */
function membersOf(options: Options): readonly string[] {
  const values = memberKeys.map((key) => options.get(key));
  const end = values.indexOf(undefined);
  return values.slice(0, end < 0 ? values.length : end).map(String);
}

/** A path, or a name beside the file system; tight is told by default. Source: SOCK-20, experiment. */
function placeOfOptions(path: string, options: Options): SocketName {
  if (options.get('abstract') !== 'on') return { is: 'path', path };
  const tight = options.get('tight') !== 'off';
  return { is: 'abstract', name: path, padded: !tight, tightTold: tight };
}

function inetOfOptions(options: Options): InetAddress {
  const flag = (key: string): boolean | null => (options.has(key) ? options.get(key) === 'on' : null);
  return {
    host: options.get('host') ?? '',
    port: options.get('port') ?? '',
    to: options.get('to') ?? null,
    ipv4: flag('ipv4'),
    ipv6: flag('ipv6'),
    numeric: false,
  };
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
  const server = options.get('server') === 'on';
  const on = (key: string): boolean => options.get(key) === 'on';
  const protocol = { server, telnet: on('telnet'), tn3270: on('tn3270'), websocket: on('websocket') };
  return {
    ok: true,
    value: {
      type: 'socket',
      source: options.has('host')
        ? { from: 'inet', address: inetOfOptions(options) }
        : path === undefined
          ? { from: 'number', word }
          : { from: 'place', at: placeOfOptions(path, options) },
      protocol,
      wait: options.has('wait') ? options.get('wait') === 'on' : server ? true : null,
      reconnect: numberOf('reconnect', options),
      reconnectMs: numberOf('reconnect-ms', options),
      tlsCredentials: options.get('tls-creds') ?? null,
      tlsAuthorization: options.get('tls-authz') ?? null,
      ...common,
    },
  };
}
