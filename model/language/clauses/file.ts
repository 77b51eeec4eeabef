import type { ClauseFamily } from '../clause.ts';

/** FILE: file chardevs. */
export const file: ClauseFamily = {
  id: 'FILE',
  title: 'file chardevs',
  area: 'descriptor passing',
  section: 'file and pipe chardevs, logfile',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'FILE-01',
      rule: "`file` needs `out` (CLI `path`); else `chardev: file: no filename given`. `append` defaults to off. `in`: QMP in both; CLI `input-path` only in 10.0 (7.2: `Invalid parameter 'input-path'`). No fd-number option: `fd=3` without path is the missing-filename error; `path=fd:3` is a file literally named `fd:3`.",
      observable: 'CLI, QMP',
      variants: 'differ',
      source: 'chardev/char-file.c',
      checked: 'both',
    },
    {
      id: 'FILE-02',
      rule: 'Order: logfile is opened (and truncated), then `out` (created/truncated), then `in`. A failure later in the order does not undo the earlier truncation or creation.',
      observable: 'file size after error',
      variants: 'all',
      source: 'chardev/char.c, chardev/char-file.c',
      checked: 'both',
    },
    {
      id: 'FILE-03',
      rule: 'After opening, `out` gets O_NONBLOCK (on the OFD); `in` does not. pipe: only the out side; serial: both (same fd). logfile never gets it.',
      observable: 'fdinfo',
      variants: 'all',
      source: 'chardev/char-fd.c',
      checked: 'both',
    },
    {
      id: 'FILE-04',
      rule: "`in` reads from the OFD's current offset; end of file = event CLOSED and reading stops for good: data appended to a regular `in` file later is never read.",
      observable: 'guest input',
      variants: 'all',
      source: 'chardev/char-fd.c: fd_chr_read',
      checked: 'both (event: read)',
    },
    {
      id: 'FILE-05',
      rule: "append=on over a regular member writes at end of file whoever wrote last, and switches O_APPEND on for all sharers; append=off clears a client's O_APPEND and truncates.",
      observable: 'content, F_GETFL',
      variants: 'all',
      source: 'OPEN-11/12',
      checked: 'both',
    },
    {
      id: 'FILE-06',
      rule: "Plain FIFO as `out` without a reader: chardev-add blocks the whole main loop inside open() until a reader comes. With a reader: ok, append on or off (open's O_TRUNC is harmless on a FIFO).",
      observable: 'QMP silent for 2 s, then reply',
      variants: 'all',
      source: 'chardev/char-file.c',
      checked: 'both',
      profiles: ['qemu-7.2', 'qemu-10.0'],
    },
    {
      id: 'FILE-07',
      rule: 'Full pipe: writes give EAGAIN, the frontend waits for writability, the main loop stays alive, no byte is lost. Broken pipe or ENOSPC: the output is dropped, QEMU lives.',
      observable: 'serial over a full pipe',
      variants: 'all',
      source: 'chardev/char-fd.c',
      checked: 'both',
    },
  ],
};
