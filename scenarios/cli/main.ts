import { TargetFailure } from '../../sut/target.ts';
import { keepCatalogueAt } from '../kept-catalogue.ts';
import { nearest } from '../nearest.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { type Io, processIo } from './io.ts';
import { packageVersion } from './package-info.ts';

type Entry = { readonly summary: string; readonly load?: () => Promise<Command> };

const commands: Readonly<Record<string, Entry>> = {
  run: {
    summary: 'run scenarios and say what conforms',
    load: async () => (await import('./run-command.ts')).runCommand,
  },
  fuzz: {
    summary: 'random sessions, checked against the model',
    load: async () => (await import('./fuzz-command.ts')).fuzzCommand,
  },
  explore: {
    summary: 'go through thread schedules and find what breaks',
    load: async () => (await import('./explore-command.ts')).exploreCommand,
  },
  record: {
    summary: 'record one session',
    load: async () => (await import('./record-command.ts')).recordCommand,
  },
  replay: {
    summary: 'replay a recorded session',
    load: async () => (await import('./replay-command.ts')).replayCommand,
  },
  clauses: {
    summary: 'the catalogue of clauses and which scenarios show them',
    load: async () => (await import('./clauses-command.ts')).clausesCommand,
  },
  report: {
    summary: 'one HTML page from results; the difference of two',
    load: async () => (await import('./report-command.ts')).reportCommand,
  },
  doctor: {
    summary: 'what is here: Node, QEMU, what will be not applicable',
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  },
  mutants: { summary: 'the suite against every planted bug' },
};

/** For the launcher, which knows when sources change: where the catalogue may be kept until then. */
export function keepAt(path: string): void {
  keepCatalogueAt(path);
}

/** The whole command line: words in, exit code out. Prints what goes wrong; never rejects for bad input. */
export async function main(words: readonly string[], io: Io = processIo()): Promise<number> {
  const [first, ...rest] = words;
  try {
    if (first === undefined) {
      io.err(overview());
      return exitCodes.usage;
    }
    if (first === 'help' && rest[0] !== undefined && !rest[0].startsWith('-'))
      return await main([rest[0], '--help'], io);
    if (first === '--help' || first === '-h' || first === 'help') return said(io, overview());
    if (first === '--version') return said(io, packageVersion());
    const entry = Object.hasOwn(commands, first) ? commands[first] : undefined;
    if (entry === undefined) throw new UsageError(unknownCommand(first));
    // words after `--` belong to the command
    const asked = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
    if (asked.includes('--version')) return said(io, packageVersion());
    if (entry.load === undefined) {
      io.err(`charsim ${first}: not built yet (${entry.summary})`);
      return exitCodes.usage;
    }
    const command = await entry.load();
    if (asked.includes('--help') || asked.includes('-h')) return said(io, command.help);
    return await command.run(rest, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`charsim: ${printable(error.message)}`);
      return exitCodes.usage;
    }
    if (error instanceof TargetFailure) {
      io.err(`charsim: ${printable(error.message)}`);
      return exitCodes.targetMissing;
    }
    io.err(
      `charsim: a fault of charsim itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return exitCodes.usage;
  }
}

/** What comes out of files may hold what would move a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function said(io: Io, text: string): number {
  io.out(text);
  return exitCodes.conforms;
}

function overview(): string {
  const lines = Object.entries(commands).map(
    ([name, { summary, load }]) => `  ${name.padEnd(9)} ${summary}${load === undefined ? ' (not built yet)' : ''}`,
  );
  return [
    'charsim: conformance of character devices and descriptor passing, simulated or on a real QEMU',
    '',
    'usage: charsim COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'charsim COMMAND --help tells the options of a command.',
  ].join('\n');
}

function unknownCommand(word: string): string {
  const near = nearest(word, Object.keys(commands));
  const suggestion = near === undefined ? '' : `: did you mean ${near}?`;
  return `unknown command ${word}${suggestion}; charsim --help lists the commands`;
}
