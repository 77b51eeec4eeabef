import type { Handle, LaunchOptions } from '../../model/language/action.ts';
import type { ClientHandles } from './client-handles.ts';
import { inheritedFirst, wordAsGiven } from './command-line.ts';
import { inText, outText } from './texts.ts';

const programName = 'qemu-system-x86_64';

/** What libraries say before they end the process: theirs to word, and of their version. */
const librariesWords = ['GLib: ', 'Image dimensions overflow', 'failed to allocate shared memory'];

/** What QEMU was started with, as far as its last words may repeat it. */
export type Started = {
  readonly options: LaunchOptions;
  /** What `{dir}` and `{pty:ID}` stand for. */
  readonly handles: ClientHandles;
  readonly inherited: ReadonlyMap<Handle, number>;
};

/**
 * The lines that QEMU printed about its end: those with its own name, whatever the file is called, without warnings
 * about deprecated options and without failed assertions, which name lines of a source; numbers of inherited handles and the folder put back into symbols.
 */
export function exitTexts(stderr: string, program: string, started: Started): readonly string[] {
  const prefixes = [...new Set([programName, program])].map((name) => `${name}: `);
  const lines: string[] = [];
  for (const line of stderr.split('\n')) {
    const prefix = prefixes.find((each) => line.startsWith(each));
    if (line.startsWith('info: ')) lines.push(symbolic(`${programName}: ${line}`, started)); // within a command, before 11.1
    if (line.startsWith('Replay: ')) lines.push(symbolic(line, started)); // with no name before it (RR-15)
    if (prefix === undefined || line.includes('deprecated') || line.includes(': Assertion `')) continue;
    if (librariesWords.some((words) => line.startsWith(words, prefix.length))) continue;
    lines.push(symbolic(`${programName}: ${line.slice(prefix.length)}`, started));
  }
  return lines;
}

/** Words come back as the scenario wrote them, and so does the quoted number of a handle that was given no fixed one. */
function symbolic(line: string, { options, handles, inherited }: Started): string {
  let text = line;
  for (const word of options.args ?? []) {
    const given = wordAsGiven(word, (each) => inText(handles, each), inherited);
    if (given !== word) text = text.replaceAll(given, word);
  }
  for (const [handle, as] of inherited) {
    if (as >= inheritedFirst) text = text.replaceAll(`'${as}'`, `'{fd:${handle}}'`);
  }
  return outText(handles, text);
}
