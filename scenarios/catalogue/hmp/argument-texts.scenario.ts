import type { Scenario } from '../../scenario.ts';

/** Name, title, lines typed and what is printed for each. */
type Row = readonly [name: string, title: string, ...lines: (readonly [line: string, text: string])[]];

const rows: readonly Row[] = [
  [
    'missing-string',
    'a missing string',
    ['getfd', 'getfd: string expected\nTry "help getfd" for more information'],
    ['closefd', 'closefd: string expected\nTry "help closefd" for more information'],
    ['chardev-remove', 'chardev-remove: string expected\nTry "help chardev-remove" for more information'],
    ['ringbuf_write', 'ringbuf_write: string expected\nTry "help ringbuf_write" for more information'],
  ],
  [
    'missing-number',
    'a missing number',
    ['ringbuf_read r', 'unexpected end of expression\nTry "help ringbuf_read" for more information'],
  ],
  [
    'excess',
    'excess words',
    ['getfd p q', 'getfd: extraneous characters at the end of line\nTry "help getfd" for more information'],
    ['closefd p q', 'closefd: extraneous characters at the end of line\nTry "help closefd" for more information'],
    [
      'ringbuf_write r abc d',
      'ringbuf_write: extraneous characters at the end of line\nTry "help ringbuf_write" for more information',
    ],
  ],
  [
    'unknown-command',
    'an unknown command',
    ['nosuch x', "unknown command: 'nosuch'"],
    ['info nosuch', "unknown command: 'info nosuch'"],
  ],
  [
    'names',
    'a slash ends the name of a command; complaints repeat the line as it was typed, up to the end of the name',
    ['/', "unknown command: ''"],
    ['a/b', "unknown command: 'a'"],
    ['  nosuch  x', "unknown command: '  nosuch'"],
    ['info  nosuch x', "unknown command: 'info  nosuch'"],
    ['info /x', "unknown command: 'info '"],
    ['closefd/p', "Error: File descriptor named '/p' not found"],
    ['stop/', 'stop|s: extraneous characters at the end of line\nTry "help stop" for more information'],
    [' getfd', 'getfd: string expected\nTry "help  getfd" for more information'],
    [
      'info  chardev/',
      'chardev: extraneous characters at the end of line\nTry "help info  chardev" for more information',
    ],
  ],
  [
    'quotes',
    'double quotes join words, single ones do not',
    ['closefd "a b"', "Error: File descriptor named 'a b' not found"],
    ["closefd 'a'", "Error: File descriptor named ''a'' not found"],
  ],
  [
    'blanks',
    'leading blanks and an empty line are nothing',
    ['  closefd p', "Error: File descriptor named 'p' not found"],
    ['', ''],
  ],
];

/** What HMP says of missing, excess and mistyped arguments. Source: HMP-06. */
export const argumentTexts: readonly Scenario[] = rows.map(([name, title, ...lines]) => ({
  id: `hmp/argument-texts/${name}`,
  title,
  clauses: ['HMP-06'],
  needs: ['hmp'],
  launch: { monitors: [{ id: 'hmp', mode: 'hmp', via: 'pair' }] },
  steps: lines.map(([line, text]) => [
    { do: 'hmp', on: 'hmp', line },
    { see: 'text', text },
  ]),
}));
