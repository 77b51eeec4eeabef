import type { Action } from '../../model/language/action.ts';
import { isRecord } from './agreement.ts';

/** The target's number behind each symbol that a literal has bound so far in this process. */
export type Symbols = ReadonlyMap<string, number>;

/** The name in `{ $: name }`; undefined for everything else. */
export function symbolOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const name = value['$'];
  return typeof name === 'string' && Object.keys(value).length === 1 ? name : undefined;
}

/** The action as a target takes it: every `{ $: name }` replaced by the plain number. Throws on an unbound name. */
export function actionForTarget(action: Action, symbols: Symbols): Action {
  if (!mentionsSymbols(action)) return action;
  return replaced(action, (name) => boundNumber(symbols, name)) as Action;
}

/** The action as the model takes it: every `{ $: name }` replaced by `{ $fd: n }`. Throws on an unbound name. */
export function actionForModel(action: Action, symbols: Symbols, modelOf: ReadonlyMap<number, number>): Action {
  if (!mentionsSymbols(action)) return action;
  return replaced(action, (name) => {
    const number = modelOf.get(boundNumber(symbols, name));
    if (number === undefined) throw new Error(`symbol ${name}: the model knows no descriptor of that number`);
    return { $fd: number };
  }) as Action;
}

/** Every symbol that a value mentions, in order of appearance. */
export function symbolsIn(value: unknown): readonly string[] {
  const name = symbolOf(value);
  if (name !== undefined) return [name];
  if (Array.isArray(value)) return value.flatMap(symbolsIn);
  return isRecord(value) ? Object.values(value).flatMap(symbolsIn) : [];
}

/** Only what carries JSON can: everything else passes without a look. */
function mentionsSymbols(action: Action): boolean {
  return action.do === 'qmp' && (hasSymbols(action.arguments) || hasSymbols(action.id));
}

const looked = new WeakMap<object, boolean>();

/** Arguments are data that nobody changes, asked about for each profile, model and target: they are walked through once. */
function hasSymbols(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const known = looked.get(value);
  if (known !== undefined) return known;
  const found = symbolsIn(value).length > 0;
  looked.set(value, found);
  return found;
}

function boundNumber(symbols: Symbols, name: string): number {
  const number = symbols.get(name);
  if (number !== undefined) return number;
  const known = [...symbols.keys()].join(', ') || 'none';
  throw new Error(`symbol ${name} is used before a literal has bound it (bound here: ${known})`);
}

function replaced(value: unknown, number: (name: string) => unknown): unknown {
  const name = symbolOf(value);
  if (name !== undefined) return number(name);
  if (Array.isArray(value)) return value.map((item) => replaced(item, number));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, number)]));
}
