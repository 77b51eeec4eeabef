/** A session file that cannot be taken: one sentence with line (from 1) and byte offset, for exit code 2. */
export class SessionProblem extends Error {
  override readonly name = 'SessionProblem';
  readonly line: number;
  readonly offset: number;

  constructor(text: string, line: number, offset: number) {
    super(`${text} (line ${line}, byte ${offset})`);
    this.line = line;
    this.offset = offset;
  }
}
