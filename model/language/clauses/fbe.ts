import type { ClauseFamily } from '../clause.ts';

/** FBE: the file backend. */
export const fbe: ClauseFamily = {
  id: 'FBE',
  title: 'the file backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'FBE-01',
      rule: "`out` opened write-only, created 0666 & ~umask, truncated unless append. `in` (10.0 CLI: `input-path`) opened read-only after `out`. Failure `Could not open '<p>': <errno text>`; if `in` fails, `out` was already created.",
      observable: 'reply, fs',
      variants: 'append 2.6; input-path 10.0',
      source: 'chardev/char-file.c',
      checked: 'both',
    },
    {
      id: 'FBE-02',
      rule: 'CLI without path: `chardev: file: no filename given`.',
      observable: 'stderr',
      variants: 'all',
      source: 'chardev/char-file.c',
      checked: 'both',
    },
    {
      id: 'FBE-03',
      rule: 'The open is blocking: a FIFO without reader as `out` freezes QMP until a reader opens it.',
      observable: 'QMP',
      variants: 'all',
      source: 'chardev/char-file.c',
      checked: 'both',
    },
    {
      id: 'FBE-04',
      rule: 'Input EOF: CLOSED once, input watch gone until handlers are set again (then EOF and CLOSED repeat); output unaffected, except in a hub → Q-HUB-8.',
      observable: 'events, peer',
      variants: 'all',
      source: 'chardev/char-fd.c',
      checked: '10.0 (repeat read)',
    },
    {
      id: 'FBE-05',
      rule: 'Over `/dev/fdset/N`: a pipe needs append (truncate fails: `Invalid argument`); access modes must match exactly. Details: FDSET, OPEN and FILE.',
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-file.c; the 2015 thread on descriptor passing for chardevs',
      checked: 'both',
    },
  ],
};
