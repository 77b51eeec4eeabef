import type { Expectation, Scenario, Step } from '../../scenario.ts';

/** `set`: the set of that number is opened. Otherwise the text after the path; no table row opens anything else. */
type Spelling = { readonly name: string; readonly path: string } & (
  | { readonly set: number }
  | { readonly text: string; readonly rule: 'OPEN-01' | 'OPEN-03' | 'OPEN-04' }
);

const invalid = 'Invalid argument';
const missing = 'No such file or directory';

const spellings: readonly Spelling[] = [
  { name: 'plain', path: '/dev/fdset/1', set: 1 },
  { name: 'zero', path: '/dev/fdset/0', set: 0 },
  { name: 'leading-space', path: '/dev/fdset/ 1', set: 1 },
  { name: 'leading-tab', path: '/dev/fdset/\t1', set: 1 },
  { name: 'leading-newline', path: '/dev/fdset/\n1', set: 1 },
  { name: 'plus-sign', path: '/dev/fdset/+1', set: 1 },
  { name: 'leading-zero', path: '/dev/fdset/01', set: 1 },
  { name: 'space-plus-zeros', path: '/dev/fdset/  +0001', set: 1 },
  { name: 'minus-zero', path: '/dev/fdset/-0', set: 0 },
  { name: 'greatest', path: '/dev/fdset/2147483647', set: 2147483647 },
  { name: 'no-number', path: '/dev/fdset/', text: invalid, rule: 'OPEN-03' },
  { name: 'only-space', path: '/dev/fdset/ ', text: invalid, rule: 'OPEN-03' },
  { name: 'only-sign', path: '/dev/fdset/+', text: invalid, rule: 'OPEN-03' },
  { name: 'negative', path: '/dev/fdset/-1', text: invalid, rule: 'OPEN-03' },
  { name: 'trailing-space', path: '/dev/fdset/1 ', text: invalid, rule: 'OPEN-03' },
  { name: 'trailing-slash', path: '/dev/fdset/1/', text: invalid, rule: 'OPEN-03' },
  { name: 'trailing-letter', path: '/dev/fdset/1x', text: invalid, rule: 'OPEN-03' },
  { name: 'hexadecimal', path: '/dev/fdset/0x1', text: invalid, rule: 'OPEN-03' },
  { name: 'fraction', path: '/dev/fdset/1.0', text: invalid, rule: 'OPEN-03' },
  { name: 'doubled-slash', path: '/dev/fdset//1', text: invalid, rule: 'OPEN-03' },
  { name: 'parent-folder', path: '/dev/fdset/../fdset/1', text: invalid, rule: 'OPEN-03' },
  { name: 'word', path: '/dev/fdset/one', text: invalid, rule: 'OPEN-03' },
  { name: 'past-int32', path: '/dev/fdset/2147483648', text: invalid, rule: 'OPEN-03' },
  { name: 'wraps-to-one', path: '/dev/fdset/4294967297', text: invalid, rule: 'OPEN-03' },
  { name: 'past-int64', path: '/dev/fdset/99999999999999999999', text: invalid, rule: 'OPEN-03' },
  { name: 'unknown-set', path: '/dev/fdset/2', text: missing, rule: 'OPEN-04' },
  { name: 'no-last-slash', path: '/dev/fdset', text: missing, rule: 'OPEN-01' },
  { name: 'two-first-slashes', path: '//dev/fdset/1', text: missing, rule: 'OPEN-01' },
  { name: 'dot-inside', path: '/dev/./fdset/1', text: missing, rule: 'OPEN-01' },
  { name: 'upper-case', path: '/dev/FDSET/1', text: missing, rule: 'OPEN-01' },
  { name: 'relative', path: 'dev/fdset/1', text: missing, rule: 'OPEN-01' },
];

function attempt(spelling: Spelling): readonly Step[] {
  const add = (expectation: Expectation): Step => [
    {
      do: 'qmp',
      execute: 'chardev-add',
      arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/null', append: true, in: spelling.path } } },
    },
    expectation,
  ];
  if ('set' in spelling) {
    return [
      add({ see: 'return', value: {} }),
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [
            { object: '/dev/null', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
            { object: '{dir}/file', access: 'r', flags: [], closeOnExec: true },
            { object: '{dir}/file', access: 'r', flags: [], closeOnExec: true },
          ],
        },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
    ];
  }
  const desc = `Failed to add chardev 'c': Could not open '${spelling.path}': ${spelling.text}`;
  return [
    add({ see: 'error', class: 'GenericError', desc }),
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/file', access: 'r', flags: [], closeOnExec: true }] },
    ],
  ];
}

/** What a path must look like to name a set. The member is for reading, so that no spelling ever creates a file. */
export const pathSpellings: readonly Scenario[] = spellings.map((spelling) => {
  const set = 'set' in spelling ? spelling.set : 1;
  return {
    id: `open/path-spelling/${spelling.name}`,
    title:
      'set' in spelling
        ? `the path ${JSON.stringify(spelling.path)} names set ${spelling.set}`
        : `the path ${JSON.stringify(spelling.path)} names no set: ${spelling.text}`,
    clauses: 'set' in spelling ? ['OPEN-02'] : [spelling.rule],
    steps: [
      [{ do: 'write-file', path: '{dir}/file', bytes: 'text' }, { see: 'done' }],
      [{ do: 'open', as: 'member', path: '{dir}/file', access: 'r' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': set }, fds: ['member'] },
        { see: 'return', value: { 'fdset-id': set, fd: { $: 'member' } } },
      ],
      ...attempt(spelling),
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': set } },
        { see: 'return', value: {} },
      ],
    ],
  };
});
