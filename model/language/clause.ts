import type { ClauseId, FamilyId } from './clause-id.ts';
import type { ProfileName } from './profile.ts';

/** `must` fails a run, `should` fails it only under `--strict`, `may` never does. */
export type Strength = 'must' | 'should' | 'may';

/** The part of the domain that a family belongs to. */
export type Area = 'descriptor passing' | 'chardevs' | 'hotswap, replay and monitors' | 'channels and logging';

/** One testable rule, complete. Texts use back-quotes for what stands letter for letter; see glossary.ts for the short words. */
export type Clause = {
  readonly id: ClauseId;
  readonly family: FamilyId;
  /** The chapter that it belongs to, in words. */
  readonly section: string;
  readonly strength: Strength;
  readonly rule: string;
  /** Where it can be seen from outside. */
  readonly observable: string;
  /**
   * The profiles in which the rule holds as it stands, in the order of `profiles`. Empty: a rule of a system that is no
   * profile yet (the five proposals, the deferred hotswap as posted in 2017).
   */
  readonly profiles: readonly ProfileName[];
  /** The systems that have it, in the words of those who tried it. */
  readonly variants: string;
  /** A mailing-list thread, or a QEMU source file and function, or `experiment`. */
  readonly source: string;
  /** How it was checked: see `checkedWords` in glossary.ts. */
  readonly checked: string;
  /** Defects: how to see it. Stories: the steps. */
  readonly reproducer?: string;
  /** Defects: what a repaired system does instead. */
  readonly repair?: string;
  /** Races: the guarantee that is broken. */
  readonly violates?: string;
  /** Races: the rules of the corrected design that exclude it. */
  readonly avoidedBy?: string;
};

/** A clause as its family's file has it: what all its clauses have in common stands once, in the family. */
export type ClauseRow = Omit<Clause, 'family' | 'section' | 'strength' | 'profiles'> & {
  readonly section?: string;
  readonly profiles?: readonly ProfileName[];
};

/** One family of clauses: one file under clauses/. */
export type ClauseFamily = {
  readonly id: FamilyId;
  /** A few words, without capital and full stop. */
  readonly title: string;
  readonly area: Area;
  /** The section of rows without one of their own. */
  readonly section: string;
  /** The profiles of rows without their own. */
  readonly profiles: readonly ProfileName[];
  readonly clauses: readonly ClauseRow[];
};

/** Why a clause is not a `must`. */
export type Weakening = { readonly id: ClauseId; readonly strength: 'should' | 'may'; readonly reason: string };

/** Why no scenario can show a clause. */
export type Unreachable = { readonly id: ClauseId; readonly reason: string };

/** Where an experiment contradicted the text of a clause; what was seen counts. */
export type Correction = {
  readonly id: ClauseId;
  /** What is true instead. */
  readonly seen: string;
  /** The experiment, short enough to be repeated. */
  readonly how: string;
  /** QEMU versions that it was seen on, as `query-version` gives them. */
  readonly versions: readonly string[];
};
