import type { Scenario } from '../../scenario.ts';

/** A command may arrive byte by byte. Source: QMP-08, FDSET-02. */
export const byteByByte: Scenario = {
  id: 'qmp/byte-by-byte',
  title: 'a command may arrive byte by byte',
  clauses: ['QMP-08', 'FDSET-02'],
  steps: [
    [
      { do: 'send', bytes: '{' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '"' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'e' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'x' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'e' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'c' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'u' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 't' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'e' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '"' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: ':' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '"' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'q' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'u' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: 'ery-fdsets"}' },
      { see: 'messages', messages: [{ return: [] }] },
    ],
  ],
};
