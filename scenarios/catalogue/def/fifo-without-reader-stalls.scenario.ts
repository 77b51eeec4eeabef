import type { Scenario } from '../../scenario.ts';

/**
 * A FIFO without a reader as out stalls the main loop until a reader comes; the repaired design refuses it at once.
 * Source: DEF-08, FILE-06.
 */
export const fifoWithoutReaderStalls: Scenario = {
  id: 'def/fifo-without-reader-stalls',
  title:
    'a FIFO without a reader as out stalls the main loop until a reader comes; the repaired design refuses it at once',
  clauses: ['DEF-08', 'FILE-06'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'mkfifo', path: '{dir}/fifo' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/fifo' } } },
        id: 'add',
        patienceMs: 300,
      },
      {
        byProfile: {
          design: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'c': Could not open '{dir}/fifo': No such device or address",
          },
          else: { see: 'silent' },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets', id: 'query', patienceMs: 300 },
      { byProfile: { design: { see: 'return', value: [], id: 'query' }, else: { see: 'silent' } } },
    ],
    [{ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        byProfile: {
          design: { see: 'messages', messages: [] },
          else: {
            see: 'messages',
            messages: [
              { return: {}, id: 'add' },
              { return: [], id: 'query' },
            ],
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
  ],
};
