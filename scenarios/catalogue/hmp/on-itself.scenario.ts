import type { Scenario } from '../../scenario.ts';
import { addChardev, listed, removeChardev } from '../../steps.ts';

const twice = (id: string): string => `Error: attempt to add duplicate property '${id}' to object (type 'container')`;
const line = (text: string): { readonly do: 'hmp'; readonly on: string; readonly line: string } => ({
  do: 'hmp',
  on: 'hmp',
  line: text,
});

/** A chardev that is to sit on the one whose id it has. Source: CHR-08, MUX-02, experiment. */
export const onItself: Scenario = {
  id: 'hmp/on-itself',
  title: 'a mux on the chardev whose id it has is made, refused for its id, and leaves the other one as it was',
  clauses: ['MUX-01', 'MUX-02', 'CHR-03', 'HMP-03'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    addChardev('b', 'null'),
    [line('chardev-add mux,chardev=b,id=b'), { see: 'text', text: twice('b') }],
    listed(['b', 'null', false]),
    removeChardev('b'),
    [line('chardev-add null,mux=on,id=a'), { see: 'text', text: '' }],
    [line('chardev-add mux,chardev=a,id=a'), { see: 'text', text: twice('a') }],
    listed(['a', 'mux', false], ['a-base', 'null', true]),
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'a' } },
      {
        byProfile: {
          'qemu-7.2': { see: 'error', class: 'GenericError', desc: "Chardev 'a' is busy" },
          else: { see: 'return', value: {} },
        },
      },
    ],
  ],
};
