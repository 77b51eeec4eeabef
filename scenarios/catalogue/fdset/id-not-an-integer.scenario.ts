import type { Scenario } from '../../scenario.ts';

/** An id that is no int64 is a type error. Source: FDSET-17, QMP-06. */
export const idNotAnInteger: readonly Scenario[] = [
  {
    id: 'fdset/id-not-an-integer/above-int64',
    title: '2^63 does not fit',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': { $int: '9223372036854775808' } } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/below-int64',
    title: '-2^63-1 does not fit',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': { $int: '-9223372036854775809' } } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/string',
    title: 'a string is no integer',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': '1' } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/fraction',
    title: '1.5 is no integer',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1.5 } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/null',
    title: 'null is no integer',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': null } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/boolean',
    title: 'true is no integer',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': true } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/list',
    title: 'a list is no integer',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': [1] } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/id-not-an-integer/object',
    title: 'an object is no integer',
    clauses: ['FDSET-17', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': {} } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
];
