import type { ClauseFamily } from '../clause.ts';

/** PROP2: proposal 2: permanent names, replaced in advance. */
export const prop2: ClauseFamily = {
  id: 'PROP2',
  title: 'proposal 2: permanent names, replaced in advance',
  area: 'descriptor passing',
  section: 'the five proposals of 2012 as variants of one machine',
  profiles: [],
  clauses: [
    {
      id: 'PROP2-1',
      rule: '`pass-fd` -> permanent N (name `/dev/fd/N`). `open(N)` = dup; consumer remembers N. `pass-fd force N`+fd: atomically puts the new fd behind N, closes the old; dups already handed out are untouched; without force on a used N = error. `close_fd N` frees the name.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP2-2',
      rule: 'Client order for a reopen: force-replace, reopening command, and after completion, success or failure, close. N must stay open as long as any reopen may come: reopen after close_fd fails.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP2-3',
      rule: "Variation: modeCheck on (mismatch = EACCES) / off. With off and two consumers on one N, consumer 2's RO reopen between replace and reopen of consumer 1 receives RW: P-MODE violated.",
      observable: 'not stated',
      variants: 'proposal',
      source: 'derived',
      checked: 'explored for one consumer; two: by rule',
    },
  ],
};
