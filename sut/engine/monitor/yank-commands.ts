import type { Task } from '../../runtime/task.ts';
import { heldNames, isNameHeld } from '../chardev/yank-instance.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { type ArgumentType, needed, text, textAt } from './argument-schema.ts';
import type { Command } from './command.ts';
import { emptyObject, isObject, type JsonObject, type JsonValue, object } from './json-value.ts';

const instance: ArgumentType = {
  kind: 'union',
  tag: 'type',
  common: [needed('type', { kind: 'enum', values: ['block-node', 'chardev', 'migration'] })],
  branches: { 'block-node': [needed('node-name', text)], chardev: [needed('id', text)], migration: [] },
};

/** What shuts the connection of one instance down; null: there is no such instance. Source: CHR-21. */
function yankOf(machine: Machine, wanted: JsonObject): (() => void) | null {
  if (textAt(wanted, 'type') !== 'chardev') return null;
  const id = textAt(wanted, 'id');
  return machine.chardevs.get(id)?.backend.yank ?? (isNameHeld(machine, id) ? (): void => undefined : null);
}

/** All of them or none. Any thread may run it. Source: CHR-21. */
function yank(machine: Machine, given: JsonObject): Attempt<JsonValue> {
  const wanted = given.get('instances');
  const yanks = (Array.isArray(wanted) ? wanted : []).map((each) => (isObject(each) ? yankOf(machine, each) : null));
  if (yanks.includes(null)) return failure('Instance not found', 'DeviceNotFound');
  for (const each of yanks) each?.();
  return success(emptyObject);
}

/** Chardevs with a connection to shut down, in the order in which they were made. */
function instances(machine: Machine): JsonValue {
  const sockets = [...machine.chardevs.values()].filter(({ backend }) => backend.yank !== undefined);
  const names = [...sockets.map(({ label }) => label), ...heldNames(machine)];
  return names.map((id) => object({ type: 'chardev', id }));
}

/** Source: CHR-21, QMP-11. */
export const yankCommands: readonly Command[] = [
  {
    name: 'yank',
    outOfBand: true,
    arguments: { kind: 'struct', members: [needed('instances', { kind: 'array', of: instance })] },
    run: ({ machine }, given): Task<Attempt<JsonValue>> => immediate(yank(machine, given)),
  },
  {
    name: 'query-yank',
    outOfBand: true,
    arguments: { kind: 'struct', members: [] },
    run: ({ machine }): Task<Attempt<JsonValue>> => immediate(success(instances(machine))),
  },
];
