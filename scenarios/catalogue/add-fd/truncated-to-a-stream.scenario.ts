import type { Scenario } from '../../scenario.ts';

/** A number that truncates to zero is refused as a stream, or as not open. Source: FDSET-42, DEF-07. */
export const truncatedToAStream: Scenario = {
  id: 'add-fd/truncated-to-a-stream',
  title: 'a number that truncates to zero is refused as a stream, or as not open',
  clauses: ['FDSET-42', 'DEF-07'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-add-fd', 'fd=4294967296,set=1'] },
      {
        byProfile: {
          design: {
            see: 'exit',
            status: 1,
            stderr: ['qemu-system-x86_64: -add-fd fd=4294967296,set=1: fd is not valid or already in use'],
          },
          else: {
            see: 'exit',
            status: 1,
            stderr: ['qemu-system-x86_64: -add-fd fd=4294967296,set=1: fd cannot be a standard I/O stream'],
          },
        },
      },
    ],
  ],
};
