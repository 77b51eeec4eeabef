import type { Handle } from '../../model/language/action.ts';
import type { ClientHandles } from './client-handles.ts';
import { outText } from './texts.ts';

const programName = 'qemu-system-x86_64';

/**
 * The lines that QEMU printed about its end: those with its own name, whatever the file is called, without warnings
 * about deprecated options; numbers of inherited handles and the folder put back into symbols.
 */
export function exitTexts(
  stderr: string,
  program: string,
  handles: ClientHandles,
  inherited: ReadonlyMap<Handle, number>,
): readonly string[] {
  const prefixes = [...new Set([programName, program])].map((name) => `${name}: `);
  const lines: string[] = [];
  for (const line of stderr.split('\n')) {
    const prefix = prefixes.find((each) => line.startsWith(each));
    if (prefix === undefined || line.includes('deprecated')) continue;
    lines.push(symbolic(`${programName}: ${line.slice(prefix.length)}`, handles, inherited));
  }
  return lines;
}

/** `fd=31` and `'31'` become the handle's symbol: nowhere else does QEMU echo the number. */
function symbolic(line: string, handles: ClientHandles, inherited: ReadonlyMap<Handle, number>): string {
  let text = outText(handles, line);
  for (const [handle, number] of inherited) {
    text = text.replaceAll(new RegExp(`(?<=\\bfd=|')${number}(?=[,:' ]|$)`, 'g'), `{fd:${handle}}`);
  }
  return text;
}
