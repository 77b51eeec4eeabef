import type { Action, LaunchOptions } from '../model/language/action.ts';
import type { Capability } from '../model/language/capability.ts';
import type { Message, Outcome } from '../model/language/outcome.ts';
import type { ProfileName } from '../model/language/profile.ts';

/** A text that an outcome must have: exactly, or by its beginning, end or a part. */
export type TextPattern =
  | string
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  | { readonly contains: string };

/** Replaces each text of an outcome by a pattern and lets trailing members be left out. */
type Loosened<T> = T extends string
  ? TextPattern
  : T extends readonly (infer Item)[]
    ? readonly Loosened<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Loosened<T[Key]> }
      : T;

type Tagged<T> = T extends { readonly see: infer See }
  ? { readonly see: See } & Partial<Loosened<Omit<T, 'see'>>>
  : never;

/**
 * The literal witness: what must be seen. Members that are left out are not compared by the literal (model and target
 * still are). Values are compared whole, except that `{ $: name }` binds or checks a descriptor number.
 */
export type ExpectedOutcome = Tagged<Outcome>;
/** One message of a monitor as a literal states it. */
export type ExpectedMessage = Loosened<Message>;

/** One expectation for all, one of several, or one a profile (`else` for the rest). */
export type Expectation =
  | ExpectedOutcome
  | { readonly oneOf: readonly ExpectedOutcome[] }
  | {
      readonly byProfile: Readonly<
        Partial<Record<ProfileName | 'else', ExpectedOutcome | { readonly oneOf: readonly ExpectedOutcome[] }>>
      >;
    };

/** An action, and where a clause fixes it, what must be seen. */
export type Step = readonly [Action] | readonly [Action, Expectation];

/** One scenario: data that survives JSON. */
export type Scenario = {
  /** The path below catalogue/ without `.scenario.ts`; in a table file, that path + `/` + a name. Never changes. */
  readonly id: string;
  /** One sentence: the rule shown. May change. */
  readonly title: string;
  /** The clauses that it shows. */
  readonly clauses: readonly string[];
  /** Tests of QEMU's own unit test for chardevs that it is the counterpart of: `/char/mux`. */
  readonly upstream?: readonly string[];
  /** Historic defects of QEMU that it would find: `BUG-043`, `HS17-03`, `LIVE-15`. */
  readonly bugs?: readonly string[];
  /** Profiles that it speaks about; default all. On others it is not applicable. */
  readonly profiles?: readonly ProfileName[];
  readonly needs?: readonly Capability[];
  readonly tags?: readonly string[];
  /** Options of the launch that comes before the first step; with `manual` the steps hold a `launch` action themselves. */
  readonly launch?: LaunchOptions | 'manual';
  /**
   * Nobody predicts what comes of it (faults that meet calls which the model does not know): literals, invariants, leaks and
   * that the system lives are all that is judged.
   */
  readonly unforeseen?: boolean;
  readonly steps: readonly Step[];
  /**
   * A race scenario: this schedule of a problem of `charsim explore` (`xp1:…`), instead of steps. It runs on the simulated
   * target of the profile that the schedule names; one of posted-2017 on that of `design`, which it was to become.
   */
  readonly schedule?: string;
  /** With `schedule`: the property that breaks in it. Absent: none may. */
  readonly breaks?: string;
};
