import type { ByteString } from './value.ts';

/**
 * One event of character traffic in a record/replay log: what a write gave (`write`: its result, negative for failure;
 * `offset`: bytes taken), input that the driver of that index queued, and a synchronous read or its negative error.
 * Source: RR-02, RR-03, RR-05, RR-06.
 */
export type CharEvent =
  | { readonly write: number; readonly offset: number }
  | { readonly input: ByteString; readonly driver: number }
  | { readonly readAll: ByteString }
  | { readonly readAllError: number };
