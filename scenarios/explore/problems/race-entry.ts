import type { Property } from '../../../sut/engine/hotswap/violation.ts';
import type { RaceSetup } from './race-stage.ts';

/**
 * A defect that a problem shows: of the hotswap as posted (RACE-01), or of the synchronous one (RACE-S01). `after`: rows
 * that have to be lifted first, since they hide it.
 */
export type Shown = { readonly race: string; readonly property: Property; readonly after?: readonly string[] };

/** A race scenario of the hotswap. */
export type RaceEntry = {
  readonly id: string;
  readonly title: string;
  readonly shows: readonly Shown[];
  /** Clauses that it shows beside the rows, and what follows from them. */
  readonly clauses?: readonly string[];
  readonly setup: RaceSetup;
  /** It asks for something that no real QEMU has. */
  readonly notReal?: boolean;
  /** Says what the design alone promises. */
  readonly onlyDesign?: boolean;
  /** Writer threads unless said otherwise; default 1. */
  readonly writersDefault?: number;
};
