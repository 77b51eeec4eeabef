import type { ClauseFamily } from '../clause.ts';

/** PROP3: proposal 3: descriptors travel inside the command. */
export const prop3: ClauseFamily = {
  id: 'PROP3',
  title: 'proposal 3: descriptors travel inside the command',
  area: 'descriptor passing',
  section: 'the five proposals of 2012 as variants of one machine',
  profiles: [],
  clauses: [
    {
      id: 'PROP3-1',
      rule: '`CMD nfds=k file=/dev/fdlist/i`+k fds: names exist only while this CMD executes. `open(i, flags)`: flags must be compatible with fd i, no dup, the consumer takes it. At the end of CMD, on any outcome, every fd not taken is closed; on failure the taken ones too. k different from the number received = error, all closed (our decision).',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP3-2',
      rule: 'Reopen needs `file-override=/dev/fdlist/j` of its own command; a bare reopen fails (ENOENT); index i of an earlier command means nothing.',
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
    {
      id: 'PROP3-3',
      rule: "A dropped command's fds are closed with the message; hangup closes locals. Nothing is ever stored.",
      observable: 'not stated',
      variants: 'proposal',
      source: 'the 2012 thread on pass-fd',
      checked: 'seed',
    },
  ],
};
