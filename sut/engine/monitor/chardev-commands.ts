import type { Profile } from '../../../model/language/profile.ts';
import type { Task } from '../../runtime/task.ts';
import { changeChardev, prepareChange } from '../chardev/change.ts';
import { type Chardev, raise } from '../chardev/chardev.ts';
import { scheduleChange } from '../chardev/deferred-change.ts';
import { addChardev, removeChardev } from '../chardev/registry.ts';
import { readRing, writeIntoRing } from '../chardev/ring-access.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { takeName } from '../fd/names.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import {
  type ArgumentType,
  integer,
  integerAt,
  needed,
  objectAt,
  optional,
  optionalText,
  text,
  textAt,
} from './argument-schema.ts';
import { backendType, readBackend } from './backend-schema.ts';
import type { Command, CommandContext, Later } from './command.ts';
import { nothing } from './descriptor-commands.ts';
import { emptyObject, type JsonObject, type JsonValue, object } from './json-value.ts';

const format: ArgumentType = { kind: 'enum', values: ['utf8', 'base64'] };

function* withBackend(run: typeof addChardev, context: CommandContext, given: JsonObject): Task<Attempt<JsonValue>> {
  const spec = readBackend(objectAt(given, 'backend'), context.machine.profile);
  const source = (name: string): Attempt<number> => takeName(context.names, name);
  return replyOf(yield* run(context.machine, textAt(given, 'id'), spec, source));
}

/** The path of a pty, else nothing. Source: CHR-05, SWAP-S01. */
function replyOf(made: Attempt<Chardev>): Attempt<JsonValue> {
  if (!made.ok) return made;
  const { slavePath } = made.value.backend;
  return success(slavePath === undefined ? emptyObject : object({ pty: slavePath }));
}

/** What is to be committed is answered when it has been. Source: ENG-30. */
function* change(context: CommandContext, given: JsonObject): Task<Attempt<JsonValue> | Later> {
  const { machine } = context;
  if (machine.profile.hotswap === 'within-command') return yield* withBackend(changeChardev, context, given);
  const spec = readBackend(objectAt(given, 'backend'), machine.profile);
  const source = (name: string): Attempt<number> => takeName(context.names, name);
  const preparation = yield* prepareChange(machine, textAt(given, 'id'), spec, source);
  if ('done' in preparation) return replyOf(preparation.done);
  const { prepared } = preparation;
  return { later: (reply) => scheduleChange(machine, prepared, (result) => reply(replyOf(result))) };
}

/** chardev-send-break. Source: CHR-14. */
export function* sendBreak(machine: Machine, id: string): Task<Attempt<void>> {
  const chardev = machine.chardevs.get(id);
  if (chardev === undefined) return failure(chardevErrors.notFound(id));
  const { sendBreak: own } = chardev.backend;
  yield* own === undefined ? raise(chardev, 'break') : own();
  return success(undefined);
}

/** Every chardev, by label. Source: CHR-15, CHR-16. */
export function chardevsInOrder(machine: Machine): readonly Chardev[] {
  return [...machine.chardevs.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** Source: CHR-16. */
function isFrontendOpen({ backend, frontend }: Chardev): boolean {
  return (backend.sharing === undefined ? frontend : backend.sharing.focused())?.open ?? false;
}

function queryChardev(machine: Machine): JsonValue {
  return chardevsInOrder(machine).map((chardev) =>
    object({
      label: chardev.label,
      filename: chardev.backend.filename(),
      'frontend-open': isFrontendOpen(chardev),
    }),
  );
}

const types: readonly string[] = [
  'file',
  'memory',
  'msmouse',
  'mux',
  'null',
  'parallel',
  'pipe',
  'pty',
  'qemu-vdagent',
  'ringbuf',
  'serial',
  'socket',
  'stdio',
  'testdev',
  'udp',
  'vc',
  'wctablet',
];

/** Every kind of chardev that can be made, by name. Source: CHR-17. */
function chardevTypes(profile: Profile): readonly string[] {
  return profile.hub ? [...types, 'hub'].sort() : types;
}

/** chardevs and ring buffers. Source: CHR-01..CHR-16, SWAP-S01..S07, RB-03..RB-06. */
export function chardevCommands(profile: Profile): readonly Command[] {
  const idAndBackend: Command['arguments'] = {
    kind: 'struct',
    members: [needed('id', text), needed('backend', backendType(profile))],
  };
  const onlyId: Command['arguments'] = { kind: 'struct', members: [needed('id', text)] };
  return [
    {
      name: 'chardev-add',
      arguments: idAndBackend,
      run: (context, given) => withBackend(addChardev, context, given),
    },
    {
      name: 'chardev-change',
      arguments: idAndBackend,
      run: change,
    },
    {
      name: 'chardev-remove',
      arguments: onlyId,
      *run({ machine }, given): Task<Attempt<JsonValue>> {
        return nothing(yield* removeChardev(machine, textAt(given, 'id')));
      },
    },
    {
      name: 'chardev-send-break',
      arguments: onlyId,
      *run({ machine }, given): Task<Attempt<JsonValue>> {
        return nothing(yield* sendBreak(machine, textAt(given, 'id')));
      },
    },
    {
      name: 'query-chardev-backends',
      arguments: { kind: 'struct', members: [] },
      run: () => immediate(success(chardevTypes(profile).map((name) => object({ name })))),
    },
    {
      name: 'query-chardev',
      arguments: { kind: 'struct', members: [] },
      run: ({ machine }) => immediate(success(queryChardev(machine))),
    },
    {
      name: 'ringbuf-read',
      arguments: {
        kind: 'struct',
        members: [needed('device', text), needed('size', integer), optional('format', format)],
      },
      run: ({ machine }, given) =>
        immediate(
          readRing(
            machine,
            textAt(given, 'device'),
            integerAt(given, 'size'),
            optionalText(given, 'format') === 'base64' ? 'base64' : 'text',
          ),
        ),
    },
    {
      name: 'ringbuf-write',
      arguments: {
        kind: 'struct',
        members: [needed('device', text), needed('data', text), optional('format', format)],
      },
      *run({ machine }, given): Task<Attempt<JsonValue>> {
        const base64 = optionalText(given, 'format') === 'base64';
        return nothing(yield* writeIntoRing(machine, textAt(given, 'device'), textAt(given, 'data'), base64));
      },
    },
  ];
}
