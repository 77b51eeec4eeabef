import type { ClauseFamily } from '../clause.ts';

/** Q-UDP: real defects of UDP. */
export const qUdp: ClauseFamily = {
  id: 'Q-UDP',
  title: 'real defects of UDP',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-UDP-1',
      rule: 'An empty datagram, or an ICMP refusal after sending, ends input for good (until handlers are set again).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'send b"" then data; or write to an unbound port, then bind it and send',
      repair: 'ignore both',
    },
  ],
};
