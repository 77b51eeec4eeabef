import type { HeldDescriptor } from '../../../model/language/outcome.ts';
import type { Scenario } from '../../scenario.ts';

/** Sixteen descriptors of one message are all received. Source: FDSET-04. */
export const sixteenDescriptors: Scenario = {
  id: 'fdset/sixteen-descriptors',
  title: 'sixteen descriptors of one message are all received',
  clauses: ['FDSET-04'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: Array<string>(16).fill('p.write') },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: Array<HeldDescriptor>(16).fill({ object: 'p', access: 'w', flags: [], closeOnExec: true }),
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
