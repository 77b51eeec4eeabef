import type { Scenario } from '../../scenario.ts';

/** The number of -add-fd is truncated to 32 bits. Source: FDSET-42, DEF-07. */
export const truncatedNumber: Scenario = {
  id: 'add-fd/truncated-number',
  title: 'the number of -add-fd is truncated to 32 bits',
  clauses: ['FDSET-42', 'DEF-07'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', 'fd=4294967299,set=1'], inherit: { '3': 'p.write' } },
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
