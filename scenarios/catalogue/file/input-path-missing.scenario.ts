import type { Scenario } from '../../scenario.ts';

export const inputPathMissing: Scenario = {
  id: 'file/input-path-missing',
  title: 'an input that is not there ends the start although the output was made',
  clauses: ['FILE-01', 'FILE-02'],
  profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'file,id=c,path=out,input-path=missing'] },
      {
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev file,id=c,path=out,input-path=missing: Could not open 'missing': No such file or directory",
        ],
      },
    ],
    [
      { do: 'read-file', path: '{dir}/out' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
