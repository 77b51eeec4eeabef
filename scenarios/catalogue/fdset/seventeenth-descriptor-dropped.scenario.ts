import type { HeldDescriptor } from '../../../model/language/outcome.ts';
import type { Scenario } from '../../scenario.ts';

/** The seventeenth descriptor of a message is dropped silently. Source: FDSET-04, FDSET-03. */
export const seventeenthDescriptorDropped: Scenario = {
  id: 'fdset/seventeenth-descriptor-dropped',
  title: 'the seventeenth descriptor of a message is dropped silently',
  clauses: ['FDSET-04', 'FDSET-03'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: Array<string>(17).fill('p.write') },
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
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
