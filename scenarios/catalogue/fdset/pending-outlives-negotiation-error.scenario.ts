import type { Scenario } from '../../scenario.ts';

/** A descriptor sent before capability negotiation stays pending over the refusal. Source: FDSET-06, QMP-02. */
export const pendingOutlivesNegotiationError: Scenario = {
  id: 'fdset/pending-outlives-negotiation-error',
  title: 'a descriptor sent before capability negotiation stays pending over the refusal',
  clauses: ['FDSET-06', 'QMP-02'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp', negotiate: false },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'error', class: 'CommandNotFound', desc: "Expecting capabilities negotiation with 'qmp_capabilities'" },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
          else: { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
  ],
};
