import type { Scenario } from '../../scenario.ts';
import { done, empty, refusal } from '../../steps.ts';

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
  {
    id: 'open/object-ids/default-file',
    title: 'an rng-random without a file has /dev/urandom, and a number for it',
    clauses: ['OPEN-20'],
    steps: [
      [{ do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'r' } }, empty],
      [{ do: 'qmp', execute: 'object-del', arguments: { id: 'r' } }, empty],
      [{ do: 'limit-descriptors', free: 0 }, done],
      [
        { do: 'qmp', execute: 'object-add', arguments: { 'qom-type': 'rng-random', id: 'r' } },
        refusal("Could not open '/dev/urandom': Too many open files"),
      ],
    ],
  },
];
