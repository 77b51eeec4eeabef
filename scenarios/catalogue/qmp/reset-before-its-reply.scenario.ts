import type { Scenario } from '../../scenario.ts';

const reset = { event: 'RESET', data: { guest: false, reason: 'host-qmp-system-reset' } };

export const resetBeforeItsReply: Scenario = {
  id: 'qmp/reset-before-its-reply',
  title: 'a reset is told before the reply of the command that asked for it',
  clauses: ['VSER-41', 'QMP-16'],
  steps: [
    [
      {
        do: 'send',
        on: 'qmp',
        bytes: '{"execute":"system_reset"}{"execute":"query-fdsets"}{"execute":"system_reset"}\n',
      },
      { see: 'messages', messages: [reset, { return: {} }, { return: [] }, reset, { return: {} }] },
    ],
  ],
};
