import type { Exchange } from '../../../sut/engine/hotswap/exchange.ts';
import type { FarEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { Account } from '../../../sut/engine/hotswap/ledger.ts';
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
    const done = exchange.requests.find(({ state, old }) => state === 'done' && old === end);
    if (count <= 0 || done === undefined || monitor.broken !== null) return;
    const text = `${end.name} takes a byte of ${caller}, and the change of ${done.id} to another is done`;
    monitor.broken = { property: 'byte after the change', text, clauses: ['SAFE-03'], object: end.name };
  };
  const monitor: { -readonly [Key in keyof Monitor]: Monitor[Key] } = {
    broken: null,
    watch: (account) => ({
      begin(bytes, all, fds) {
        const call = account.begin(bytes, all, fds);
        const caller = exchange.scheduler.current?.name ?? 'nobody';
        return {
          bytes: call.bytes,
          all: call.all,
          counted: () => call.counted(),
          accepted(end, count): void {
            call.accepted(end, count);
            accepted(caller, end, count);
          },
          descriptors: (count) => call.descriptors(count),
          returns: (count) => call.returns(count),
        };
      },
    }),
  };
  return monitor;
}
