/** The map with one entry set; the given map stays as it is. */
export function withEntry<Key, Item>(map: ReadonlyMap<Key, Item>, key: Key, item: Item): ReadonlyMap<Key, Item> {
  return new Map(map).set(key, item);
}

/** The map without one entry; the given map stays as it is. */
export function withoutEntry<Key, Item>(map: ReadonlyMap<Key, Item>, key: Key): ReadonlyMap<Key, Item> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}
