import type { ClauseFamily } from '../clause.ts';

/** Q-CORE: real defects of the chardev core. */
export const qCore: ClauseFamily = {
  id: 'Q-CORE',
  title: 'real defects of the chardev core',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-CORE-1',
      rule: 'A write refused with EAGAIN logs the whole buffer, and again at each retry.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'socket with logfile, HMP monitor, many `info qtree` unread: peer got 0.35–0.42 MB, log 760–890 MB',
      repair: 'log nothing on EAGAIN',
    },
    {
      id: 'Q-CORE-2',
      rule: 'A failing log write overwrites errno, turning EAGAIN into a fatal error: output is dropped instead of delayed.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'socket, logfile=/dev/full, UART, unread peer: LSR never shows busy, bytes vanish (without logfile: blocks)',
      repair: 'preserve errno',
    },
    {
      id: 'Q-CORE-3',
      rule: 'An id ending in `[*]` is stored under a generated name: it is listed, can be added again and again, and can never be found or removed.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'add null `foo[*]` twice; remove `foo[*]` → not found',
      repair: 'reject the id',
    },
  ],
};
