import type { Scenario } from '../../scenario.ts';
import { listed, startFails } from '../../steps.ts';

type Made = readonly [
  name: string,
  title: string,
  args: readonly string[],
  rows: readonly (readonly [string, string, boolean])[],
];
const made: readonly Made[] = [
  ['null', 'null', ['-serial', 'null'], [['serial0', 'null', false]]],
  ['none', 'none makes nothing', ['-serial', 'none', '-parallel', 'none', '-monitor', 'none'], []],
  [
    'none-counts',
    'a word that makes nothing has its number all the same',
    ['-serial', 'none', '-serial', 'null'],
    [['serial1', 'null', false]],
  ],
  ['pty', 'pty', ['-serial', 'pty'], [['serial0', 'pty:{pty:serial0}', false]]],
  ['stdio', 'stdio', ['-serial', 'stdio'], [['serial0', 'stdio', false]]],
  [
    'console',
    'vc, with and without a size',
    ['-serial', 'vc', '-serial', 'vc:800x600', '-serial', 'vc:10Cx5C'],
    [
      ['serial0', 'vc', false],
      ['serial1', 'vc', false],
      ['serial2', 'vc', false],
    ],
  ],
  ['file', 'file:', ['-serial', 'file:{dir}/log'], [['serial0', 'file', false]]],
  [
    'unix',
    'unix:, with options behind it',
    ['-serial', 'unix:{dir}/s,server=on,wait=off'],
    [['serial0', 'disconnected:unix:{dir}/s,server=on', false]],
  ],
  [
    'unix-old',
    'unix: with old-style flags',
    ['-serial', 'unix:{dir}/s,server,nowait'],
    [['serial0', 'disconnected:unix:{dir}/s,server=on', false]],
  ],
  [
    'mon',
    'mon: makes a mux with a human monitor',
    ['-serial', 'mon:null'],
    [
      ['serial0', 'mux', true],
      ['serial0-base', 'null', true],
    ],
  ],
  [
    'by-id',
    'chardev: names one that is there',
    ['-chardev', 'null,id=zz', '-serial', 'chardev:zz'],
    [['zz', 'null', false]],
  ],
  [
    'device',
    'a path below /dev is a serial device',
    ['-serial', '/dev/null', '-parallel', '/dev/null'],
    [
      ['parallel0', 'serial', false],
      ['serial0', 'serial', false],
    ],
  ],
  [
    'plain',
    'msmouse, wctablet and testdev',
    ['-serial', 'msmouse', '-serial', 'wctablet', '-serial', 'testdev'],
    [
      ['serial0', 'msmouse', false],
      ['serial1', 'wctablet', false],
      ['serial2', 'testdev', false],
    ],
  ],
  [
    'udp',
    'udp: with and without a host',
    ['-serial', 'udp::9', '-serial', 'udp:127.0.0.1:9@127.0.0.1:0'],
    [
      ['serial0', 'udp', false],
      ['serial1', 'udp', false],
    ],
  ],
  [
    'numbered',
    'each kind of word has its own numbers',
    ['-serial', 'null', '-serial', 'null', '-parallel', 'null'],
    [
      ['parallel0', 'null', false],
      ['serial0', 'null', false],
      ['serial1', 'null', false],
    ],
  ],
  [
    'monitor-mon',
    '-monitor mon: makes a mux for the monitor',
    ['-monitor', 'mon:null'],
    [
      ['compat_monitor0', 'mux', true],
      ['compat_monitor0-base', 'null', true],
    ],
  ],
];

const bad: readonly (readonly [name: string, title: string, word: string, text: string | null])[] = [
  ['unknown', 'an unknown word', 'foo', "'foo' is not a valid char driver"],
  ['empty', 'an empty word', '', "'' is not a valid char driver"],
  ['ringbuf', 'a backend that has no legacy word', 'ringbuf', "'ringbuf' is not a valid char driver"],
  ['options', 'a word with options where it takes none', 'null,x=1', "'null,x=1' is not a valid char driver"],
  ['mon-unknown', 'an unknown word behind mon:', 'mon:foo', "'foo' is not a valid char driver"],
  ['console-size', 'a size that is none', 'vc:x', null],
  ['udp-without-colon', 'an address without host', 'udp:9', null],
  ['unknown-id', 'a chardev that is not there', 'chardev:zz', null],
  [
    'pipe',
    'a pipe that is not there',
    'pipe:/nonexistent/x',
    "Could not open '/nonexistent/x': No such file or directory",
  ],
  ['device', 'a device that is not there', '/dev/ttyXX', "Could not open '/dev/ttyXX': No such file or directory"],
  [
    'parallel-port',
    'a parallel port that is not there',
    '/dev/parport0',
    "Could not open '/dev/parport0': No such file or directory",
  ],
];

/** The old words of -serial, -parallel and -monitor. Source: MISC-02, CHR-09, CHR-10. */
export const legacyWords: readonly Scenario[] = [
  ...made.map(
    ([name, title, args, rows]): Scenario => ({
      id: `misc/legacy-words/${name}`,
      title,
      clauses: ['MISC-02'],
      ...(args.includes('/dev/null') ? { upstream: ['/char/serial'] } : {}),
      launch: { machine: 'none', args },
      steps: [listed(...rows)],
    }),
  ),
  ...bad.map(
    ([name, title, word, text]): Scenario => ({
      id: `misc/legacy-words/refused-${name}`,
      title,
      clauses: ['MISC-02', 'CHR-09'],
      ...(name === 'unknown' ? { upstream: ['/char/invalid'] } : {}),
      launch: 'manual',
      steps: [
        startFails(
          ['-serial', word],
          ...(text === null ? [] : [`-serial ${word}: ${text}`]),
          `-serial ${word}: could not connect serial device to character backend '${word}'`,
        ),
      ],
    }),
  ),
  {
    id: 'misc/legacy-words/refused-taken-id',
    title: 'the id that a word stands for may be taken',
    clauses: ['MISC-02', 'CHR-08'],
    launch: 'manual',
    steps: [
      startFails(
        ['-chardev', 'null,id=serial0', '-serial', 'null'],
        "-serial null: Duplicate ID 'serial0' for chardev",
        "-serial null: could not connect serial device to character backend 'null'",
      ),
    ],
  },
  {
    id: 'misc/legacy-words/refused-parallel',
    title: 'the same for -parallel',
    clauses: ['MISC-02', 'CHR-09'],
    launch: 'manual',
    steps: [
      startFails(
        ['-parallel', 'foo'],
        "-parallel foo: 'foo' is not a valid char driver",
        "-parallel foo: could not connect parallel device to character backend 'foo'",
      ),
    ],
  },
  {
    id: 'misc/legacy-words/pty-with-path',
    title: 'pty: with a link came with the newer release',
    clauses: ['MISC-02', 'PTY-11'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-serial', 'pty:{dir}/link'] },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -serial pty:{dir}/link: 'pty:{dir}/link' is not a valid char driver",
                "qemu-system-x86_64: -serial pty:{dir}/link: could not connect serial device to character backend 'pty:{dir}/link'",
              ],
            },
            else: { see: 'launched' },
          },
        },
      ],
    ],
  },
  {
    id: 'misc/legacy-words/aliases',
    title: 'tty and parport are old names that the newer release has forgotten',
    clauses: ['MISC-02', 'CHR-09'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'tty,id=a,path=/dev/null'] },
        {
          byProfile: {
            'qemu-7.2': { see: 'launched' },
            else: {
              see: 'exit',
              status: 1,
              stderr: ["qemu-system-x86_64: -chardev tty,id=a,path=/dev/null: 'tty' is not a valid char driver name"],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'misc/legacy-words/alias-parport',
    title: 'parport means parallel before the newer release',
    clauses: ['MISC-02', 'SER-02'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'parport,id=a,path=/dev/null'] },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'exit',
              status: 1,
              stderr: [
                'qemu-system-x86_64: -chardev parport,id=a,path=/dev/null: not a parallel port: Inappropriate ioctl for device',
              ],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev parport,id=a,path=/dev/null: 'parport' is not a valid char driver name",
              ],
            },
          },
        },
      ],
    ],
  },
];
