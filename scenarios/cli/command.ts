import type { Io } from './io.ts';

/** Exit codes of every command: a promise to scripts. */
export const exitCodes = {
  conforms: 0,
  nonConformance: 1,
  usage: 2,
  targetMissing: 3,
  truncatedSession: 4,
  inconclusive: 5,
  interrupted: 130,
} as const;

/** One command of the command line. */
export type Command = {
  /** What `--help` prints, complete. */
  readonly help: string;
  /** Takes the words after the command's name; resolves with the exit code. Rejects with UsageError on bad input. */
  readonly run: (words: readonly string[], io: Io) => Promise<number>;
};

/** Bad usage or bad input: printed as `charsim: message`, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
