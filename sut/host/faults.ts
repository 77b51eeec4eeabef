import { type Chooser, pick } from '../runtime/chooser.ts';
import type { Errno } from './result.ts';

/** Calls that a fault can be planted on. */
export type FaultCall = 'open' | 'dup' | 'read' | 'write' | 'ftruncate' | 'fcntl' | 'accept' | 'sendmsg' | 'recvmsg';
/** How the call ends: with an errno, or after at most `short` (>= 1) bytes (read, write, sendmsg, recvmsg). */
export type FaultEffect = { readonly errno: Errno } | { readonly short: number };
/** The next `times` (default 1) calls of this kind, on `object` (its name or path) if given, end so. */
export type PlantedFault = {
  readonly call: FaultCall;
  readonly object?: string;
  readonly times?: number;
  readonly give: FaultEffect;
};
/** A fault that the chooser may let happen at every matching call; not happening is always option 0. */
export type PossibleFault = {
  readonly call: FaultCall;
  readonly object?: string;
  readonly effects: readonly FaultEffect[];
};

/** The faults of one process. */
export type Faults = {
  plant(fault: PlantedFault): void;
  /** Replaces the list of possible faults (default none: the chooser is not asked). */
  allow(possible: readonly PossibleFault[]): void;
  /** Planted ones that did not happen yet. */
  readonly remaining: number;
  /** Whether any call must ask: false costs one property read in the hot paths. */
  readonly active: boolean;
  /** For the calls themselves: what happens to this one; null: nothing. */
  strike(call: FaultCall, object: string): FaultEffect | null;
};

/** No faults yet. Source: design part 1 ("a fault: the next call of this kind on this object …"). */
export function createFaults(chooser: Chooser): Faults {
  let planted: { readonly fault: PlantedFault; left: number }[] = [];
  let possible: readonly PossibleFault[] = [];
  const faults: { -readonly [Key in keyof Faults]: Faults[Key] } = {
    remaining: 0,
    active: false,
    plant(fault: PlantedFault): void {
      if ('short' in fault.give && !(fault.give.short >= 1))
        throw new RangeError(`short ${fault.give.short}: want >= 1`);
      planted.push({ fault, left: fault.times ?? 1 });
      count();
    },
    allow(list: readonly PossibleFault[]): void {
      possible = list;
      count();
    },
    strike(call: FaultCall, object: string): FaultEffect | null {
      const hits = (fault: { readonly call: FaultCall; readonly object?: string }): boolean =>
        fault.call === call && (fault.object === undefined || fault.object === object);
      const due = planted.find((each) => hits(each.fault));
      if (due !== undefined) {
        due.left -= 1;
        if (due.left <= 0) planted = planted.filter((each) => each !== due);
        count();
        return due.fault.give;
      }
      const effects = possible.filter(hits).flatMap((each) => each.effects);
      if (effects.length === 0) return null;
      return effects[pick(chooser, effects.length + 1, `fault ${call} ${object}`) - 1] ?? null;
    },
  };
  const count = (): void => {
    faults.remaining = planted.reduce((sum, each) => sum + each.left, 0);
    faults.active = planted.length > 0 || possible.length > 0;
  };
  return faults;
}
