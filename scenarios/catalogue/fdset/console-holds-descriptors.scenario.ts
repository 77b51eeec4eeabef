import type { Scenario } from '../../scenario.ts';

/**
 * A monitor console on a socket holds descriptors through other lines until a newer message replaces them. Source:
 * FDSET-09, FDSET-01.
 */
export const consoleHoldsDescriptors: Scenario = {
  id: 'fdset/console-holds-descriptors',
  title: 'a monitor console on a socket holds descriptors through other lines until a newer message replaces them',
  clauses: ['FDSET-09', 'FDSET-01'],
  needs: ['hmp'],
  launch: { monitors: [{ id: 'hmp', mode: 'hmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-remove nosuch', fds: ['a.write'] },
      { see: 'text', text: "Error: Chardev 'nosuch' not found" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'a', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-remove nosuch', fds: ['b.write'] },
      { see: 'text', text: "Error: Chardev 'nosuch' not found" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
  ],
};
