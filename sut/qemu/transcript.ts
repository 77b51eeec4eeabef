import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from './channel.ts';

const charactersMax = 4_000_000;

/** What was said on every connection, by its name, for the artifacts of a failed scenario. */
export type Transcript = {
  /** A note-taker for one connection. */
  readonly of: (connection: string) => Channel['trace'];
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Forgets everything: a shared process begins its next scenario. */
  readonly clear: () => void;
};

/** An empty transcript; takes about 4 million characters and silently drops what comes after. */
export function makeTranscript(): Transcript {
  const texts = new Map<string, string[]>();
  let characters = 0;
  return {
    texts,
    of: (connection) => (direction, bytes) => {
      if (characters > charactersMax) return; // enough to see how it went; a run of millions of bytes must not eat memory
      characters += bytes.length;
      const lines = texts.get(connection) ?? [];
      texts.set(connection, lines);
      lines.push(`${direction} ${bytes.endsWith('\n') ? bytes : `${bytes}\n`}`);
    },
    clear() {
      texts.clear();
      characters = 0;
    },
  };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Writes command line, standard error and one transcript a connection into a folder, which is made. */
export function writeArtifacts(folder: string, transcript: Transcript, words: readonly string[], stderr: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'command-line.txt'), `${words.map(quoted).join(' ')}\n`);
  writeFileSync(join(folder, 'stderr.txt'), stderr);
  for (const [connection, lines] of transcript.texts) {
    writeFileSync(join(folder, `${connection.replace(/[^\w.-]/g, '_')}.txt`), lines.join(''), 'latin1');
  }
}
