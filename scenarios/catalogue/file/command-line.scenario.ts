import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

/** One `-chardev` word: what is wrong with it, or nothing. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly option: string;
} & ({ readonly text: string } | { readonly opens: string });

const noFilename = 'chardev: file: no filename given';
const cases: readonly Case[] = [
  {
    name: 'no-path',
    title: 'a file chardev on the command line needs a path',
    option: 'file,id=c',
    text: noFilename,
  },
  {
    name: 'fd-is-no-path',
    title: 'there is no option for a descriptor number: fd without path is the missing path',
    option: 'file,id=c,fd=3',
    text: noFilename,
  },
  {
    name: 'fd-colon-is-a-name',
    title: 'fd:3 is the name of a file',
    option: 'file,id=c,path=fd:3',
    opens: '{dir}/fd:3',
  },
  {
    name: 'empty-path',
    title: 'an empty path is opened as it stands',
    option: 'file,id=c,path=',
    text: "Could not open '': No such file or directory",
  },
  {
    name: 'bad-append',
    title: 'append is on or off',
    option: 'file,id=c,path=x,append=maybe',
    text: "Parameter 'append' expects 'on' or 'off'",
  },
  {
    name: 'no-set',
    title: 'a set that is not there gives the text of open without the prefix of chardev-add',
    option: 'file,id=c,path=/dev/fdset/1',
    text: "Could not open '/dev/fdset/1': No such file or directory",
  },
];

export const commandLine: readonly Scenario[] = cases.map((each) => {
  const seen: ExpectedOutcome =
    'opens' in each
      ? { see: 'launched' }
      : { see: 'exit', status: 1, stderr: [`qemu-system-x86_64: -chardev ${each.option}: ${each.text}`] };
  return {
    id: `file/command-line/${each.name}`,
    title: each.title,
    clauses: ['FILE-01', 'FBE-02'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', each.option] }, seen],
      ...('opens' in each
        ? ([
            [
              { do: 'read-file', path: each.opens },
              { see: 'data', bytes: '', end: true },
            ],
          ] as const)
        : []),
    ],
  };
});
