/** The end of a switch over a closed union: unreachable while the union is covered. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
