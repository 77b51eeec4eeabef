import type { Scenario } from '../../scenario.ts';

type Case = { readonly name: string; readonly title: string; readonly word: string; readonly after: string };
const cases: readonly Case[] = [
  { name: 'off', title: 'without logappend the log is emptied', word: '', after: 'new' },
  { name: 'off-said', title: 'logappend=off empties the log', word: ',logappend=off', after: 'new' },
  { name: 'on', title: 'logappend=on keeps what the log holds', word: ',logappend=on', after: 'oldnew' },
];

export const logappend: readonly Scenario[] = cases.map((each) => ({
  id: `log/logappend/${each.name}`,
  title: each.title,
  clauses: ['LOG-01', 'CHR-65', 'FILE-02'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'write-file', path: '{dir}/log', bytes: 'old' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-chardev', `null,id=c,logfile=log${each.word}`],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'new' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { see: 'data', bytes: each.after, end: true },
    ],
  ],
}));
