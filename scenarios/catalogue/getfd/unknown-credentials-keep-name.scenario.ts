import type { Scenario } from '../../scenario.ts';

/** Unknown TLS credentials fail before the look-up and leave the name. Source: GETFD-08. */
export const unknownCredentialsKeepName: Scenario = {
  id: 'getfd/unknown-credentials-keep-name',
  title: 'unknown TLS credentials fail before the look-up and leave the name',
  clauses: ['GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: {
            type: 'socket',
            data: { addr: { type: 'fd', data: { str: 'x' } }, server: false, 'tls-creds': 'nix' },
          },
        },
      },
      { see: 'error', class: 'GenericError', desc: "Failed to add chardev 'c': No TLS credentials with id 'nix'" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 's.a', access: 'rw', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
