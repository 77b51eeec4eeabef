import { exitCodes } from './command.ts';

/** Where there is no terminal, somebody who waits hears so often, in ms. */
export const heartbeatMs = 30_000;

/** What a command writes to and learns of its surroundings. */
export type Io = {
  /** Results, a line: standard output. */
  readonly out: (line: string) => void;
  /** Progress and complaints, a line: standard error. */
  readonly err: (line: string) => void;
  /** Standard error as it is, for the bar. */
  readonly raw: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

/**
 * The process's own streams. A reader that went away ends the process quietly, a full disk behind standard output with
 * exit code 2; NO_COLOR is for the renderers to heed.
 */
export function processIo(): Io {
  const { stdout, stderr } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.conforms);
    stderr.write(`charsim: standard output cannot be written to: ${error.message}\n`);
    process.exit(exitCodes.usage);
  });
  stderr.on('error', () => undefined); // nobody reads the progress: nothing is lost
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    raw: (text) => void stderr.write(text),
    environment: process.env,
    stdout,
    stderr,
  };
}
