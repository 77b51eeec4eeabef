import { type Exchange, violate } from './exchange.ts';
import type { FarEnd } from './far-end.ts';

/** One call of write or write_all, and where its bytes went. */
export type Call = {
  readonly bytes: number;
  readonly all: boolean;
  /** Bytes taken so far. */
  readonly counted: () => number;
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
    begin(bytes: number, all = false, fds = 0): Call {
      let counted = 0;
      let sent = 0;
      let first: FarEnd | null = null;
      let isFull = true;
      const underway = {};
      return {
        bytes,
        all,
        counted: () => counted,
        accepted(end: FarEnd, count: number): void {
          if (count > 0) mixes(exchange, end, caller, underway);
          const wanted = bytes - counted;
          counted += count;
          if (count > 0) {
            if (reached.at(-1) !== end) {
              if (reached.includes(end))
                violate(
                  exchange,
                  'bytes out of order',
                  `a byte of ${caller} goes to ${end.name} after newer ones`,
                  end.name,
                );
              reached.push(end);
            }
            if (first !== null && first !== end && !(all && isFull))
              violate(exchange, 'call straddles', `a call of ${caller} goes on at ${end.name}, ${first.name} had room`);
            first = end;
          }
          isFull = count < wanted;
          if (all && counted < bytes && count > 0) exchange.unfinished.set(end, underway);
          else if (exchange.unfinished.get(end) === underway) exchange.unfinished.delete(end);
        },
        descriptors(count: number): void {
          sent += count;
        },
        returns(count: number): void {
          for (const [end, which] of exchange.unfinished) if (which === underway) exchange.unfinished.delete(end);
          if (Math.max(0, count) !== counted)
            violate(exchange, 'count differs', `${caller} is told ${count}, ${counted} bytes were taken`);
          if (counted > 0 && sent < fds)
            violate(exchange, 'descriptors lost', `${fds - sent} descriptors did not go with the message of ${caller}`);
        },
      };
    },
  };
}

/** Between two pieces of one write_all come no bytes of another vCPU; what handlers write on the loop may. Source: ENG-07, ENG-09. */
function mixes(exchange: Exchange, end: FarEnd, caller: string, call: object): void {
  const { unfinished, loop, scheduler } = exchange;
  const other = unfinished.get(end);
  if (other === undefined || other === call || loop.owner === scheduler.current) return;
  violate(exchange, 'calls mixed', `bytes of ${caller} come to ${end.name} in the middle of another call`, end.name);
}
