import type { Scenario } from '../../scenario.ts';

/** An incomplete object swallows the following lines until its brace closes. Source: QMP-08. */
export const objectOverLines: Scenario = {
  id: 'qmp/object-over-lines',
  title: 'an incomplete object swallows the following lines until its brace closes',
  clauses: ['QMP-08'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":\n' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '\n"query-fdsets"\n,"id":[\n' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '1]\n}' },
      { see: 'messages', messages: [{ return: [], id: [1] }] },
    ],
  ],
};
