import type { Scenario } from '../../scenario.ts';

/** Names of block nodes. Source: OPEN-19, OPEN-20. */
export const nodeNames: readonly Scenario[] = [
  {
    id: 'block/node-names/refused',
    title: 'a node name is an identifier of at most 31 characters, and new',
    clauses: ['OPEN-19'],
    needs: ['block'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: '' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': '1a' } },
        { see: 'error', class: 'GenericError', desc: "Invalid node-name: '1a'" },
      ],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'a b' } },
        { see: 'error', class: 'GenericError', desc: "Invalid node-name: 'a b'" },
      ],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'a!' } },
        { see: 'error', class: 'GenericError', desc: "Invalid node-name: 'a!'" },
      ],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': '' } },
        { see: 'error', class: 'GenericError', desc: "Invalid node-name: ''" },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-add',
          arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
        },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-add',
          arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' },
        },
        { see: 'error', class: 'GenericError', desc: 'Node name too long' },
      ],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'x' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'x' } },
        { see: 'error', class: 'GenericError', desc: "Duplicate nodes with node-name='x'" },
      ],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f' } },
        { see: 'error', class: 'GenericError', desc: "'node-name' must be specified for the root node" },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-add',
          arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'a.b-c_d' },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'nosuch' } },
        { see: 'error', class: 'GenericError', desc: "Failed to find node with node-name='nosuch'" },
      ],
      [
        { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'x' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'x' } },
        { see: 'error', class: 'GenericError', desc: "Failed to find node with node-name='x'" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [
            { object: '{dir}/f', access: 'rw', flags: [], closeOnExec: true },
            { object: '{dir}/f', access: 'rw', flags: [], closeOnExec: true },
          ],
        },
      ],
    ],
  },
  {
    id: 'block/node-names/reopened',
    title: 'a node is reopened by its name; what stays the same keeps its descriptor',
    clauses: ['OPEN-19', 'OPEN-20'],
    needs: ['block'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: '' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'n' } },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-reopen',
          arguments: { options: [{ driver: 'file', 'node-name': 'n', filename: '{dir}/f' }] },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'rw', flags: [], closeOnExec: true }] },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-reopen',
          arguments: { options: [{ driver: 'file', 'node-name': 'n', filename: '{dir}/f', cache: { direct: true } }] },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'rw', flags: ['direct'], closeOnExec: true }] },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-reopen',
          arguments: { options: [{ driver: 'file', 'node-name': 'n', filename: '{dir}/f' }] },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'rw', flags: [], closeOnExec: true }] },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-reopen',
          arguments: { options: [{ driver: 'file', 'node-name': 'other', filename: '{dir}/f' }] },
        },
        { see: 'error', class: 'GenericError', desc: "Failed to find node with node-name='other'" },
      ],
    ],
  },
];
