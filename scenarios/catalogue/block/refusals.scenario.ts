import type { Action } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

/** Commands that fail beside a node `node` over `{dir}/image`, which they leave as it is. */
type Case = { readonly name: string; readonly title: string; readonly command: Action; readonly desc: string };

const command = (execute: string, args: Value): Action => ({ do: 'qmp', execute, arguments: args });

const cases: readonly Case[] = [
  {
    name: 'duplicate-node',
    title: 'a node name in use is refused',
    command: command('blockdev-add', { driver: 'file', 'node-name': 'node', filename: '{dir}/image' }),
    desc: "Duplicate nodes with node-name='node'",
  },
  {
    name: 'no-node-name',
    title: 'a node without a name is refused',
    command: command('blockdev-add', { driver: 'file', filename: '{dir}/image' }),
    desc: "'node-name' must be specified for the root node",
  },
  {
    name: 'bad-node-name',
    title: 'a node name that is no identifier is refused',
    command: command('blockdev-add', { driver: 'file', 'node-name': '1node', filename: '{dir}/image' }),
    desc: "Invalid node-name: '1node'",
  },
  {
    name: 'no-filename',
    title: 'a file node needs a filename',
    command: command('blockdev-add', { driver: 'file', 'node-name': 'other' }),
    desc: "Parameter 'filename' is missing",
  },
  {
    name: 'del-unknown',
    title: 'an unknown node cannot be deleted',
    command: command('blockdev-del', { 'node-name': 'other' }),
    desc: "Failed to find node with node-name='other'",
  },
  {
    name: 'reopen-unknown',
    title: 'an unknown node cannot be reopened',
    command: command('blockdev-reopen', {
      options: [{ driver: 'file', 'node-name': 'other', filename: '{dir}/image' }],
    }),
    desc: "Failed to find node with node-name='other'",
  },
  {
    name: 'reopen-other-filename',
    title: 'a reopen cannot change the filename',
    command: command('blockdev-reopen', {
      options: [{ driver: 'file', 'node-name': 'node', filename: '{dir}/other' }],
    }),
    desc: "Cannot change the option 'filename'",
  },
];

export const refusals: readonly Scenario[] = cases.map((each) => ({
  id: `block/refusals/${each.name}`,
  title: each.title,
  clauses: ['OPEN-19'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [
      command('blockdev-add', { driver: 'file', 'node-name': 'node', filename: '{dir}/image' }),
      { see: 'return', value: {} },
    ],
    [each.command, { see: 'error', class: 'GenericError', desc: each.desc }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/image', access: 'rw', flags: [], closeOnExec: true }] },
    ],
    [command('blockdev-del', { 'node-name': 'node' }), { see: 'return', value: {} }],
  ],
}));
