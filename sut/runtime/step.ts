/** What a visible step does. `choose` is a data choice, `time` a wait for the clock. Source: XE-1. */
export type StepKind = 'access' | 'lock' | 'unlock' | 'wait' | 'set' | 'choose' | 'time' | 'spawn';

/** One field of one shared object, read or written. Object ids are the same in every re-execution (XE-2). */
export type Access = { readonly object: string; readonly field: string; readonly write: boolean };

/**
 * What a thread is about to do, yielded just before it does it. Descriptors are static: made once, used every time
 * (XE-3). `also` lists further fields touched by the same step. `enabled` is a pure function of shared state, null for
 * always; a thread whose step is not enabled is not resumed (XE-4). All steps have the same members in the same order.
 */
export type Step = {
  readonly kind: StepKind;
  readonly object: string;
  readonly field: string;
  readonly write: boolean;
  readonly also: readonly Access[];
  readonly enabled: (() => boolean) | null;
  /** Nor is it enabled while this is shut, null for none: a lock, a flag. */
  readonly door: Door | null;
  /** It says all that is touched until the thread's next step, even where others do not (`Scheduler.undeclared`). */
  readonly complete: boolean;
  /** Steps that differ in `enabled` alone share it: a copy with other accesses must have one of its own (`touching`). */
  readonly memo: StepMemo;
};

/**
 * A condition for going on that whoever changes it keeps: it is asked after every step of anybody, and to call a function
 * costs ten times as much.
 */
export type Door = { isShut: boolean };

/** What an explorer wants to find again when it meets this step; whoever writes it, reads only what is its own. */
export type StepMemo = { value: object | null };

const nothingElse: readonly Access[] = [];

/** A step of any kind. */
export function step(
  kind: StepKind,
  access: Access,
  also: readonly Access[] = nothingElse,
  enabled: (() => boolean) | null = null,
  complete = false,
): Step {
  return {
    kind,
    object: access.object,
    field: access.field,
    write: access.write,
    also,
    enabled,
    door: null,
    complete,
    memo: { value: null },
  };
}

/** Whether it can be taken now. */
export function mayBeTaken({ door, enabled }: Step): boolean {
  return (door === null || !door.isShut) && (enabled === null || enabled());
}

/** The same step in one execution: behind its door. */
export function behind({ kind, object, field, write, also, enabled, complete, memo }: Step, door: Door): Step {
  return { kind, object, field, write, also, enabled, door, complete, memo };
}

/** The same step in one execution: enabled while this holds, a pure function of shared state. */
export function when({ kind, object, field, write, also, door, complete, memo }: Step, enabled: () => boolean): Step {
  return { kind, object, field, write, also, enabled, door, complete, memo };
}

/** A step that touches more than this one does, at once. */
export function touching(
  { kind, object, field, write, also, enabled, door, complete }: Step,
  more: readonly Access[],
): Step {
  return { kind, object, field, write, also: [...also, ...more], enabled, door, complete, memo: { value: null } };
}

/** A step that reads `object.field`. */
export function reads(object: string, field: string, also: readonly Access[] = nothingElse): Step {
  return step('access', { object, field, write: false }, also);
}

/** A step that writes `object.field`. */
export function writes(object: string, field: string, also: readonly Access[] = nothingElse): Step {
  return step('access', { object, field, write: true }, also);
}

/** A step that sleeps until `enabled` holds; it reads `object.field` (and `also`). */
export function waits(
  object: string,
  field: string,
  enabled: () => boolean,
  also: readonly Access[] = nothingElse,
): Step {
  return step('wait', { object, field, write: false }, also, enabled);
}

/** `thread`'s view of a step, for traces and failure reports: `lock chr0.lock`. */
export function stepText(each: Step): string {
  const more = each.also.map((access) => `, ${access.write ? 'W' : 'R'} ${access.object}.${access.field}`).join('');
  return `${each.kind} ${each.write ? 'W' : 'R'} ${each.object}.${each.field}${more}`;
}
