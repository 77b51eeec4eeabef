import type { Action } from '../model/language/action.ts';
import type { Message, Outcome } from '../model/language/outcome.ts';
import type { Failure } from '../scenarios/run/results.ts';

/** What a scenario's literal demands; the type is the runner's. */
export type Expected = NonNullable<Failure['expected']>;

const bytesShownMax = 400;

/** Bytes as a quoted text: printable ASCII as it is, the rest as \n, \r, \t or \xNN; long ones cut, with their length. */
export function bytesText(bytes: string): string {
  const shown = bytes.length > bytesShownMax ? bytes.slice(0, bytesShownMax) : bytes;
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
  const escaped = shown.replace(
    /["\\]|[^ -~]/g,
    (char) => named[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return shown === bytes ? `"${escaped}"` : `"${escaped}…" (${bytes.length} bytes)`;
}

/** JSON on one line; `{ $: name }` as $name, `{ $fd: n }` as fd:n, `{ $int: digits }` as the digits. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    if (first[0] === '$') return `$${String(first[1])}`;
    if (first[0] === '$fd') return `fd:${String(first[1])}`;
    if (first[0] === '$int') return String(first[1]);
  }
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}: ${valueText(member)}`).join(', ')}}`;
}

/** One action on one line: what is done, by its words, then its members. */
export function actionText(action: Action): string {
  if (action.do === 'qmp') {
    const { execute, arguments: given, id, fds, oob, on } = action;
    const parts = [oob ? 'qmp oob' : 'qmp', execute];
    if (given !== undefined) parts.push(valueText(given));
    if (id !== undefined) parts.push(`id ${valueText(id)}`);
    if (fds !== undefined && fds.length > 0) parts.push(`with ${fds.join(', ')}`);
    if (on !== undefined) parts.push(`on ${on}`);
    return parts.join(' ');
  }
  if (action.do === 'hmp')
    return `hmp ${action.line}${action.fds ? ` with ${action.fds.join(', ')}` : ''} on ${action.on}`;
  const { do: verb, ...members } = action;
  return [verb, ...Object.entries(members).map(([key, member]) => `${key}=${memberText(key, member)}`)].join(' ');
}

function memberText(key: string, member: unknown): string {
  if (key === 'bytes' && typeof member === 'string') return bytesText(member);
  return typeof member === 'string' ? member : valueText(member);
}

/** One outcome on one line (several for exit texts and messages, separated by line feeds). */
export function outcomeText(outcome: Outcome): string {
  return seenText(outcome);
}

/** A literal, as far as it speaks about `profile`; patterns as they are meant, alternatives one a line. */
export function expectedText(expected: Expected, profile?: string): string {
  if ('oneOf' in expected) return expected.oneOf.map((one) => seenText(one)).join('\nor ');
  if (!('byProfile' in expected)) return seenText(expected);
  const byProfile: Readonly<Record<string, Expected | undefined>> = expected.byProfile;
  const mine = (profile === undefined ? undefined : byProfile[profile]) ?? byProfile['else'];
  if (profile !== undefined && mine !== undefined) return expectedText(mine);
  return Object.entries(byProfile)
    .filter((entry): entry is [string, Expected] => entry[1] !== undefined)
    .map(([name, one]) => `${name}: ${expectedText(one)}`)
    .join('\n');
}

/** An outcome whose members may be missing or be patterns, as literals have them. */
type Seen = Readonly<Record<string, unknown>> & { readonly see: Outcome['see'] };

function seenText(seen: Seen): string {
  const { see, ...members } = seen;
  const text = (key: string): string => patternText(members[key], key === 'bytes');
  switch (see) {
    case 'error':
      return `error ${plain(members['class'])}: ${plain(members['desc'])}${idText(members)}`;
    case 'return':
      return `return ${'value' in members ? valueText(members['value']) : '(any)'}${idText(members)}`;
    case 'data':
      return `data ${text('bytes')}${members['end'] === true ? ', then the end' : ''}`;
    case 'errno':
      return `errno ${plain(members['errno'])}`;
    case 'text':
      return `text ${text('text')}`;
    case 'exit':
    case 'died':
      return [
        see === 'exit' ? `exit ${plain(members['status'])}` : `died of ${plain(members['signal'])}`,
        ...list(members['stderr']).map((line) => `  ${plain(line)}`),
      ].join('\n');
    case 'messages':
      return (
        list(members['messages']).map(messageText).join('\n') || ('messages' in members ? 'no messages' : 'messages')
      );
    case 'descriptors':
      return list(members['held']).map(heldText).join('\n') || 'no descriptors';
    default:
      return [see, ...Object.entries(members).map(([key, member]) => `${key} ${valueText(member)}`)].join(' ');
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function idText(members: Readonly<Record<string, unknown>>): string {
  return 'id' in members ? ` (id ${valueText(members['id'])})` : '';
}

function messageText(message: unknown): string {
  const one = message as Partial<Record<'greeting' | 'return' | 'error' | 'event', unknown>> & Message;
  if (one.error !== undefined) return seenText({ see: 'error', ...(one.error as object), ...idOf(one) });
  if (one.return !== undefined) return seenText({ see: 'return', value: one.return, ...idOf(one) });
  return valueText(message);
}

function idOf(message: object): object {
  return 'id' in message ? { id: message.id } : {};
}

function heldText(held: unknown): string {
  const { object, access, flags, closeOnExec } = held as Readonly<Record<string, unknown>>;
  return [
    plain(object),
    plain(access),
    ...list(flags).map(plain),
    ...(closeOnExec === false ? ['kept on exec'] : []),
  ].join(' ');
}

/** A text or pattern without quotes, for errors and names. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '(any)' : patternText(value, false);
}

function patternText(value: unknown, bytes: boolean): string {
  if (value === undefined) return '(any)';
  if (typeof value === 'string') return bytes ? bytesText(value) : JSON.stringify(value);
  if (typeof value === 'object' && value !== null) {
    const words: Readonly<Record<string, string>> = { startsWith: 'starting', endsWith: 'ending', contains: 'with' };
    const [entry] = Object.entries(value);
    const word = entry === undefined ? undefined : words[entry[0]];
    if (entry !== undefined && word !== undefined) return `${word} ${bytesText(String(entry[1]))}`;
  }
  return valueText(value);
}
