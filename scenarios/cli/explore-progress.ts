import type { Counts } from '../explore/strategy.ts';
import { heartbeatMs, type Io } from './io.ts';

/** Says how far an exploration is: one line that changes on a terminal, a heartbeat elsewhere. */
export type ExploreProgress = {
  readonly take: (what: string, counts: Pick<Counts, 'executions' | 'states' | 'steps'>) => void;
  /** To be called before anything else is printed. */
  readonly wipe: () => void;
};

const drawnEveryMs = 100;

/** Quiet: nothing at all. */
export function exploreProgress(io: Io, quiet: boolean): ExploreProgress {
  const hasLine = io.stderr.isTTY === true && io.environment['TERM'] !== 'dumb';
  const everyMs = hasLine ? drawnEveryMs : heartbeatMs;
  let toldAt = performance.now();
  let drawn = false;
  return {
    take(what, { executions, states, steps }): void {
      if (quiet || performance.now() - toldAt < everyMs) return;
      toldAt = performance.now();
      const number = (value: number): string => value.toLocaleString('en-US');
      const text = `${what}: ${number(executions)} executions, ${number(states)} states, ${number(steps)} steps so far`;
      if (hasLine) io.raw(`\r\u001b[K${text}`);
      else io.err(`charsim: ${text}`);
      drawn = hasLine;
    },
    wipe(): void {
      if (drawn) io.raw('\r\u001b[K');
      drawn = false;
    },
  };
}
