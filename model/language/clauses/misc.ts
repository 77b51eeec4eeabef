import type { ClauseFamily } from '../clause.ts';

/** MISC: other backends and aliases. */
export const misc: ClauseFamily = {
  id: 'MISC',
  title: 'other backends and aliases',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'MISC-01',
      rule: 'msmouse: ignores output, never open; wctablet: answers `~#`, RE, ST, SP, TS when the line speed is 9600. Their output FIFOs resume through accept_input.',
      observable: 'events',
      variants: 'all',
      source: 'msmouse.c, wctablet.c',
      checked: 'both (open state), read',
    },
    {
      id: 'MISC-02',
      rule: "Aliases: `tty` → serial and `parport` → parallel on the 7.2 command line with `warning: The alias 'tty' is deprecated, use 'serial' instead`; gone in 10.0. Legacy `-serial` words: null, pty, stdio, vc[:WxH \\| :CcxRc], file:, pipe:, udp:, tcp:, telnet:, tn3270:, websocket:, unix:, mon:…, chardev:id; 10.0 adds `pty:<path>`.",
      observable: 'qc',
      variants: '7.2/10.0',
      source: 'chardev/char.c: qemu_chr_parse_compat',
      checked: 'both (aliases, pty:), read',
    },
  ],
};
