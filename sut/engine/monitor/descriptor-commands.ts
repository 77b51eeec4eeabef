import { descriptorErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { addMember, removeMembers } from '../fd/fdset.ts';
import { closeName, storeName } from '../fd/names.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import {
  integer,
  integerAt,
  needed,
  optional,
  optionalInteger,
  optionalText,
  text,
  textAt,
} from './argument-schema.ts';
import type { Command, CommandContext } from './command.ts';
import { emptyObject, type JsonObject, type JsonValue, object } from './json-value.ts';

function addFd(context: CommandContext, given: JsonObject): Attempt<JsonValue> {
  const { machine } = context;
  const fd = context.takeDescriptor();
  if (fd === null) return failure(descriptorErrors.noneSupplied);
  const added = addMember(machine, fd, optionalInteger(given, 'fdset-id'), optionalText(given, 'opaque'));
  if (!added.ok) {
    machine.process.close(fd);
    return added;
  }
  return success(object({ 'fdset-id': added.value.id, fd: BigInt(fd) }));
}

/** By descending id, members oldest first, dups not shown. Source: FDSET-22, FDSET-23. */
function queryFdsets(machine: Machine): JsonValue {
  return machine.fdsets
    .map((set) =>
      object({
        'fdset-id': set.id,
        fds: set.members.map(({ fd, opaque }) => object({ fd: BigInt(fd), opaque: opaque ?? undefined })),
      }),
    )
    .reverse();
}

function getFd(context: CommandContext, given: JsonObject): Attempt<JsonValue> {
  const fd = context.takeDescriptor();
  if (fd === null) return failure(descriptorErrors.noneSupplied);
  const stored = storeName(context.machine, context.names, textAt(given, 'fdname'), fd);
  return stored.ok ? success(emptyObject) : stored;
}

/** Anything that went well, as most commands report it. */
export function nothing(result: Attempt<unknown>): Attempt<JsonValue> {
  return result.ok ? success(emptyObject) : result;
}

/** fd sets and named descriptors. Source: FDSET-13..34, GETFD-01..05. */
export const descriptorCommands: readonly Command[] = [
  {
    name: 'add-fd',
    arguments: { kind: 'struct', members: [optional('fdset-id', integer), optional('opaque', text)] },
    run: (context, given) => immediate(addFd(context, given)),
  },
  {
    name: 'remove-fd',
    arguments: { kind: 'struct', members: [needed('fdset-id', integer), optional('fd', integer)] },
    run: ({ machine }, given) =>
      immediate(nothing(removeMembers(machine, integerAt(given, 'fdset-id'), optionalInteger(given, 'fd')))),
  },
  {
    name: 'query-fdsets',
    arguments: { kind: 'struct', members: [] },
    run: ({ machine }) => immediate(success(queryFdsets(machine))),
  },
  {
    name: 'getfd',
    arguments: { kind: 'struct', members: [needed('fdname', text)] },
    run: (context, given) => immediate(getFd(context, given)),
  },
  {
    name: 'closefd',
    arguments: { kind: 'struct', members: [needed('fdname', text)] },
    run: ({ machine, names }, given) => immediate(nothing(closeName(machine, names, textAt(given, 'fdname')))),
  },
];
