import { type Exchange, violate } from './exchange.ts';
import type { FarEnd } from './far-end.ts';

/** One call of write or write_all, and where its bytes went. */
export type Call = {
  readonly bytes: number;
  readonly all: boolean;
  /** Bytes taken so far. */
  counted(): number;
  /** To be told in the step in which a far end takes bytes. */
  accepted(end: FarEnd, count: number): void;
  /** Descriptors went along. */
  descriptors(count: number): void;
  /** The call returns. */
  returns(count: number): void;
};

/** Per-byte account of one caller. Source: SAFE-02, SAFE-03, SAFE-04, SAFE-09. */
export type Account = {
  /** A call of `bytes` bytes; `fds` descriptors were given for it before. */
  begin(bytes: number, all?: boolean, fds?: number): Call;
};

/** An account without calls. */
export function createAccount(exchange: Exchange, caller: string): Account {
  /** Far ends in the order in which this caller's bytes reached them. */
  const reached: FarEnd[] = [];
  return {
    begin: (bytes: number, all = false, fds = 0): Call => new CountedCall(exchange, caller, reached, bytes, all, fds),
  };
}

/** A class: of a literal each call would have functions of its own. */
class CountedCall implements Call {
  readonly bytes: number;
  readonly all: boolean;
  private readonly exchange: Exchange;
  private readonly caller: string;
  private readonly reached: FarEnd[];
  private readonly fds: number;
  private taken = 0;
  private sent = 0;
  private first: FarEnd | null = null;
  private isFull = true;

  constructor(exchange: Exchange, caller: string, reached: FarEnd[], bytes: number, all: boolean, fds: number) {
    this.exchange = exchange;
    this.caller = caller;
    this.reached = reached;
    this.bytes = bytes;
    this.all = all;
    this.fds = fds;
  }

  counted(): number {
    return this.taken;
  }

  accepted(end: FarEnd, count: number): void {
    const { exchange, caller, bytes, all } = this;
    if (count > 0) mixes(exchange, end, caller, this);
    const wanted = bytes - this.taken;
    this.taken += count;
    if (count > 0) this.reach(end);
    this.isFull = count < wanted;
    if (all && this.taken < bytes && count > 0) exchange.unfinished.set(end, this);
    else if (exchange.unfinished.get(end) === this) exchange.unfinished.delete(end);
  }

  descriptors(count: number): void {
    this.sent += count;
  }

  returns(count: number): void {
    const { exchange, caller, taken, sent, fds } = this;
    for (const [end, which] of exchange.unfinished) if (which === this) exchange.unfinished.delete(end);
    if (Math.max(0, count) !== taken)
      violate(exchange, 'count differs', `${caller} is told ${count}, ${taken} bytes were taken`);
    if (taken > 0 && sent < fds)
      violate(exchange, 'descriptors lost', `${fds - sent} descriptors did not go with the message of ${caller}`);
  }

  private reach(end: FarEnd): void {
    const { exchange, caller, reached, all, isFull, first } = this;
    if (reached.at(-1) !== end) {
      if (reached.includes(end))
        violate(exchange, 'bytes out of order', `a byte of ${caller} goes to ${end.name} after newer ones`, end.name);
      reached.push(end);
    }
    if (first !== null && first !== end && !(all && isFull))
      violate(exchange, 'call straddles', `a call of ${caller} goes on at ${end.name}, ${first.name} had room`);
    this.first = end;
  }
}

/** Between two pieces of one write_all come no bytes of another vCPU; what handlers write on the loop may. Source: ENG-07, ENG-09. */
function mixes(exchange: Exchange, end: FarEnd, caller: string, call: object): void {
  const { unfinished, loop, scheduler } = exchange;
  const other = unfinished.get(end);
  if (other === undefined || other === call || loop.owner === scheduler.current) return;
  violate(exchange, 'calls mixed', `bytes of ${caller} come to ${end.name} in the middle of another call`, end.name);
}
