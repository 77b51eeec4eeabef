import type { FaultCall } from './language/action.ts';
import type { Turn } from './state.ts';
import { change } from './state.ts';

/** A planted fault: the next `times` such calls of QEMU, on the object of that name if one is given, end so. */
export type Fault = {
  readonly call: FaultCall;
  readonly object: string | null;
  readonly times: number;
  /** `null`: nothing strikes, and nothing behind it either: the call has begun before the others were planted. */
  readonly give: { readonly errno: string } | { readonly short: number } | null;
};

/** Takes the first planted fault that fits the call, `null` when there is none. */
export function takeFault(turn: Turn, call: FaultCall, object: string): Fault['give'] | null {
  if (turn.state.faults.length === 0) return null;
  const index = turn.state.faults.findIndex(
    (fault) => fault.call === call && (fault.object === null || fault.object === object),
  );
  const fault = turn.state.faults[index];
  if (fault === undefined) return null;
  const rest = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
  change(turn, { faults: [...turn.state.faults.slice(0, index), ...rest, ...turn.state.faults.slice(index + 1)] });
  return fault.give;
}

/** What is done by a call on the object that had slept: it is past the point where faults strike. Source: the fake kernel. */
export function resumingCall<Answer>(turn: Turn, call: FaultCall, object: string, act: () => Answer): Answer {
  if (turn.state.faults.length === 0) return act();
  change(turn, { faults: [{ call, object, times: 1, give: null }, ...turn.state.faults] });
  const answer = act();
  change(turn, { faults: turn.state.faults.filter(({ give }) => give !== null) });
  return answer;
}
