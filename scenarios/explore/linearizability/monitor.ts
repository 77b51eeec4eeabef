import type { Exchange } from '../../../sut/engine/hotswap/exchange.ts';
import type { FarEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { Account, Call } from '../../../sut/engine/hotswap/ledger.ts';
import type { Broken } from '../problem.ts';

/** Watches where bytes go, step by step: what an atomic change would never do. For exhaustive runs. */
export type Monitor = {
  /** The first that was seen. */
  readonly broken: Broken | null;
  watch(account: Account): Account;
};

/**
 * The rule of the atomic change at its linearization points: once a change is done, its old backend takes no byte any
 * more, whoever writes. Both ends are looked at in steps that a correct hotswap puts under one lock, so that their order
 * belongs to the trace, and what is remembered (which requests are done) to the state. Source: XL-3, SAFE-03.
 */
export function createMonitor(exchange: Exchange): Monitor {
  const accepted = (caller: string, end: FarEnd, count: number): void => {
    if (count <= 0 || monitor.broken !== null) return;
    const done = exchange.requests.find(({ state, old }) => state === 'done' && old === end);
    if (done === undefined) return;
    const text = `${end.name} takes a byte of ${caller}, and the change of ${done.id} to another is done`;
    monitor.broken = { property: 'byte after the change', text, clauses: ['SAFE-03'], object: end.name };
  };
  const monitor: { -readonly [Key in keyof Monitor]: Monitor[Key] } = {
    broken: null,
    watch: (account) => ({
      begin(bytes, all, fds) {
        const call = account.begin(bytes, all, fds);
        return new WatchedCall(call, exchange.scheduler.current?.name ?? 'nobody', accepted);
      },
    }),
  };
  return monitor;
}

/** A class: of a literal each call would have functions of its own. */
class WatchedCall implements Call {
  readonly bytes: number;
  readonly all: boolean;
  private readonly call: Call;
  private readonly caller: string;
  private readonly seen: (caller: string, end: FarEnd, count: number) => void;

  constructor(call: Call, caller: string, seen: WatchedCall['seen']) {
    this.bytes = call.bytes;
    this.all = call.all;
    this.call = call;
    this.caller = caller;
    this.seen = seen;
  }

  counted(): number {
    return this.call.counted();
  }

  accepted(end: FarEnd, count: number): void {
    this.call.accepted(end, count);
    this.seen(this.caller, end, count);
  }

  descriptors(count: number): void {
    this.call.descriptors(count);
  }

  returns(count: number): void {
    this.call.returns(count);
  }
}
