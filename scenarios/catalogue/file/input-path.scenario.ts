import type { Scenario } from '../../scenario.ts';

export const inputPath: Scenario = {
  id: 'file/input-path',
  title: 'the command line can name an input since 10.0, not in 7.2',
  clauses: ['FILE-01', 'S0-5'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'write-file', path: '{dir}/in', bytes: 'text' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-chardev', 'file,id=c,path=out,input-path=in'] },
      {
        byProfile: {
          'qemu-7.2': {
            see: 'exit',
            status: 1,
            stderr: ["qemu-system-x86_64: -chardev file,id=c,path=out,input-path=in: Invalid parameter 'input-path'"],
          },
          else: { see: 'launched' },
        },
      },
    ],
  ],
};
