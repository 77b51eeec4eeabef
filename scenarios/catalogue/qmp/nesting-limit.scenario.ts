import type { Scenario } from '../../scenario.ts';

const tooDeep = { error: { class: 'GenericError', desc: 'JSON nesting depth limit exceeded' } };

/** 1024 levels of nesting are read, one more is too deep. Source: QMP-07. */
export const nestingLimit: Scenario = {
  id: 'qmp/nesting-limit',
  title: '1024 levels of nesting are read, one more is too deep',
  clauses: ['QMP-07'],
  steps: [
    [
      { do: 'send', bytes: `${'['.repeat(1024)}${']'.repeat(1024)}` },
      { see: 'messages', messages: [{ error: { class: 'GenericError', desc: 'QMP input must be a JSON object' } }] },
    ],
    [
      { do: 'send', bytes: `${'['.repeat(1025)}\u00ff` },
      {
        byProfile: {
          'qemu-11.1': { see: 'messages', messages: [tooDeep] },
          else: {
            see: 'messages',
            messages: [tooDeep, { error: { class: 'GenericError', desc: "JSON parse error, stray '\ufffd'" } }],
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
