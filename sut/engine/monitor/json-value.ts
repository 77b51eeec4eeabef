import { encodeModified } from '../utf8.ts';

/** A JSON object in the order of its members' arrival. */
export type JsonObject = ReadonlyMap<string, JsonValue>;
/** JSON as the monitor holds it: integers of 64 bits are bigint, every other number is a double. */
export type JsonValue = null | boolean | bigint | number | string | readonly JsonValue[] | JsonObject;

/** True for objects. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

/** An object of these members. */
export function object(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const made = new Map<string, JsonValue>();
  for (const key of Object.keys(members)) {
    const value = members[key];
    if (value !== undefined) made.set(key, value);
  }
  return made;
}

/** An object without members: what most commands return. */
export const emptyObject: JsonObject = new Map();

/** So few members are sorted sooner by hand than by a comparison that is called. */
const sortedInPlaceMax = 16;
const buckets = 512;
const bucketByKey = new Map<string, number>();

/** The hash bucket under which QEMU's dictionaries keep a key; seen in the order of every reply's members. */
function bucketOf(key: string): number {
  const known = bucketByKey.get(key);
  if (known !== undefined) return known;
  const bytes = encodeModified(key);
  let sum = Math.imul(0x238f13af, bytes.length) >>> 0;
  for (let at = 0; at < bytes.length; at += 1) sum = (sum + ((bytes.charCodeAt(at) << ((at * 5) % 24)) >>> 0)) >>> 0;
  const bucket = ((Math.imul(1103515243, sum) + 12345) >>> 0) % buckets;
  if (bucketByKey.size < 4096) bucketByKey.set(key, bucket);
  return bucket;
}

/** The members in the order in which QEMU walks and prints them: by bucket, and in one bucket the latest first. */
export function membersInOrder(value: JsonObject): readonly (readonly [string, JsonValue])[] {
  if (value.size > sortedInPlaceMax) return [...value].reverse().sort(([a], [b]) => bucketOf(a) - bucketOf(b));
  const sorted: (readonly [string, JsonValue])[] = [];
  for (const member of value) {
    const bucket = bucketOf(member[0]);
    let at = sorted.length;
    while (at > 0 && bucketOf(sorted[at - 1]?.[0] ?? '') >= bucket) at -= 1;
    if (at === sorted.length) sorted.push(member);
    else sorted.splice(at, 0, member);
  }
  return sorted;
}
