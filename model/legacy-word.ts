import type { Profile } from './language/profile.ts';
import { type Options, readOptions } from './options.ts';

/** A `-serial` word and the like, read: options as `-chardev` has them, or the text of what is wrong, if one is told. */
export type LegacyWord =
  | { readonly ok: true; readonly options: Options; readonly mux: boolean }
  | { readonly ok: false; readonly text: string | null };

const plain = ['null', 'pty', 'msmouse', 'wctablet', 'braille', 'testdev', 'stdio'];
const unclear: LegacyWord = { ok: false, text: null };

/** Reads the word of `-serial`, `-parallel`, `-monitor` or `-qmp`. Source: MISC-02, CHR-09, experiments. */
export function readLegacyWord(word: string, profile: Profile): LegacyWord {
  if (!word.startsWith('mon:')) return readBackend(word, profile);
  const inner = readBackend(word.slice('mon:'.length), profile);
  return inner.ok ? { ...inner, mux: true } : inner;
}

function readBackend(word: string, profile: Profile): LegacyWord {
  const options = (pairs: Readonly<Record<string, string>>): LegacyWord => ({
    ok: true,
    options: new Map(Object.entries(pairs)),
    mux: false,
  });
  if (plain.includes(word)) return options({ backend: word });
  if (word.startsWith('vc')) return readConsole(word.slice('vc'.length), options);
  if (word === 'con:') return options({ backend: 'console' });
  if (word.startsWith('COM')) return options({ backend: 'serial', path: word });
  const [kind = ''] = word.split(':', 1);
  const rest = word.slice(kind.length + 1);
  if (word.includes(':'))
    switch (kind) {
      case 'file':
      case 'pipe':
        return options({ backend: kind, path: rest });
      case 'pty':
        if (profile.hub) return options({ backend: kind, path: rest });
        break;
      case 'tcp':
      case 'telnet':
      case 'tn3270':
      case 'websocket':
        return readStream(kind, rest, profile);
      case 'udp':
        return readDatagram(rest, options);
      case 'unix':
        return withTail({ backend: 'socket' }, rest, 'path', profile);
      default:
    }
  if (/^\/dev\/(parport|ppi)/.test(word)) return options({ backend: 'parallel', path: word });
  if (word.startsWith('/dev/')) return options({ backend: 'serial', path: word });
  return { ok: false, text: `'${word}' is not a valid char driver` };
}

type Make = (pairs: Readonly<Record<string, string>>) => LegacyWord;

/** `:WxH` pixels or `:CcxRc` cells; whatever follows `vc` without a colon is ignored. */
function readConsole(size: string, make: Make): LegacyWord {
  if (!size.startsWith(':')) return make({ backend: 'vc' });
  const pixels = /^:([0-9]{1,7})x([0-9]{1,7})/.exec(size);
  if (pixels !== null) return make({ backend: 'vc', width: pixels[1] ?? '', height: pixels[2] ?? '' });
  const cells = /^:([0-9]{1,7})Cx([0-9]{1,7})/.exec(size);
  return cells === null ? unclear : make({ backend: 'vc', cols: cells[1] ?? '', rows: cells[2] ?? '' });
}

/** `[HOST]:PORT[,options]`. */
function readStream(kind: string, text: string, profile: Profile): LegacyWord {
  const match = /^([^:]{0,64}):([^,]{1,32})(.*)$/s.exec(text);
  if (match === null) return unclear;
  const [, host = '', port = '', tail = ''] = match;
  const pairs = { backend: 'socket', host, port, ...(kind === 'tcp' ? {} : { [kind]: 'on' }) };
  return withTail(pairs, tail.startsWith(',') ? tail.slice(1) : '', null, profile);
}

/** `[HOST]:PORT[@[LOCAL]:PORT]`. */
function readDatagram(text: string, make: Make): LegacyWord {
  const remote = /^([^:]{0,64}):([^@,]{1,32})(.*)$/s.exec(text);
  if (remote === null) return unclear;
  const [, host = '', port = '', rest = ''] = remote;
  if (!rest.startsWith('@')) return make({ backend: 'udp', host, port });
  const local = /^([^:]{0,64}):([^,]{1,32})/.exec(rest.slice(1));
  if (local === null) return unclear;
  return make({ backend: 'udp', host, port, localaddr: local[1] ?? '', localport: local[2] ?? '' });
}

/** Options that are written as `-chardev` has them. */
function withTail(
  pairs: Readonly<Record<string, string>>,
  tail: string,
  impliedKey: string | null,
  profile: Profile,
): LegacyWord {
  const read = readOptions(tail, impliedKey, profile);
  if (!read.ok) return read;
  return { ok: true, options: new Map([...Object.entries(pairs), ...read.value]), mux: false };
}
