import type { Scenario } from '../../scenario.ts';

/**
 * getfd checks the argument schema, then that a descriptor is pending, then the name. Source: GETFD-01, QMP-13,
 * GETFD-02, QMP-06.
 */
export const checkOrder: readonly Scenario[] = [
  {
    id: 'getfd/check-order/no-descriptor',
    title: 'getfd without a descriptor says so',
    clauses: ['GETFD-01', 'QMP-13'],
    bugs: ['BUG-106'],
    steps: [
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'fd' } },
        { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
      ],
    ],
  },
  {
    id: 'getfd/check-order/descriptor-before-name',
    title: 'a missing descriptor wins over a name that starts with a digit',
    clauses: ['GETFD-01', 'GETFD-02'],
    steps: [
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: '1a' } },
        { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
      ],
    ],
  },
  {
    id: 'getfd/check-order/missing-name',
    title: 'the name is required',
    clauses: ['GETFD-01', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'getfd' },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdname' is missing" },
      ],
    ],
  },
  {
    id: 'getfd/check-order/name-not-a-string',
    title: 'a number is no name',
    clauses: ['GETFD-01', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 1 } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdname', expected: string" },
      ],
    ],
  },
  {
    id: 'getfd/check-order/unknown-key',
    title: 'an unknown key is refused',
    clauses: ['GETFD-01', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'a', b: 1 } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'b' is unexpected" },
      ],
    ],
  },
];
