import { starts } from '../../driver-steps.ts';
import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const nobody: ExpectedOutcome = { see: 'closed' };

/** Whatever is asked of a process that has ended. Source: QMP-16. */
export const quitEndsDevices: Scenario = {
  id: 'qmp/quit-ends-devices',
  title: 'behind quit no device can be seen, and no guest is there to drive one',
  clauses: ['QMP-16'],
  launch: {
    machine: 'virtio',
    args: ['-chardev', 'null,id=c', '-chardev', 'null,id=d'],
    ports: [
      { id: 'v', kind: 'virtserialport', chardev: 'c' },
      { id: 'com1', kind: '16550', chardev: 'd' },
    ],
  },
  steps: [
    starts,
    [{ do: 'qmp', execute: 'quit' }, { see: 'return' }],
    [{ do: 'observe', what: 'port', port: 'v' }, nobody],
    [{ do: 'guest-queues', port: 'v' }, nobody],
    [{ do: 'guest-write', port: 'v', bytes: 'x' }, nobody],
    [{ do: 'guest-read', port: 'com1' }, nobody],
    [{ do: 'guest-write', port: 'com1', bytes: '' }, nobody],
  ],
};
