import type { ClauseFamily } from '../clause.ts';

/** RB: the ring buffer backend. */
export const rb: ClauseFamily = {
  id: 'RB',
  title: 'the ring buffer backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'RB-01',
      rule: 'Ring of `size` bytes (default 65536), power of two; else `size of ringbuf chardev must be power of two`. QMP sizes 0, negative or huge → Q-RB-1. CLI: 0 means default; the value is cut to 32 bits signed (4G → default, 2G → error).',
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-ringbuf.c: qemu_chr_open_ringbuf',
      checked: 'both',
    },
    {
      id: 'RB-02',
      rule: 'Write always takes all; when full the oldest bytes go (10 bytes into 8 keep the last 8).',
      observable: 'ring',
      variants: 'all',
      source: 'chardev/char-ringbuf.c',
      checked: 'both',
    },
    {
      id: 'RB-03',
      rule: "ringbuf-read {device,size,format?} removes and returns up to size oldest bytes; size above the fill is fine. Errors: `Device '<d>' not found`, `<d> is not a ringbuf device`, `size must be greater than zero` (checked in this order).",
      observable: 'reply',
      variants: 'since 1.4',
      source: 'chardev/char-ringbuf.c: qmp_ringbuf_read',
      checked: 'both',
    },
    {
      id: 'RB-04',
      rule: "ringbuf-write appends (same overwrite rule), bypasses lock and logfile, and does not count as chardev output; it cannot be read by the frontend. `Device '<d>' not found`, `<d> is not a ringbuf device`.",
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-ringbuf.c: qmp_ringbuf_write',
      checked: 'both',
    },
    {
      id: 'RB-05',
      rule: 'base64 write: bad alphabet (blank included) `Base64 data contains invalid characters`; line breaks allowed; only complete groups of four count ("QUI" writes nothing, no error); text after padding continues ("QUI=QUI=" writes ABAB); empty is fine.',
      observable: 'ring',
      variants: 'all',
      source: 'chardev/char-ringbuf.c; GLib decoder',
      checked: 'both',
    },
    {
      id: 'RB-06',
      rule: 'utf8 write: the UTF-8 bytes; U+0000 becomes C0 80. utf8 read: stops at the first NUL (later bytes are consumed and lost); each invalid or cut sequence is shown as U+FFFD per byte; cutting a character at `size` yields replacement characters in both halves. Use base64 in tests.',
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-ringbuf.c; JSON writer',
      checked: 'both',
    },
    {
      id: 'RB-07',
      rule: '`memory` is a subtype with filename `memory`; every ringbuf command works on it. Deprecated name.',
      observable: 'qc',
      variants: 'all',
      source: 'chardev/char-ringbuf.c',
      checked: 'both',
    },
  ],
};
