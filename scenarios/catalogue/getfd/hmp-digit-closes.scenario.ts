import type { Scenario } from '../../scenario.ts';

/** HMP getfd with a digit refuses the name and closes the descriptor. Source: GETFD-06, GETFD-02, HMP-01. */
export const hmpDigitCloses: Scenario = {
  id: 'getfd/hmp-digit-closes',
  title: 'HMP getfd with a digit refuses the name and closes the descriptor',
  clauses: ['GETFD-06', 'GETFD-02', 'HMP-01'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'hmp', on: 'hmp', line: 'getfd 1x', fds: ['p.write'] },
      { see: 'text', text: "Error: Parameter 'fdname' expects a name not starting with a digit" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'getfd x' },
      { see: 'text', text: 'Error: No file descriptor supplied via SCM_RIGHTS' },
    ],
  ],
};
