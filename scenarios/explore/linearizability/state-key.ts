/** Parts of states, which nobody changes and many states share, with their keys. */
const known = new WeakMap<object, string>();

/**
 * A text that is equal for states that hold the same: members by name, tables in their order (which counts: it is the
 * order in which things happened). Profiles are left out, as all states of one history have the same.
 */
export function stateKey(state: object): string {
  return keyOf(state);
}

function keyOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const before = known.get(value);
  if (before !== undefined) return before;
  const key = madeOf(value);
  known.set(value, key);
  return key;
}

function madeOf(value: object): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (value instanceof Map) return `{${[...value].map(([name, member]) => `${keyOf(name)}>${keyOf(member)}`).join()}}`;
  if (value instanceof Set) return `{${[...value].map(keyOf).join()}}`;
  const members = Object.entries(value).filter(([name]) => name !== 'profile');
  return `{${members.map(([name, member]) => `${name}:${keyOf(member)}`).join()}}`;
}
