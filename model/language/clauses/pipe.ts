import type { ClauseFamily } from '../clause.ts';

/** PIPE: pipe chardevs. */
export const pipe: ClauseFamily = {
  id: 'PIPE',
  title: 'pipe chardevs',
  area: 'descriptor passing',
  section: 'file and pipe chardevs, logfile',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'PIPE-01',
      rule: '`pipe` needs a path (`chardev: pipe: no device path given`). It opens P.in and P.out, both O_RDWR; if either fails, both are closed and P itself is opened O_RDWR as the single fd for both directions. The error always names P. Missing only one of .in/.out: fallback to P.',
      observable: 'fd table',
      variants: 'all',
      source: 'chardev/char-pipe.c',
      checked: 'both',
    },
    {
      id: 'PIPE-02',
      rule: 'With P = `/dev/fdset/N` the names `N.in`, `N.out` never parse (OPEN-03), so the fallback is always taken: exactly one O_RDWR member serves both directions. No path can name two sets.',
      observable: 'chardev-add',
      variants: 'all',
      source: 'chardev/char-pipe.c, the 2015 thread on descriptor passing for chardevs',
      checked: 'both',
    },
    {
      id: 'PIPE-03',
      rule: 'P may be any O_RDWR object: regular file (reads and writes share one offset: guest reads "a", writes OUT over bytes 1-3, reads on after them), a single FIFO or a pipe reopened O_RDWR (loopback: the guest reads back its own output), pty, eventfd, stream or datagram socket (even unconnected).',
      observable: 'content',
      variants: 'all',
      source: 'chardev/char-pipe.c',
      checked: 'both',
    },
    {
      id: 'PIPE-04',
      rule: 'Peer half-close: reading stops (event CLOSED), writing goes on. Peer closed: writes are dropped, no reopening, QEMU lives.',
      observable: 'socketpair',
      variants: 'all',
      source: 'chardev/char-fd.c',
      checked: 'both (event: read)',
    },
  ],
};
