import type { Scenario } from '../../scenario.ts';

export const fifoWithoutReader: Scenario = {
  id: 'file/fifo-without-reader',
  title: 'a FIFO nobody reads stalls the real systems inside open until a reader comes; `design` refuses it at once',
  clauses: ['FILE-06', 'FBE-03', 'DEF-08'],
  tags: ['slow'],
  steps: [
    [{ do: 'mkfifo', path: '{dir}/fifo' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/fifo' } } },
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
    [{ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        byProfile: {
          design: { see: 'messages', messages: [] },
          else: { see: 'messages', messages: [{ return: {} }] },
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
