import type { Scenario } from '../../scenario.ts';

/** -add-fd takes fd=4294967299 for 3; the repaired design refuses it. Source: DEF-07, FDSET-42. */
export const truncatedDescriptorNumber: Scenario = {
  id: 'def/truncated-descriptor-number',
  title: '-add-fd takes fd=4294967299 for 3; the repaired design refuses it',
  clauses: ['DEF-07', 'FDSET-42'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', 'fd=4294967299,set=1'], inherit: { '3': 'p.read' } },
      {
        byProfile: {
          design: {
            see: 'exit',
            status: 1,
            stderr: ['qemu-system-x86_64: -add-fd fd=4294967299,set=1: fd is not valid or already in use'],
          },
          else: { see: 'launched' },
        },
      },
    ],
  ],
};
