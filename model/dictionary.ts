import { encodeUtf8 } from './ringbuf.ts';

const buckets = 512;

/** Where QEMU's dictionaries keep a key: TDB's hash of its bytes. Source: QEMU qobject/qdict.c, seen in error texts. */
function bucketOf(key: string): number {
  const bytes = encodeUtf8(key);
  let sum = 0x238f13af * bytes.length;
  for (let index = 0; index < bytes.length; index += 1)
    sum = (sum + (bytes.charCodeAt(index) << ((index * 5) % 24))) % 2 ** 32;
  return ((Math.imul(1103515243, sum) + 12345) >>> 0) % buckets;
}

/** Keys in the order in which QEMU walks them: by bucket, those of one bucket the latest first. */
export function keysAsWalked(record: { readonly [key: string]: unknown }): readonly string[] {
  const keys = Object.keys(record);
  if (keys.length < 2) return keys;
  return keys
    .map((key) => ({ key, bucket: bucketOf(key) }))
    .reverse()
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ key }) => key);
}
