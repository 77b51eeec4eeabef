import type { VisibleStep } from './visible-step.ts';

/** Digest of an execution so far that does not change when independent steps change places. */
export type CausalDigest = {
  add(thread: number, step: VisibleStep, data: readonly number[]): void;
  /** Up to 64 bits as text. */
  digest(): string;
};

/**
 * Each step is hashed together with the last steps that it depends on: of its thread, the last write of each field, and
 * for a write the reads since. The digest is their sum. Equal digests mean equal states, since what a thread does is a
 * function of what it read. Source: Musuvathi and Qadeer, happens-before caching (2007).
 */
export function createCausalDigest(): CausalDigest {
  const lastOf = new Map<number, bigint>();
  const fields = new Map<number, { write: bigint; reads: bigint }>();
  let sum = 0n;
  const field = (id: number): { write: bigint; reads: bigint } => {
    const found = fields.get(id) ?? { write: 0n, reads: 0n };
    fields.set(id, found);
    return found;
  };
  return {
    add(thread: number, step: VisibleStep, data: readonly number[]): void {
      let hash = mixed(BigInt(thread + 1), step.hash);
      hash = mixed(hash, lastOf.get(thread) ?? 0n);
      for (const choice of data) hash = mixed(hash, BigInt(choice + 1));
      for (const id of step.reads) hash = mixed(hash, field(id).write);
      for (const id of step.writes) hash = mixed(mixed(hash, field(id).write), field(id).reads);
      for (const id of step.reads) field(id).reads = BigInt.asUintN(64, field(id).reads + mixed(hash, 0x52n));
      for (const id of step.writes) fields.set(id, { write: hash, reads: 0n });
      lastOf.set(thread, hash);
      sum = BigInt.asUintN(64, sum + mixed(hash, 0x53n));
    },
    digest: () => sum.toString(36),
  };
}

function mixed(hash: bigint, value: bigint): bigint {
  let next = BigInt.asUintN(64, (hash ^ (value + 0x9e3779b97f4a7c15n)) * 0xff51afd7ed558ccdn);
  next ^= next >> 29n;
  next = BigInt.asUintN(64, next * 0xc4ceb9fe1a85ec53n);
  return next ^ (next >> 32n);
}
