import type { Scenario } from '../../scenario.ts';

/** 10.0 tests that the descriptor is a socket before the protocol; either way it is consumed. Source: GETFD-07. */
export const addClientNotASocket: Scenario = {
  id: 'getfd/add-client-not-a-socket',
  title: '10.0 tests that the descriptor is a socket before the protocol; either way it is consumed',
  clauses: ['GETFD-07'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add_client', arguments: { protocol: 'zz', fdname: 'x' } },
      {
        byProfile: {
          'qemu-7.2': { see: 'error', class: 'GenericError', desc: "protocol 'zz' is invalid" },
          'qemu-10.0': { see: 'error', class: 'GenericError', desc: 'parameter @fdname must name a socket' },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
