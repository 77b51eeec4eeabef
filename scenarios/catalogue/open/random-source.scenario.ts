import type { Scenario } from '../../scenario.ts';

/** Ids and types of rng-random objects. Source: OPEN-11. */
export const randomSource: readonly Scenario[] = [
  {
    id: 'open/random-source/taken-id',
    title: 'an object id is given once',
    clauses: ['OPEN-11'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: '' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'r0', filename: '{dir}/f' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'r0', filename: '{dir}/f' } },
        {
          see: 'error',
          class: 'GenericError',
          desc: "attempt to add duplicate property 'r0' to object (type 'container')",
        },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/f', access: 'r', flags: ['nonblock'], closeOnExec: true }] },
      ],
      [
        { do: 'qmp', execute: 'object-del', arguments: { id: 'r0' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'object-del', arguments: { id: 'r0' } },
        { see: 'error', class: 'GenericError', desc: "object 'r0' not found" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
  {
    id: 'open/random-source/names',
    title: 'ids and types',
    clauses: ['OPEN-11'],
    steps: [
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'nosuch', id: 'r0' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'qom-type' does not accept value 'nosuch'" },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: '1a', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' expects an identifier" },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' is missing" },
      ],
      [
        { do: 'qmp', execute: 'object-del', arguments: { id: 'nosuch' } },
        { see: 'error', class: 'GenericError', desc: "object 'nosuch' not found" },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'r1', filename: '{dir}/none' } },
        { see: 'error', class: 'GenericError', desc: "Could not open '{dir}/none': No such file or directory" },
      ],
      [
        {
          do: 'qmp',
          execute: 'object-add',
          arguments: { 'qom-type': 'rng-random', id: 'r1', filename: '/dev/fdset/9' },
        },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'error',
              class: 'GenericError',
              desc: "Could not open '/dev/fdset/9': No such file or directory",
            },
            else: { see: 'error', class: 'GenericError', desc: 'Failed to find fdset /dev/fdset/9' },
          },
        },
      ],
    ],
  },
];
