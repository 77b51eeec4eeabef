import type { Action, LaunchOptions } from '../../model/language/action.ts';
import { isRecord } from '../run/agreement.ts';

/** Members that an action can do without. */
const optional: ReadonlySet<string> = new Set([
  'flags',
  'capacity',
  'type',
  'bytes',
  'seals',
  'max',
  'size',
  'patienceMs',
  'id',
  'oob',
  'fds',
  'arguments',
  'enable',
  'negotiate',
  'raw',
  'all',
  'times',
  'object',
  'multiport',
  'inherit',
  'paused',
  'args',
  'ports',
  'monitors',
  'controllers',
  'machine',
]);
/** Never simplified: names, words that are one of a list, and how long a machine of unknown speed is waited for. */
const fixed: ReadonlySet<string> = new Set(['do', 'as', 'execute', 'port', 'kind', 'what', 'call', 'patienceMs', '$']);

/** Simpler forms of an action, simplest first: a member less, a shorter list or text, a smaller number. */
export function* simplerActions(action: Action): Generator<Action> {
  if (action.do === 'launch') yield* simplerLaunches(action);
  for (const value of simplerRecords(action as unknown as Readonly<Record<string, unknown>>, true))
    yield value as unknown as Action;
}

function* simplerLaunches(action: { readonly do: 'launch' } & LaunchOptions): Generator<Action> {
  const { args = [], ports = [], monitors = [] } = action;
  // an option goes with its word, a chardev with the port on it
  for (let at = 0; at + 1 < args.length; at += 2) {
    const fewer = [...args.slice(0, at), ...args.slice(at + 2)];
    const id = /(?:^|,)id=([^,]*)/.exec(args[at + 1] ?? '')?.[1];
    yield { ...action, args: fewer };
    yield { ...action, args: fewer, ports: ports.filter((port) => port.chardev !== id) };
  }
  for (const [at] of ports.entries()) yield { ...action, ports: ports.filter((_, index) => index !== at) };
  for (const [at] of monitors.entries()) {
    const kept = monitors.filter((_, index) => index !== at);
    const { monitors: _, ...bare } = action;
    yield kept.length === 1 && kept[0]?.id === 'qmp' ? bare : { ...action, monitors: kept };
  }
  for (const [at, word] of args.entries()) {
    for (const member of word.split(',').slice(1)) {
      if (!member.startsWith('id=')) yield { ...action, args: args.with(at, word.replace(`,${member}`, '')) };
    }
  }
}

function* simplerRecords(record: Readonly<Record<string, unknown>>, isAction: boolean): Generator<unknown> {
  for (const name of Object.keys(record)) {
    if (isAction && !optional.has(name)) continue;
    const { [name]: _, ...rest } = record;
    yield rest;
  }
  for (const [name, member] of Object.entries(record)) {
    if (name === 'errno') continue; // another one is another fault
    if (isAction && (fixed.has(name) || name === 'args' || name === 'ports' || name === 'monitors')) continue;
    for (const simpler of simplerValues(member)) yield { ...record, [name]: simpler };
  }
}

function* simplerValues(value: unknown): Generator<unknown> {
  if (typeof value === 'string') yield* simplerTexts(value);
  else if (typeof value === 'number') {
    for (const smaller of [0, 1, Math.trunc(value / 2), value - 1]) {
      if (Math.abs(smaller) < Math.abs(value) && Number.isInteger(smaller)) yield smaller;
    }
  } else if (Array.isArray(value)) {
    for (const [at] of value.entries()) yield value.filter((_, index) => index !== at);
    for (const [at, item] of value.entries()) {
      for (const simpler of simplerValues(item)) yield value.with(at, simpler);
    }
  } else if (isRecord(value) && !('$int' in value) && !('$' in value) && !('$port' in value))
    yield* simplerRecords(value, false);
}

/** Halves, then a character less at either end; long texts in steps only. */
function* simplerTexts(text: string): Generator<string> {
  if (text === '' || text.startsWith('{dir}') || text.startsWith('{port:') || text.startsWith('/')) return;
  yield '';
  for (let length = Math.floor(text.length / 2); length > 0; length = Math.floor(length / 2)) {
    yield text.slice(0, text.length - length);
    yield text.slice(length);
    if (length > 4096) yield text.slice(0, 4096);
  }
}
