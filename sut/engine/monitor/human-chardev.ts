import type { Task } from '../../runtime/task.ts';
import type { LoggedSpec } from '../chardev/backend-spec.ts';
import { changeChardev } from '../chardev/change.ts';
import { openWanted, ptyNotice } from '../chardev/registry.ts';
import { complainOfOldName, readChardevOption } from '../chardev-option.ts';
import { parseChardevOptions } from '../chardev-syntax.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, prefixed, success } from '../failure.ts';
import { takeName } from '../fd/names.ts';
import type { Machine } from '../machine.ts';
import type { Complain } from '../option-list.ts';
import { hasQuirk } from '../quirk.ts';
import type { CommandContext } from './command.ts';

/** What a human command prints, or why it was refused. */
type Printed = Attempt<readonly string[]>;

/** The parser prints its own complaint first. Source: HMP-03, HMP-04. */
const unparsed = (text: string): Printed => {
  const isSize = text.endsWith('expects a non-negative number below 2^64');
  const hint = text === chardevErrors.identifier ? identifierHint : isSize ? sizeHint : '';
  return prefixed(`${text}\n${hint}`, failure('Error: Parsing chardev args failed'));
};
const identifierHint = "Identifiers consist of letters, digits, '-', '.', '_', starting with a letter.\n";
const sizeHint =
  'Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.\n';

/** What was said while the options were read comes before all else. Source: HMP-03, by experiment. */
function after(said: readonly string[], printed: Printed): Printed {
  if (printed.ok) return success([...said, ...printed.value]);
  if (said.length === 0) return printed;
  const told = printed.text.includes('\nError: ') ? printed.text : `Error: ${printed.text}`;
  return { ...printed, text: `${said.join('\n')}\n${told}` };
}

const named =
  (context: CommandContext) =>
  (name: string): Attempt<number> =>
    takeName(context.names, name);

/** chardev-add: from options, and so with other texts than chardev-add by QMP. Source: HMP-02, HMP-03, HMP-05. */
export function* addByOptions(context: CommandContext, word: string): Task<Printed> {
  const said: string[] = [];
  return after(said, yield* add(context, word, (line) => said.push(line)));
}

function* add(context: CommandContext, word: string, complain: Complain): Task<Printed> {
  const { machine } = context;
  const options = parseChardevOptions(word, machine.profile, machine.reservedIds, complain);
  if (!options.ok) return unparsed(options.text);
  complainOfOldName(machine, options.value, complain);
  const read = readChardevOption(options.value, machine.profile);
  if (!read.ok) return read;
  if (read.value.spec.backend.type === 'hub' && !machine.profile.hub) return failure(chardevErrors.badDriver('hub'));
  const made = yield* openWanted(machine, read.value, named(context));
  return made.ok ? success(noticeOf(machine, read.value.id, read.value.spec)) : made;
}

/** chardev-change. Source: HMP-04. */
export function* changeByOptions(context: CommandContext, id: string, word: string): Task<Printed> {
  const said: string[] = [];
  return after(said, yield* change(context, id, word, (line) => said.push(line)));
}

function* change(context: CommandContext, id: string, word: string, complain: Complain): Task<Printed> {
  const { machine } = context;
  const options = parseChardevOptions(word, machine.profile, machine.reservedIds, complain);
  if (!options.ok) return unparsed(options.text);
  if (options.value.id !== null) return failure("Unexpected 'id' parameter");
  if (options.value.text('backend') === null) return failure(chardevErrors.noBackend('(null)'));
  complainOfOldName(machine, options.value, complain);
  const read = readChardevOption({ ...options.value, id }, machine.profile);
  if (!read.ok) return read;
  if (read.value.spec.backend.type === 'hub' && !machine.profile.hub) return failure(chardevErrors.badDriver('hub'));
  const { spec } = read.value;
  const wanted: LoggedSpec =
    losesType(machine) && hasNoReader(machine, spec) ? { ...spec, backend: { type: 'null' } } : spec;
  const made = yield* changeChardev(machine, id, wanted, named(context));
  return made.ok ? success(noticeOf(machine, id, wanted)) : made;
}

/** What the monitor prints of a pty that it made. Source: HMP-02, HMP-04, by experiment. */
function noticeOf(machine: Machine, id: string, { backend }: LoggedSpec): readonly string[] {
  const notice = backend.type === 'pty' ? ptyNotice(machine, id) : null;
  return notice === null ? [] : [notice];
}

/** Whether the type is lost on the way to a change when nothing reads options for it. Source: Q-FOUND-6. */
function losesType(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-6');
}

/** Drivers that read no options: their kind stays the first of all kinds. Source: Q-FOUND-6. */
function hasNoReader({ profile }: Machine, { backend: { type } }: LoggedSpec): boolean {
  return ['testdev', 'msmouse', 'wctablet'].includes(type) || (type === 'pty' && !profile.ptyPathOption);
}
