import type { Scenario } from '../../scenario.ts';

/** Name, title, input, text of the error, id in the reply. */
type Row = readonly [name: string, title: string, bytes: string, desc: string, id?: number];

const rows: readonly Row[] = [
  ['list', 'the input must be an object', '[]', 'QMP input must be a JSON object'],
  ['string', 'a string is no command', '"x"\n', 'QMP input must be a JSON object'],
  ['number', 'a number is no command', '1\n', 'QMP input must be a JSON object'],
  ['null', 'null is no command', 'null\n', 'QMP input must be a JSON object'],
  ['empty-object', 'execute is required', '{}', "QMP input lacks member 'execute'"],
  ['id-alone', 'execute is required beside an id, which is echoed', '{"id":5}', "QMP input lacks member 'execute'", 5],
  ['execute-not-a-string', 'execute must be a string', '{"execute":1}', "QMP input member 'execute' must be a string"],
  [
    'arguments-not-an-object',
    'arguments must be an object',
    '{"execute":"query-fdsets","arguments":1}',
    "QMP input member 'arguments' must be an object",
  ],
  [
    'arguments-null',
    'null is no object either',
    '{"execute":"query-fdsets","arguments":null}',
    "QMP input member 'arguments' must be an object",
  ],
  [
    'unknown-member',
    'an unknown member is refused',
    '{"execute":"query-fdsets","foo":1}',
    "QMP input member 'foo' is unexpected",
  ],
  [
    'unknown-member-before-missing',
    'an unknown member is found before a missing execute',
    '{"foo":1,"id":7}',
    "QMP input member 'foo' is unexpected",
    7,
  ],
  [
    'exec-oob-not-negotiated',
    'exec-oob is an unknown member where oob was not negotiated',
    '{"exec-oob":"query-fdsets"}',
    "QMP input member 'exec-oob' is unexpected",
  ],
  [
    'exec-oob-beside-execute',
    'exec-oob beside execute is unknown too where oob was not negotiated',
    '{"execute":"x","exec-oob":"y"}',
    "QMP input member 'exec-oob' is unexpected",
  ],
];

/** What the envelope of a command must be. Source: QMP-05, QMP-10. */
export const envelope: readonly Scenario[] = rows.map(([name, title, bytes, desc, id]) => ({
  id: `qmp/envelope/${name}`,
  title,
  clauses: bytes.includes('exec-oob') ? ['QMP-05', 'QMP-10'] : ['QMP-05'],
  steps: [
    [
      { do: 'send', bytes },
      { see: 'messages', messages: [{ error: { class: 'GenericError', desc }, ...(id === undefined ? {} : { id }) }] },
    ],
  ],
}));
