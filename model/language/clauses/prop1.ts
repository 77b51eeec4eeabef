import type { ClauseFamily } from '../clause.ts';

/** PROP1: proposal 1: a name in every command. */
export const prop1: ClauseFamily = {
  id: 'PROP1',
  title: 'proposal 1: a name in every command',
  area: 'descriptor passing',
  section: 'the five proposals of 2012 as variants of one machine',
  profiles: [],
  clauses: [
    {
      id: 'PROP1-1',
      rule: "`getfd name`+fd: store[K's monitor][name]=fd (replace closes the old). `CMD fd=name`: look up, unknown = error without change. ok: entry removed, that same fd (no dup) becomes the consumer's. Failure: entry stays; the client must `closefd name`.",
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP1-2',
      rule: 'Reopen = `CMD2 fd=newname`; the consumer remembers no name, so CMD2 must accept the argument too. On failure the old consumer fd stays valid.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP1-3',
      rule: 'Variation points: consume = on-success (seed) / at-lookup (real, GETFD-07: a fail-post consumes and closes); hangup = keep (real, GETFD-05) / close.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd, GETFD',
      checked: 'both (real side)',
    },
  ],
};
