import { type ModelState, ownState, type Turn } from './state.ts';

/** The tables of the state: what it has many of, by their keys. */
type Tables = {
  [Name in keyof ModelState as ModelState[Name] extends ReadonlyMap<unknown, unknown> ? Name : never]: ModelState[Name];
};
type KeyOf<Table> = Table extends ReadonlyMap<infer Key, unknown> ? Key : never;
type ItemOf<Table> = Table extends ReadonlyMap<unknown, infer Item> ? Item : never;

/** Sets one entry of a table of the state. */
export function putEntry<Name extends keyof Tables>(
  turn: Turn,
  name: Name,
  key: KeyOf<Tables[Name]>,
  item: ItemOf<Tables[Name]>,
): void {
  ownTable(turn, name).set(key, item);
}

/** Takes one entry out of a table of the state. */
export function dropEntry<Name extends keyof Tables>(turn: Turn, name: Name, key: KeyOf<Tables[Name]>): void {
  const table: ReadonlyMap<unknown, unknown> = turn.state[name];
  if (table.has(key)) ownTable(turn, name).delete(key);
}

/** The table, to be written in: a copy, unless the turn has made one already. */
function ownTable(turn: Turn, name: keyof Tables): Map<unknown, unknown> {
  const table: ReadonlyMap<unknown, unknown> = turn.state[name];
  if (turn.own.includes(table)) return table as Map<unknown, unknown>;
  const copy = copyOf(table);
  turn.own.push(copy);
  (ownState(turn) as { -readonly [Table in keyof Tables]: ReadonlyMap<unknown, unknown> })[name] = copy;
  return copy;
}

/** Entry by entry: the constructor of V8 takes half as long again. */
function copyOf<Key, Item>(map: ReadonlyMap<Key, Item>): Map<Key, Item> {
  const copy = new Map<Key, Item>();
  for (const [key, item] of map) copy.set(key, item);
  return copy;
}

/** The map with one entry set; the given map stays as it is. */
export function withEntry<Key, Item>(map: ReadonlyMap<Key, Item>, key: Key, item: Item): ReadonlyMap<Key, Item> {
  return copyOf(map).set(key, item);
}

/** The map without one entry; the given map stays as it is. */
export function withoutEntry<Key, Item>(map: ReadonlyMap<Key, Item>, key: Key): ReadonlyMap<Key, Item> {
  if (!map.has(key)) return map;
  const next = copyOf(map);
  next.delete(key);
  return next;
}
