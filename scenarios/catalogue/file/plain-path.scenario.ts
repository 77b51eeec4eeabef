import type { Scenario } from '../../scenario.ts';

/** A plain path as `out`: what was there, with append off or on, and what is there after the guest wrote `new`. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly before?: string;
  readonly append: boolean;
  readonly after: string;
};

const cases: readonly Case[] = [
  { name: 'created', title: 'a plain path that is not there is created', append: false, after: 'new' },
  { name: 'created-append', title: 'append creates it, too', append: true, after: 'new' },
  { name: 'truncated', title: 'append off empties what is there', before: 'old', append: false, after: 'new' },
  { name: 'appended', title: 'append on keeps what is there', before: 'old', append: true, after: 'oldnew' },
];

export const plainPath: readonly Scenario[] = cases.map((each) => ({
  id: `file/plain-path/${each.name}`,
  title: each.title,
  clauses: ['FILE-01', 'FBE-01', 'FILE-05'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    ...(each.before === undefined
      ? []
      : ([[{ do: 'write-file', path: '{dir}/out', bytes: each.before }, { see: 'done' }]] as const)),
    [
      {
        do: 'launch',
        args: ['-chardev', `file,id=c,path=out,append=${each.append ? 'on' : 'off'}`],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'new' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read-file', path: '{dir}/out' },
      { see: 'data', bytes: each.after, end: true },
    ],
  ],
}));
