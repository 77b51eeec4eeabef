import type { Task } from '../../runtime/task.ts';
import { addNode, type NodeSpec, removeNode, reopenNodes } from '../block/file-node.ts';
import { addRandomSource, removeRandomSource } from '../block/rng-random.ts';
import type { Attempt } from '../failure.ts';
import { immediate } from '../immediate.ts';
import {
  boolean,
  flagAt,
  type Member,
  needed,
  objectAt,
  optional,
  optionalText,
  text,
  textAt,
} from './argument-schema.ts';
import type { Command } from './command.ts';
import { nothing } from './descriptor-commands.ts';
import { isObject, type JsonObject, type JsonValue } from './json-value.ts';

const cacheMembers: readonly Member[] = [optional('direct', boolean), optional('no-flush', boolean)];
/** The options of a node of driver `file`. */
const node: Command['arguments'] = {
  kind: 'union',
  tag: 'driver',
  common: [
    needed('driver', { kind: 'enum', values: ['file'] }),
    optional('node-name', text),
    optional('discard', { kind: 'enum', values: ['ignore', 'unmap'] }),
    optional('cache', { kind: 'struct', members: cacheMembers }),
    optional('read-only', boolean),
    optional('auto-read-only', boolean),
    optional('force-share', boolean),
  ],
  branches: { file: [needed('filename', text)] },
};

function readNode(given: JsonObject): NodeSpec {
  return {
    name: optionalText(given, 'node-name'),
    filename: textAt(given, 'filename'),
    readOnly: flagAt(given, 'read-only', false),
    autoReadOnly: flagAt(given, 'auto-read-only', false),
    direct: given.has('cache') && flagAt(objectAt(given, 'cache'), 'direct', false),
  };
}

function readNodes(given: JsonObject): readonly NodeSpec[] {
  const list = given.get('options');
  if (!Array.isArray(list)) throw new Error('options were not checked');
  return list.filter(isObject).map(readNode);
}

/** Block nodes and random sources: the other users of fd sets. Source: OPEN-18..OPEN-20. */
export const blockCommands: readonly Command[] = [
  {
    name: 'blockdev-add',
    arguments: node,
    *run({ machine }, given): Task<Attempt<JsonValue>> {
      return nothing(yield* addNode(machine, readNode(given)));
    },
  },
  {
    name: 'blockdev-del',
    arguments: { kind: 'struct', members: [needed('node-name', text)] },
    run: ({ machine }, given) => immediate(nothing(removeNode(machine, textAt(given, 'node-name')))),
  },
  {
    name: 'blockdev-reopen',
    arguments: { kind: 'struct', members: [needed('options', { kind: 'array', of: node })] },
    *run({ machine }, given): Task<Attempt<JsonValue>> {
      return nothing(yield* reopenNodes(machine, readNodes(given)));
    },
  },
  {
    name: 'object-add',
    arguments: {
      kind: 'union',
      tag: 'qom-type',
      common: [needed('qom-type', { kind: 'enum', values: ['rng-random'] }), needed('id', text)],
      branches: { 'rng-random': [optional('filename', text)] },
    },
    *run({ machine }, given): Task<Attempt<JsonValue>> {
      return nothing(yield* addRandomSource(machine, textAt(given, 'id'), optionalText(given, 'filename')));
    },
  },
  {
    name: 'object-del',
    arguments: { kind: 'struct', members: [needed('id', text)] },
    run: ({ machine }, given) => immediate(nothing(removeRandomSource(machine, textAt(given, 'id')))),
  },
];
