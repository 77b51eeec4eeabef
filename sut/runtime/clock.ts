/** A moment that somebody waits for. Ordered by (due, sequence). */
export type Deadline = { readonly dueNs: number; readonly sequence: number };

/** The one source of time: integer nanoseconds since the start. It moves only by `moveTo` (see advance.ts). */
export type Clock = {
  readonly nowNs: number;
  addDeadline(dueNs: number): Deadline;
  /** Forgetting an unknown deadline does nothing. */
  removeDeadline(deadline: Deadline): void;
  /** The first deadline that lies in the future, or null. */
  nextDueNs(): number | null;
  /** Throws on a step back or a fraction. */
  moveTo(nowNs: number): void;
};

/** The order in which deadlines are served: earlier first, then the one set first. */
export function deadlineOrder(a: Deadline, b: Deadline): number {
  return a.dueNs - b.dueNs || a.sequence - b.sequence;
}

/** Inserts into a list that is sorted by `deadlineOrder`. */
export function insertByDeadline<Item>(items: Item[], item: Item, deadlineOf: (item: Item) => Deadline): void {
  let at = items.length;
  for (; at > 0; at -= 1) {
    const before = items[at - 1];
    if (before === undefined || deadlineOrder(deadlineOf(before), deadlineOf(item)) <= 0) break;
  }
  items.splice(at, 0, item);
}

const itself = (deadline: Deadline): Deadline => deadline;

/** A clock that stands at 0. */
export function createClock(): Clock {
  const deadlines: Deadline[] = [];
  let sequence = 0;
  // a plain member: an object with an accessor of its own is slow in V8, and everything asks the time
  const clock: { -readonly [Key in keyof Clock]: Clock[Key] } = {
    nowNs: 0,
    addDeadline(dueNs: number): Deadline {
      if (!Number.isSafeInteger(dueNs)) throw new RangeError(`deadline ${dueNs}: want whole nanoseconds`);
      sequence += 1;
      const deadline = { dueNs, sequence };
      insertByDeadline(deadlines, deadline, itself);
      return deadline;
    },
    removeDeadline(deadline: Deadline): void {
      const at = deadlines.indexOf(deadline);
      if (at >= 0) deadlines.splice(at, 1);
    },
    nextDueNs(): number | null {
      for (const { dueNs } of deadlines) if (dueNs > clock.nowNs) return dueNs;
      return null;
    },
    moveTo(to: number): void {
      if (!Number.isSafeInteger(to) || to < clock.nowNs)
        throw new RangeError(`clock cannot move from ${clock.nowNs} to ${to}`);
      clock.nowNs = to;
    },
  };
  return clock;
}
