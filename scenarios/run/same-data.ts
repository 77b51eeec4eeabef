/**
 * Whether two values are the same JSON data all through, members in any order. A quick look before a careful one: true is
 * certain, false is not. Whatever has a member `$…` (a symbol, a number of the model's own) is left to those who know it.
 */
export function sameData(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right);
  return !Array.isArray(right) && sameMembers(left as Members, right as Members);
}

type Members = Readonly<Record<string, unknown>>;

function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (!sameData(left[at], right[at])) return false;
  return true;
}

function sameMembers(left: Members, right: Members): boolean {
  const names = Object.keys(left);
  // as many names on either side, and all of one side found on the other with a value: then no other name is there
  if (names.length !== Object.keys(right).length) return false;
  for (const name of names) {
    const member = left[name];
    if (member === undefined || name.startsWith('$') || !sameData(member, right[name])) return false;
  }
  return true;
}
