import type { Scenario } from '../../scenario.ts';

export const shortReads: Scenario = {
  id: 'pipe/short-reads',
  title: 'fewer than eight bytes are read when fewer are asked for',
  clauses: ['PIPE-03'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'write', to: 'p.write', bytes: 'abcdef' },
      { see: 'wrote', count: 6 },
    ],
    [
      { do: 'read', from: 'p.read', max: 1 },
      { see: 'data', bytes: 'a', end: false },
    ],
    [
      { do: 'read', from: 'p.read', max: 3 },
      { see: 'data', bytes: 'bcd', end: false },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'ef', end: false },
    ],
  ],
};
