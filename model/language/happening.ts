/** How far a change of a chardev's far end is. Source: ENG-04. */
export type SwapState = 'prepared' | 'scheduled' | 'committing' | 'done' | 'rolledback' | 'cancelled' | 'refused';

/**
 * Something inside a system that no outcome tells by itself, as sessions record it. `gen`, `old` and `new`: which far
 * end, counted as they were made in this process, from 1. Source: SLOG (records ev and swap), ENG-32.
 */
export type Happening =
  /** An event of chardev `id` reached the handler of a frontend. */
  | {
      readonly k: 'ev';
      readonly fe: string;
      readonly id: string;
      readonly gen: number;
      readonly e: 'OPENED' | 'CLOSED' | 'BREAK' | 'MUX_IN' | 'MUX_OUT';
    }
  /** Change number `seq`, from 1, has come so far; `why` it did not take place. */
  | {
      readonly k: 'swap';
      readonly seq: number;
      readonly id: string;
      readonly st: SwapState;
      readonly old: number;
      readonly new: number;
      readonly why: string | null;
    };
