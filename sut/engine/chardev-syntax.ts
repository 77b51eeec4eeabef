import type { Profile } from '../../model/language/profile.ts';
import type { Attempt } from './failure.ts';
import { type Complain, type OptionKind, type OptionList, type OptionSyntax, parseOptions } from './option-list.ts';

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

const syntaxes = new WeakMap<Profile, OptionSyntax>();

function chardevSyntax(profile: Profile): OptionSyntax {
  const known = syntaxes.get(profile) ?? syntaxOf(profile);
  syntaxes.set(profile, known);
  return known;
}

function syntaxOf(profile: Profile): OptionSyntax {
  const kinds: Record<string, OptionKind> = { ...chardevKinds };
  if (profile.fileInputPathOption) kinds['input-path'] = 'string';
  if (profile.hub) for (let at = 0; at < hubKeys; at += 1) kinds[`chardevs.${at}`] = 'string';
  if (profile.reconnectSeconds) kinds['reconnect'] = 'number';
  if (profile.reconnectMs) kinds['reconnect-ms'] = 'number';
  const negativeSizes = profile.wording === '7.2' ? 'no-number' : 'out-of-range';
  return { group: 'chardev', impliedKey: 'backend', kinds, negativeSizes };
}

/** The options of one -chardev, or of what stands for one. */
export function parseChardevOptions(
  word: string,
  profile: Profile,
  taken: readonly string[],
  complain?: Complain,
): Attempt<OptionList> {
  return parseOptions(word, chardevSyntax(profile), taken, complain);
}
