import { type Chooser, ReplayDiverged } from '../../sut/runtime/chooser.ts';
import type { SchedRecord } from './record.ts';

/**
 * Repeats the decisions of one action at a time: `expect` before the action, `rest` after it (how many it did not take).
 * Throws ReplayDiverged when the run asks for more, or among other options, than was recorded. Source: SLOG-07.
 */
export function scriptedChooser(): Chooser & {
  expect(decisions: SchedRecord | undefined): void;
  rest(): number;
} {
  let total = 0;
  let used = 0;
  let script: SchedRecord['x'] = [];
  let next = 0;
  let isFree = false;
  return {
    expect(decisions) {
      total = decisions?.n ?? 0;
      script = decisions?.x ?? [];
      used = 0;
      next = 0;
      isFree = false;
    },
    rest() {
      isFree = true; // closing the session decides too, and nobody recorded that
      return total - used;
    },
    choose(count, what) {
      if (isFree) return 0;
      const [which, of, taken] = script[next] ?? [-1, 0, 0];
      const at = used;
      used += 1;
      if (used > total) throw new ReplayDiverged(`decision ${at} (${what}) was not taken in the recorded run`);
      if (which !== at) return 0;
      next += 1;
      if (of === count && taken < count) return taken;
      throw new ReplayDiverged(`decision ${at} (${what}): ${count} options, recorded were ${of}`);
    },
  };
}
