import type { ClauseFamily } from '../clause.ts';

/** PROP5: proposal 5: sets with reference counts. */
export const prop5: ClauseFamily = {
  id: 'PROP5',
  title: 'proposal 5: sets with reference counts',
  area: 'descriptor passing',
  section: 'the five proposals of 2012 as variants of one machine',
  profiles: [],
  clauses: [
    {
      id: 'PROP5-1',
      rule: "`add-fd PATH`+fd: append to set PATH, clientInUse=on, ref=0, return Q's number.",
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP5-2',
      rule: "`open(PATH, flags)`: first member with matching access flags; dup; that member's ref += 1; the dup remembers the member.",
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP5-3',
      rule: '`remove-fd PATH fd`: clientInUse=off, then reap. `close(dup)` through qemu_close only: ref -= 1, then reap. reap: ref=0 and clientInUse off = close, drop. Each close that bypasses qemu_close leaves ref > 0 for ever.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed (real: DEF-01)',
    },
    {
      id: 'PROP5-4',
      rule: "`query-fd PATH`: the open fds of the set. Recovery of C': query each known path; for each fd either adopt or remove-fd.",
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP5-5',
      rule: 'hangup: every member added over K with ref=0 is closed, whatever clientInUse says; members with ref > 0 stay, with clientInUse still on.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP5-6',
      rule: 'Open question of the seed as a variation point: serverInUse flag (set at first open, cleared when the consumer is deleted) that also blocks reaping. off: P-GAP fails; on: P-GAP holds.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'by rule',
    },
    {
      id: 'PROP5-7',
      rule: 'Other variation points: match order insertion / newest (real); ref scope member / set (real); remove closes when ref=0 (seed) / at once (10.0, 7.2 running) / deferred and still matchable (7.2 stopped); hangup ref0-of-connection (seed) / last monitor + idle set + running (7.2) / never (10.0); reap when the last dup closes without any monitor: no (seed) / yes (7.2).',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd, section 1',
      checked: 'both (real values)',
    },
  ],
};
