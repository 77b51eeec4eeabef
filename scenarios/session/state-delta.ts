/** One place of a model state that an action changed: a path and both values as short JSON; absent: `-`. */
export type StateChange = { readonly path: string; readonly before: string; readonly after: string };

const depthMax = 12;
const valueLength = 200;

/** A model state as plain data: maps as objects in their order, sets as lists, without the profile. */
export function plainState(value: unknown, depth = 0): unknown {
  if (depth > depthMax) return '…';
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, each]) => [String(key), plainState(each, depth + 1)]));
  }
  if (value instanceof Set) return [...value].map((each) => plainState(each, depth + 1));
  if (Array.isArray(value)) return value.map((each) => plainState(each, depth + 1));
  if (typeof value === 'function') return 'function';
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => depth > 0 || key !== 'profile');
  return Object.fromEntries(entries.map(([key, each]) => [key, plainState(each, depth + 1)]));
}

/** Where two states differ, at most `max` places, in the order of the state. */
export function stateChanges(before: unknown, after: unknown, max: number): readonly StateChange[] {
  const changes: StateChange[] = [];
  collect(plainState(before), plainState(after), '', changes, max);
  return changes;
}

function collect(before: unknown, after: unknown, path: string, changes: StateChange[], max: number): void {
  if (changes.length >= max || before === after) return;
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collect(before[key], after[key], path === '' ? key : `${path}.${key}`, changes, max);
    }
    return;
  }
  changes.push({ path, before: short(before), after: short(after) });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  const text = value === undefined ? '-' : JSON.stringify(value);
  return text.length <= valueLength ? text : `${text.slice(0, valueLength)}…`;
}
