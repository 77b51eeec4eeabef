import type { ClauseFamily } from '../clause.ts';

/** PROP4: proposal 4: sets with a close flag. */
export const prop4: ClauseFamily = {
  id: 'PROP4',
  title: 'proposal 4: sets with a close flag',
  area: 'descriptor passing',
  section: 'the five proposals of 2012 as variants of one machine',
  profiles: [],
  clauses: [
    {
      id: 'PROP4-1',
      rule: '`pass-fds {fdsetname, close?}`+fds -> path. `open`: first fd with matching access mode, dup. `close-fds {fdsetname}`: closes the stored fds, dups live on.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP4-2',
      rule: 'close=true: the stored fds expire when the set has had no open dup for a while. Left unresolved in the seed; make it a parameter: policy timer(T) / next-loop-turn after the last close; grace before the first open: none / T.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP4-3',
      rule: 'After expiry an open fails (ENOENT). Fails: no grace and expiry before the first open; next-loop-turn policy with close-then-open (probe: open, close, open).',
      observable: 'not stated',
      variants: 'proposal',
      source: 'derived',
      checked: 'explored',
    },
  ],
};
