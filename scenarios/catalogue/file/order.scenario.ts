import type { Scenario, Step } from '../../scenario.ts';

/** What fails, and what was truncated or created before it. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly data: { readonly [key: string]: string };
  readonly desc: string;
  readonly after: readonly Step[];
};

const content = (path: string, bytes: string): Step => [
  { do: 'read-file', path },
  { see: 'data', bytes, end: true },
];
const absent = (path: string): Step => [
  { do: 'read-file', path },
  { see: 'errno', errno: 'ENOENT' },
];

const cases: readonly Case[] = [
  {
    name: 'log-then-out',
    title: 'the logfile is truncated before `out` fails',
    data: { out: '/nonexistent/out', logfile: '{dir}/log' },
    desc: "Failed to add chardev 'c': Could not open '/nonexistent/out': No such file or directory",
    after: [content('{dir}/log', '')],
  },
  {
    name: 'log-fails-first',
    title: 'a logfile that cannot be made leaves `out` alone',
    data: { out: '{dir}/out', logfile: '/nonexistent/log' },
    desc: "Failed to add chardev 'c': Could not create '/nonexistent/log': No such file or directory",
    after: [content('{dir}/out', 'out'), content('{dir}/log', 'log')],
  },
  {
    name: 'out-then-in',
    title: '`out` is truncated before `in` fails',
    data: { out: '{dir}/out', in: '{dir}/missing' },
    desc: "Failed to add chardev 'c': Could not open '{dir}/missing': No such file or directory",
    after: [content('{dir}/out', ''), absent('{dir}/missing')],
  },
  {
    name: 'out-is-made-then-in',
    title: '`out` is created before `in` fails, and stays',
    data: { out: '{dir}/new', in: '{dir}/missing', logfile: '{dir}/new-log' },
    desc: "Failed to add chardev 'c': Could not open '{dir}/missing': No such file or directory",
    after: [content('{dir}/new', ''), content('{dir}/new-log', '')],
  },
  {
    name: 'out-fails-before-in',
    title: '`out` fails first when neither can be opened',
    data: { out: '/nonexistent/out', in: '{dir}/missing' },
    desc: "Failed to add chardev 'c': Could not open '/nonexistent/out': No such file or directory",
    after: [],
  },
];

export const order: readonly Scenario[] = cases.map((each) => ({
  id: `file/order/${each.name}`,
  title: each.title,
  clauses: ['FILE-02', 'CHR-01', 'CHR-06'],
  ...(each.name === 'log-fails-first' ? { bugs: ['BUG-140'] } : {}),
  steps: [
    [{ do: 'write-file', path: '{dir}/out', bytes: 'out' }, { see: 'done' }],
    [{ do: 'write-file', path: '{dir}/log', bytes: 'log' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'file', data: each.data } } },
      { see: 'error', class: 'GenericError', desc: each.desc },
    ],
    ...each.after,
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [] },
    ],
  ],
}));
