import type { Scenario } from '../../scenario.ts';

/** Ids of objects. Source: OPEN-11. */
export const objectIds: readonly Scenario[] = [
  {
    id: 'open/object-ids/identifiers',
    title: 'an object id is an identifier',
    clauses: ['OPEN-11'],
    steps: [
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'a', filename: '/dev/null' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'a!', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' expects an identifier" },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'a b', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' expects an identifier" },
      ],
      [
        {
          do: 'qmp',
          execute: 'object-add',
          arguments: { 'qom-type': 'rng-random', id: 'A.b-c_9', filename: '/dev/null' },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: '_a', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' expects an identifier" },
      ],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: '', filename: '/dev/null' } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' expects an identifier" },
      ],
    ],
  },
];
