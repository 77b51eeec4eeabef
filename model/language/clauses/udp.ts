import type { ClauseFamily } from '../clause.ts';

/** UDP: the UDP backend. */
export const udp: ClauseFamily = {
  id: 'UDP',
  title: 'the UDP backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'UDP-01',
      rule: 'Connected datagram socket: only the configured remote is heard. One write = one datagram. QMP: remote required, inet only (`socket type unsupported for datagram`), empty port `remote port not specified`; CLI `chardev: udp: remote port not specified`, host defaults to localhost, local port 0.',
      observable: 'peer, reply',
      variants: 'all',
      source: 'chardev/char-udp.c',
      checked: 'both',
    },
    {
      id: 'UDP-02',
      rule: 'A datagram is read whole (4096 max, rest cut) into a private buffer and fed as room allows; nothing is lost between datagrams.',
      observable: 'guest',
      variants: 'all',
      source: 'chardev/char-udp.c',
      checked: 'both',
    },
    {
      id: 'UDP-03',
      rule: 'A read of length 0 or an error removes the input watch → Q-UDP-1.',
      observable: 'guest',
      variants: 'all',
      source: 'chardev/char-udp.c',
      checked: 'both',
    },
    {
      id: 'UDP-04',
      rule: 'Never OPENED (Q-HUB-7); write errors (port unreachable) are returned and ignored by frontends.',
      observable: 'events',
      variants: 'all',
      source: 'chardev/char-udp.c',
      checked: 'both',
    },
  ],
};
