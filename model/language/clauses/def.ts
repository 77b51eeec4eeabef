import type { ClauseFamily } from '../clause.ts';

/** DEF: real defects of descriptor passing. */
export const def: ClauseFamily = {
  id: 'DEF',
  title: 'real defects of descriptor passing',
  area: 'descriptor passing',
  section: 'behaviours that look like defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'DEF-01',
      rule: 'logfile on an fd set leaves a stale dup: the set is listed for ever with `fds: []`, its id is never reused; later closes of equal numbers clear the wrong set (FDSET-48); 7.2 then also keeps re-added members past the last disconnect. A failing backend open after a good logfile open does the same.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'add-fd set 1 (W); chardev-add null logfile=/dev/fdset/1; chardev-remove; remove-fd 1; query-fdsets -> `[{"fdset-id":1,"fds":[]}]`',
    },
    {
      id: 'DEF-02',
      rule: 'Wrong fd bound under pipelining with oob (FDSET-11).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'negotiate oob; two messages add-fd(1,a), add-fd(2,b) back to back, repeat: sometimes set 1 holds b and the second fails',
    },
    {
      id: 'DEF-03',
      rule: 'A failed open, a logfile open or a mere add-fd of the same OFD clears O_NONBLOCK under a live `file` chardev; the next write to a full pipe blocks the whole main loop.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'chardev A = file, append=on, /dev/fdset/2 (pipe); chardev-add file append=off on /dev/fdset/2 (fails INV); fill the pipe; guest writes one byte: QMP dead until the pipe is drained',
    },
    {
      id: 'DEF-04',
      rule: 'A failing parallel chardev closes fd 0: 7.2 and 10.0 when the device cannot be opened, 7.2 also when it is no parallel port. If fd 0 was reused meanwhile, a set member, log or other file is closed; then the set number aliases whatever takes 0 next, and remove-fd closes that victim.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'chardev-add parallel device=/nonexistent; add-fd -> `"fd":0`; the same chardev-add again; chardev-add file out=V (gets 0); a chardev-add file append=on on that set now opens V; remove-fd closes V under the victim chardev',
    },
    {
      id: 'DEF-05',
      rule: 'Back-pressure duplicates log bytes (LOG-02).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'file on a full pipe + logfile; guest writes Z; drain: pipe gets `Z`, log has `ZZ`',
    },
    {
      id: 'DEF-06',
      rule: '7.2 stopped: removed members are still handed out (FDSET-31), so withdrawing RW access is ineffective while stopped.',
      observable: 'not stated',
      variants: '7.2',
      source: 'experiment',
      checked: 'both',
      reproducer: '-S; add-fd; remove-fd; chardev-add on the set succeeds',
      profiles: ['qemu-7.2'],
    },
    {
      id: 'DEF-07',
      rule: '-add-fd truncates fd to 32 bits (FDSET-42); sets with id > 2^31-1 are creatable but unopenable (FDSET-19).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'fd=4294967299',
    },
    {
      id: 'DEF-08',
      rule: 'A plain FIFO without reader as `out` stalls the main loop (FILE-06); a full log pipe too (LOG-03).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'see clauses',
    },
    {
      id: 'DEF-09',
      rule: 'getfd names outlive their client and cannot be listed (GETFD-05); pending fds of a failed command are used by a later one (FDSET-06).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'getfd, disconnect, reconnect, closefd succeeds',
    },
  ],
};
