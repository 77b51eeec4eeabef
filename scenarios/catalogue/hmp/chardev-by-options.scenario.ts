import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Outcome } from '../../../model/language/outcome.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { addChardev, guestSends, listed, refusal, removeChardev, ringHolds } from '../../steps.ts';

const launch: LaunchOptions = {
  monitors: [
    { id: 'qmp', mode: 'qmp', via: 'pair' },
    { id: 'hmp', mode: 'hmp', via: 'pair' },
  ],
};
const says = (line: string, text: string): Step => [
  { do: 'hmp', on: 'hmp', line },
  { see: 'text', text } satisfies Expectation,
];
const parsing = 'Error: Parsing chardev args failed';

/** What is said of an option without a value, and what it stands for. */
const short = (word: string, better = `${word}=on`): string =>
  `warning: short-form boolean option '${word}' deprecated\nPlease use ${better} instead`;

/** A line with an old name of a type, the warning for which `alias` is to be told, and then the error on 7.2. */
const oldName = (line: string, alias: string | null, name: string, error: string, before?: string): Step => {
  const word = /(tty|parport)/.exec(line)?.[0];
  const is = (...lines: readonly (string | undefined)[]): Outcome => ({
    see: 'text',
    text: lines.filter((each) => each !== undefined).join('\n'),
  });
  const warning = alias === null ? undefined : `warning: The alias '${alias}' is deprecated, use '${name}' instead`;
  const isUnknown = error.endsWith('given');
  return [
    { do: 'hmp', on: 'hmp', line },
    {
      byProfile: {
        'qemu-7.2': is(before, warning, `Error: ${error}`),
        else: is(before, `Error: ${isUnknown ? `'${word}' is not a valid char driver name` : error}`),
      },
    },
  ];
};

type Row = readonly [
  name: string,
  title: string,
  clause: 'HMP-02' | 'HMP-03' | 'HMP-04' | 'CHR-09' | 'CHR-08',
  line: string,
  text: string,
];
const refused: readonly Row[] = [
  ['no-id', 'an id is needed', 'CHR-09', 'chardev-add null', 'Error: chardev: no id specified'],
  ['no-backend', 'a backend is needed', 'CHR-09', 'chardev-add id=x', 'Error: chardev: "x" missing backend'],
  [
    'no-such-backend',
    'an unknown backend',
    'CHR-09',
    'chardev-add foo,id=x',
    "Error: 'foo' is not a valid char driver name",
  ],
  [
    'abstract',
    'an abstract backend',
    'CHR-09',
    'chardev-add fd,id=x',
    "Error: Parameter 'driver' expects a non-abstract device type",
  ],
  ['no-such-option', 'an unknown option', 'HMP-04', 'chardev-add null,id=x,zz=1', `Invalid parameter 'zz'\n${parsing}`],
  [
    'short-form',
    'an option without a value is on, and said to be deprecated',
    'HMP-03',
    'chardev-add null,id=x,mux,append,foo,telnet',
    `${short('mux')}\n${short('append')}\n${short('foo')}\nInvalid parameter 'foo'\n${parsing}`,
  ],
  [
    'short-form-off',
    'behind `no` it is off, whatever it is',
    'HMP-03',
    'chardev-add null,id=x,nomux,nonsense',
    `${short('nomux', 'mux=off')}\n${short('nonsense', 'nsense=off')}\nInvalid parameter 'nsense'\n${parsing}`,
  ],
  [
    'short-form-delay',
    'nodelay is no option of its own there: with delay=on there is one alone, with nodelay=off there are two',
    'HMP-03',
    'chardev-add socket,id=x,host=h,port=1,delay=on,nodelay,nodelay=off',
    `${short('nodelay')}\nError: 'delay' and 'nodelay' are mutually exclusive`,
  ],
  [
    'short-form-opposite',
    'delay is told by its opposite',
    'HMP-03',
    'chardev-add socket,id=x,path=p,host=h,delay',
    `${short('delay', 'nodelay=off')}\nError: None or one of 'path', 'fd' or 'host' option required.`,
  ],
  [
    'short-form-empty',
    'a doubled comma is none behind an option without a value',
    'HMP-03',
    'chardev-add null,id=x,mux,,path=a',
    `${short('mux')}\n${short('')}\nInvalid parameter ''\n${parsing}`,
  ],
  [
    'short-form-id',
    'an id without a value is `on`, also at the first place, where it is a backend too',
    'HMP-03',
    'chardev-add id,mux',
    `${short('mux')}\nError: 'id' is not a valid char driver name`,
  ],
  [
    'short-form-behind-the-wrong-one',
    'what comes behind a wrong option is not read',
    'HMP-03',
    'chardev-change r null,foo=1,mux',
    `Invalid parameter 'foo'\n${parsing}`,
  ],
  [
    'short-form-change',
    'chardev-change says it, too, before it looks for the chardev',
    'HMP-04',
    'chardev-change zz null,mux',
    `${short('mux')}\nError: Chardev 'zz' does not exist`,
  ],
  [
    'short-form-bad-id',
    'a bad id is noticed before',
    'HMP-03',
    'chardev-add null,id=1x,mux',
    `Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.\n${parsing}`,
  ],
  [
    'no-identifier',
    'ids are identifiers',
    'CHR-08',
    'chardev-add null,id=1x',
    `Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.\n${parsing}`,
  ],
  [
    'no-arguments',
    'arguments are needed',
    'HMP-04',
    'chardev-add',
    'chardev-add: string expected\nTry "help chardev-add" for more information',
  ],
  [
    'change-id',
    'chardev-change takes no id among its options',
    'HMP-04',
    'chardev-change r null,id=x',
    "Error: Unexpected 'id' parameter",
  ],
  [
    'change-no-backend',
    'chardev-change needs a backend',
    'HMP-04',
    'chardev-change r size=8',
    'Error: chardev: "(null)" missing backend',
  ],
  [
    'change-unknown-type',
    'chardev-change to an unknown backend',
    'HMP-04',
    'chardev-change r foo',
    "Error: 'foo' is not a valid char driver name",
  ],
  [
    'change-unknown-option',
    'chardev-change with an unknown option',
    'HMP-04',
    'chardev-change r null,foo=1',
    `Invalid parameter 'foo'\n${parsing}`,
  ],
  [
    'change-unknown-id',
    'chardev-change of what is not there',
    'HMP-04',
    'chardev-change zz null',
    "Error: Chardev 'zz' does not exist",
  ],
  [
    'ringbuf-size',
    'a size that is no power of two',
    'HMP-02',
    'chardev-add ringbuf,id=x,size=5',
    'Error: size of ringbuf chardev must be power of two',
  ],
  [
    'break-unknown',
    'chardev-send-break of what is not there',
    'HMP-02',
    'chardev-send-break zz',
    "Error: Chardev 'zz' not found",
  ],
  [
    'remove-unknown',
    'chardev-remove of what is not there',
    'HMP-02',
    'chardev-remove zz',
    "Error: Chardev 'zz' not found",
  ],
];

/** The human monitor makes and changes chardevs from options. Source: HMP-02..HMP-05. */
export const byOptions: readonly Scenario[] = [
  ...refused.map(
    ([name, title, clause, line, text]): Scenario => ({
      id: `hmp/chardev-by-options/${name}`,
      title,
      clauses: [clause],
      needs: ['hmp'],
      launch,
      steps: [addChardev('r', 'ringbuf'), says(line, text), listed(['r', 'ringbuf', false])],
    }),
  ),
  {
    id: 'hmp/chardev-by-options/adds-and-removes',
    title: 'what chardev-add makes is an ordinary chardev, and its id is free again after removal',
    clauses: ['HMP-02', 'HMP-01'],
    needs: ['hmp'],
    launch,
    steps: [
      says('chardev-add ringbuf,id=x,size=8', ''),
      listed(['x', 'ringbuf', false]),
      says('ringbuf_write x hello', ''),
      ringHolds('x', 'hello'),
      says('chardev-remove x', ''),
      says('chardev-add null,id=x', ''),
      listed(['x', 'null', false]),
    ],
  },
  {
    id: 'hmp/chardev-by-options/taken-id',
    title: 'a taken id is noticed after the new chardev was opened',
    clauses: ['HMP-02', 'CHR-08'],
    needs: ['hmp'],
    launch,
    steps: [
      addChardev('x', 'null'),
      says(
        'chardev-add file,id=x,path={dir}/log',
        "Error: attempt to add duplicate property 'x' to object (type 'container')",
      ),
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: '', end: true },
      ],
      addChardev('x', 'null', {}, refusal("Chardev with id 'x' already exists")),
    ],
  },
  {
    id: 'hmp/chardev-by-options/reserved-id',
    title: 'an id of the command line stays reserved for it, though not for QMP',
    clauses: ['HMP-03'],
    needs: ['hmp'],
    launch: { ...launch, args: ['-chardev', 'null,id=n0'] },
    steps: [
      removeChardev('n0'),
      says('chardev-add null,id=n0', `Duplicate ID 'n0' for chardev\n${parsing}`),
      addChardev('n0', 'null'),
      listed(['n0', 'null', false]),
    ],
  },
  {
    id: 'hmp/chardev-by-options/old-names',
    title: 'the old name of a type is told once, a process and a name; and what is wrong behind it',
    clauses: ['MISC-02', 'HMP-02'],
    needs: ['hmp'],
    launch: { ...launch, args: ['-chardev', 'null,id=n0'] },
    steps: [
      oldName('chardev-add tty,mux', 'tty', 'serial', 'chardev: no id specified', short('mux')),
      oldName('chardev-change n0 tty', null, 'serial', 'chardev: serial/tty: no device path given'),
      oldName('chardev-change n0 parport,id=x', null, 'parallel', "Unexpected 'id' parameter"),
      oldName('chardev-change n0 parport', 'parport', 'parallel', 'chardev: parallel: no device path given'),
      oldName('chardev-add parport,id=x', null, 'parallel', 'chardev: parallel: no device path given'),
    ],
  },
  {
    id: 'hmp/chardev-by-options/mux',
    title: 'mux=on makes a base and a mux on it',
    clauses: ['CHR-10', 'HMP-02'],
    needs: ['hmp'],
    launch,
    steps: [says('chardev-add null,id=x,mux=on', ''), listed(['x', 'mux', false], ['x-base', 'null', false])],
  },
  {
    id: 'hmp/chardev-by-options/mux-clash',
    title: 'the id of the base may be taken',
    clauses: ['CHR-10'],
    needs: ['hmp'],
    launch,
    steps: [
      addChardev('x-base', 'null'),
      says(
        'chardev-add null,id=x,mux=on',
        "Error: attempt to add duplicate property 'x-base' to object (type 'container')",
      ),
      listed(['x-base', 'null', false]),
    ],
  },
  {
    id: 'hmp/chardev-by-options/change-to-hub',
    title: 'chardev-change to a hub: a word that 7.2 does not know, and one without its list elsewhere',
    clauses: ['HMP-04', 'HUB-01'],
    needs: ['hmp'],
    launch: { ...launch, args: ['-chardev', 'null,id=n'] },
    steps: [
      [
        { do: 'hmp', on: 'hmp', line: 'chardev-change n hub' },
        {
          byProfile: {
            design: { see: 'text', text: "Error: hub: 'chardevs' list is not defined" },
            'qemu-7.2': { see: 'text', text: "Error: 'hub' is not a valid char driver name" },
            else: { see: 'text', text: "Error: Failed to add chardev 'n': hub: 'chardevs' list is not defined" },
          },
        },
      ],
    ],
  },
  {
    id: 'hmp/chardev-by-options/changes',
    title: 'chardev-change puts another far end under a live port',
    clauses: ['HMP-04'],
    needs: ['hmp'],
    launch: {
      ...launch,
      args: ['-chardev', 'ringbuf,id=r'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'r' }],
    },
    steps: [
      guestSends('com1', 'one'),
      says('chardev-change r file,path={dir}/log', ''),
      guestSends('com1', 'two'),
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'two', end: true },
      ],
      listed(['r', 'file', true]),
    ],
  },
  {
    id: 'hmp/chardev-by-options/break',
    title: 'chardev-send-break prints nothing',
    clauses: ['HMP-01', 'CHR-14'],
    needs: ['hmp'],
    launch: {
      ...launch,
      args: ['-chardev', 'ringbuf,id=r'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'r' }],
    },
    steps: [
      says('chardev-send-break r', ''),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { see: 'register', value: 0x71 },
      ],
    ],
  },
  {
    id: 'hmp/chardev-by-options/client-by-default',
    title: 'sockets connect by default, where QMP listens by default',
    clauses: ['HMP-05'],
    needs: ['hmp'],
    launch,
    steps: [
      says('chardev-add socket,id=s,path={dir}/s', "Error: Failed to connect to '{dir}/s': No such file or directory"),
      [{ do: 'listen', as: 'l', path: '{dir}/s' }, { see: 'done' }],
      says('chardev-add socket,id=s,path={dir}/s', ''),
      [{ do: 'accept', as: 'c', on: 'l' }, { see: 'done' }],
    ],
  },
];
