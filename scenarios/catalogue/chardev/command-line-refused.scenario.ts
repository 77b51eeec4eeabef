import type { Scenario } from '../../scenario.ts';

/** A `-chardev` word, and the text after `qemu-system-x86_64: -chardev WORD: `. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly option: string;
  readonly text: string;
  readonly clauses: readonly string[];
};

const cases: readonly Case[] = [
  {
    name: 'no-id',
    clauses: ['CHR-09'],
    title: 'a chardev needs an id',
    option: 'null',
    text: 'chardev: no id specified',
  },
  {
    name: 'unknown-type',
    clauses: ['CHR-09'],
    title: 'an unknown kind is refused',
    option: 'nope,id=c',
    text: "'nope' is not a valid char driver name",
  },
  {
    name: 'no-type',
    clauses: ['CHR-09'],
    title: 'a kind is needed',
    option: 'id=c',
    text: 'chardev: "c" missing backend',
  },
  {
    name: 'unknown-option',
    clauses: ['CHR-09'],
    title: 'an unknown option is refused',
    option: 'null,id=c,foo=1',
    text: "Invalid parameter 'foo'",
  },
  {
    name: 'bad-id',
    clauses: ['CHR-08'],
    title: 'an id on the command line is an identifier',
    option: 'null,id=1c',
    text: "Parameter 'id' expects an identifier",
  },
  {
    name: 'ringbuf-odd-size',
    clauses: ['RB-01', 'CHR-02'],
    title: "a ring buffer's size is a power of two",
    option: 'ringbuf,id=c,size=3',
    text: 'size of ringbuf chardev must be power of two',
  },
  {
    name: 'missing-log-folder',
    clauses: ['CHR-65', 'CHR-02'],
    title: 'a logfile that cannot be made ends the start',
    option: 'null,id=c,logfile=/nonexistent/log',
    text: "Could not create '/nonexistent/log': No such file or directory",
  },
];

export const commandLineRefused: readonly Scenario[] = cases.map((each) => ({
  id: `chardev/command-line-refused/${each.name}`,
  title: each.title,
  clauses: each.clauses,
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', each.option] },
      { see: 'exit', status: 1, stderr: [`qemu-system-x86_64: -chardev ${each.option}: ${each.text}`] },
    ],
  ],
}));
