import type { Scenario } from '../../scenario.ts';

type Case = { readonly name: string; readonly title: string; readonly append: 'on' | 'off' };
const cases: readonly Case[] = [
  { name: 'append-off', title: 'a FIFO with a reader opens, and O_TRUNC does it no harm', append: 'off' },
  { name: 'append-on', title: 'a FIFO with a reader opens with append', append: 'on' },
];

export const fifoWithReader: readonly Scenario[] = cases.map((each) => ({
  id: `file/fifo-with-reader/${each.name}`,
  title: each.title,
  clauses: ['FILE-06'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'mkfifo', path: '{dir}/fifo' }, { see: 'done' }],
    [{ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-chardev', `file,id=c,path=fifo,append=${each.append}`],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'through' },
      { see: 'accepted', count: 7 },
    ],
    [
      { do: 'read', from: 'reader' },
      { see: 'data', bytes: 'through', end: false },
    ],
  ],
}));
