import type { Value } from './language/value.ts';

/** The integer of a JSON value, `null` if it is none. A number with a fraction, or beyond 2^53 as a double, is none. */
export function toBigint(value: Value): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  if (typeof value === 'object' && value !== null) {
    if ('$int' in value && typeof value.$int === 'string') return BigInt(value.$int);
    if ('$fd' in value && typeof value.$fd === 'number') return BigInt(value.$fd);
  }
  return null;
}

/** The JSON value of an integer. */
export function fromBigint(value: bigint): Value {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : { $int: value.toString() };
}

/** Whether the integer fits int64. */
export function fitsInt64(value: bigint): boolean {
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}
