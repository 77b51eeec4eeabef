import type { ProfileName } from './profile.ts';

/** A real defect that some profiles reproduce. The id is the clause that states it. */
export type QuirkId =
  | 'DEF-01'
  | 'DEF-02'
  | 'DEF-03'
  | 'DEF-04'
  | 'DEF-05'
  | 'DEF-06'
  | 'DEF-07'
  | 'DEF-08'
  | 'DEF-09'
  | 'Q-HUB-1'
  | 'Q-HUB-2'
  | 'Q-HUB-3'
  | 'Q-HUB-4'
  | 'Q-HUB-5'
  | 'Q-HUB-6'
  | 'Q-HUB-7'
  | 'Q-HUB-8'
  | 'Q-HUB-9'
  | 'Q-HUB-10'
  | 'Q-HUB-11'
  | 'Q-HUB-12'
  | 'Q-HUB-13'
  | 'Q-HUB-14'
  | 'Q-MUX-1'
  | 'Q-MUX-2'
  | 'Q-MUX-3'
  | 'Q-MUX-4'
  | 'Q-MUX-5'
  | 'Q-MUX-6'
  | 'Q-MUX-7'
  | 'Q-CORE-2'
  | 'Q-CORE-3'
  | 'Q-RB-1'
  | 'Q-SOCK-1'
  | 'Q-SOCK-2'
  | 'Q-TEL-1'
  | 'Q-WS-1'
  | 'Q-WS-2'
  | 'Q-WS-3'
  | 'Q-PTY-1'
  | 'Q-LOSTDESC'
  | 'Q-EPIPE'
  | 'Q-WEDGE-SWAP'
  | 'SWAP-S14'
  | 'RACE-S01'
  | 'RACE-S02'
  | 'RACE-S03'
  | 'RACE-S06'
  | 'RACE-S07'
  | 'RACE-S08'
  | 'RACE-S10'
  | 'Q-WEDGE-STOP'
  | 'Q-WEDGE-RACE'
  | 'Q-UDP-1'
  | 'Q-FOUND-1'
  | 'Q-FOUND-2'
  | 'Q-FOUND-3'
  | 'Q-FOUND-4'
  | 'Q-FOUND-5'
  | 'Q-FOUND-6'
  | 'Q-FOUND-7'
  | 'Q-FOUND-8'
  | 'Q-FOUND-9'
  | 'Q-FOUND-10'
  | 'Q-FOUND-11'
  | 'Q-FOUND-12'
  | 'Q-FOUND-13'
  | 'RR-04'
  | 'RR-09';

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
