import { type Exchange, violate } from './exchange.ts';
import type { FarEnd } from './far-end.ts';

/** One call of write or write_all, and where its bytes went. */
export type Call = {
  readonly bytes: number;
  readonly all: boolean;
  /** Bytes taken so far. */
  readonly counted: number;
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
      return {
        bytes,
        all,
        get counted(): number {
          return counted;
        },
        accepted(end: FarEnd, count: number): void {
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
        },
        descriptors(count: number): void {
          sent += count;
        },
        returns(count: number): void {
          if (Math.max(0, count) !== counted)
            violate(exchange, 'count differs', `${caller} is told ${count}, ${counted} bytes were taken`);
          if (counted > 0 && sent < fds)
            violate(exchange, 'descriptors lost', `${fds - sent} descriptors did not go with the message of ${caller}`);
        },
      };
    },
  };
}
