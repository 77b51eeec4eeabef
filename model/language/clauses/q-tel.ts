import type { ClauseFamily } from '../clause.ts';

/** Q-TEL: real defects of telnet. */
export const qTel: ClauseFamily = {
  id: 'Q-TEL',
  title: 'real defects of telnet',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-TEL-1',
      rule: 'Telnet parser state survives a disconnect: a lone FF (or FF FB) left by one client swallows the first two (one) bytes of the next. Also TEL-03.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'telnet server, send FF, reconnect, send ABCD: guest gets CD',
      repair: 'reset at connect',
    },
  ],
};
