import type { Profile } from '../../model/language/profile.ts';
import { parseChardevOptions } from './chardev-syntax.ts';
import { type Attempt, failure } from './failure.ts';
import type { OptionList } from './option-list.ts';

const plain: ReadonlySet<string> = new Set(['null', 'pty', 'msmouse', 'wctablet', 'testdev', 'stdio', 'vc']);

/** A value inside options: its commas are doubled. */
function quoted(value: string): string {
  return value.replaceAll(',', ',,');
}

function consoleOptions(size: string): string | null {
  const cells = /^([0-9]{1,7})Cx([0-9]{1,7})C/.exec(size);
  if (cells !== null) return `vc,cols=${cells[1]},rows=${cells[2]}`;
  const pixels = /^([0-9]{1,7})x([0-9]{1,7})/.exec(size);
  return pixels === null ? null : `vc,width=${pixels[1]},height=${pixels[2]}`;
}

/** `[host]:port`, perhaps with `@[host]:port` for this side. */
function udpOptions(address: string): string | null {
  const remote = /^([^:]*):([^@,]+)(?:@([^:]*):([^,]+))?$/.exec(address);
  if (remote === null) return null;
  const [, host = '', port = '', localHost, localPort] = remote;
  const own = localPort === undefined ? '' : `,localaddr=${localHost ?? ''},localport=${localPort}`;
  return `udp,host=${host},port=${port}${own}`;
}

function streamOptions(kind: string, address: string): string | null {
  if (kind === 'unix') return `socket,path=${address}`;
  const at = /^([^:]*):([^,]+)(.*)$/.exec(address);
  if (at === null) return null;
  const extra = kind === 'tcp' ? '' : `,${kind}=on`;
  return `socket,host=${at[1]},port=${at[2]}${extra}${at[3]}`;
}

/** The -chardev that a legacy word stands for; null: it cannot be read, undefined: nothing begins so. Source: MISC-02. */
function optionsOf(word: string, profile: Profile): string | null | undefined {
  if (plain.has(word)) return word;
  if (word.startsWith('/dev/parport') || word.startsWith('/dev/ppi')) return `parallel,path=${quoted(word)}`;
  if (word.startsWith('/dev/')) return `serial,path=${quoted(word)}`;
  const colon = word.indexOf(':');
  const kind = word.slice(0, Math.max(colon, 0));
  const rest = word.slice(colon + 1);
  switch (kind) {
    case 'vc':
      return consoleOptions(rest);
    case 'file':
    case 'pipe':
      return `${kind},path=${quoted(rest)}`;
    case 'pty':
      return profile.wording === '7.2' ? undefined : `pty,path=${quoted(rest)}`;
    case 'udp':
      return udpOptions(rest);
    case 'unix':
    case 'tcp':
    case 'telnet':
    case 'tn3270':
    case 'websocket':
      return streamOptions(kind, rest);
    default:
      return undefined;
  }
}

/** A legacy word as options of a chardev with this id; an empty text: refused without a word. Source: MISC-02, CHR-09. */
export function readCompatWord(
  word: string,
  id: string,
  profile: Profile,
  taken: readonly string[],
): Attempt<OptionList> {
  const mux = word.startsWith('mon:');
  const options = optionsOf(mux ? word.slice('mon:'.length) : word, profile);
  if (options === null) return failure('');
  if (options === undefined) return failure(`'${mux ? word.slice(4) : word}' is not a valid char driver`);
  return parseChardevOptions(`${options},id=${id}${mux ? ',mux=on' : ''}`, profile, taken);
}
