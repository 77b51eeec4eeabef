import type { Scenario } from '../../scenario.ts';

/** With oob negotiated execute and exec-oob clash, whatever their order. Source: QMP-05, QMP-10. */
export const bothKeysClash: Scenario = {
  id: 'qmp/both-keys-clash',
  title: 'with oob negotiated execute and exec-oob clash, whatever their order',
  clauses: ['QMP-05', 'QMP-10'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","exec-oob":"query-fdsets"}' },
      {
        see: 'messages',
        messages: [{ error: { class: 'GenericError', desc: "QMP input member 'execute' clashes with 'exec-oob'" } }],
      },
    ],
    [
      { do: 'send', bytes: '{"exec-oob":"query-fdsets","execute":"query-fdsets","id":1}' },
      {
        see: 'messages',
        messages: [
          { id: 1, error: { class: 'GenericError', desc: "QMP input member 'execute' clashes with 'exec-oob'" } },
        ],
      },
    ],
    [
      { do: 'send', bytes: '{"exec-oob":1}' },
      {
        see: 'messages',
        messages: [{ error: { class: 'GenericError', desc: "QMP input member 'exec-oob' must be a string" } }],
      },
    ],
  ],
};
