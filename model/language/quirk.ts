import type { ProfileName } from './profile.ts';

/** A real defect that some profiles reproduce. The id is the clause that states it. */
export type QuirkId = 'DEF-01' | 'DEF-02' | 'DEF-03' | 'DEF-04' | 'DEF-05' | 'DEF-06' | 'DEF-07' | 'DEF-08' | 'DEF-09';

/** One entry of the registry: what the defect is, who has it, and what a system without it does instead. */
export type Quirk = {
  readonly id: QuirkId;
  readonly title: string;
  readonly profiles: readonly ProfileName[];
  /** Clauses whose observable outcome the quirk changes. */
  readonly clauses: readonly string[];
  /** What a repaired system does: the rule of profiles without the quirk. */
  readonly repair: string;
};
