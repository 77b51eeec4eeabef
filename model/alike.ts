/**
 * Whether two states, or parts of them, are the same for all that can follow: the same members, and tables with the same
 * entries in the same order (who came first is served first). What both share is not looked into. Pure.
 */
export function isAlike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof Map) return other instanceof Map && areAlikeTables(one, other);
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, at) => isAlike(item, other[at]));
  }
  if (one instanceof Set || other instanceof Map || Array.isArray(other)) return false;
  const [mine, others] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(mine);
  return keys.length === Object.keys(others).length && keys.every((key) => isAlike(mine[key], others[key]));
}

function areAlikeTables(one: ReadonlyMap<unknown, unknown>, other: ReadonlyMap<unknown, unknown>): boolean {
  if (one.size !== other.size) return false;
  const entries = other.entries();
  for (const [key, value] of one) {
    const next = entries.next();
    if (next.done === true || !Object.is(next.value[0], key) || !isAlike(value, next.value[1])) return false;
  }
  return true;
}
