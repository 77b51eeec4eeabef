import type { ClauseFamily } from '../clause.ts';

/** Q-SOCK: real defects of sockets. */
export const qSock: ClauseFamily = {
  id: 'Q-SOCK',
  title: 'real defects of sockets',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-10.0'],
  clauses: [
    {
      id: 'Q-SOCK-1',
      rule: 'Disconnect by read (peer half close) while a frontend waits on an output watch: the fd is closed under the watch; the main loop spins (0.65 CPU) and the frontend stays blocked, even after full close, until a later descriptor happens to reuse the number (in the test: the next client). 7.2: blocked until full close, no spin. In a hub, healthy members are cut off too.',
      observable: 'not stated',
      variants: '10.0',
      source: 'experiment',
      checked: '10.0',
      reproducer: 'UART on Unix server, fill, client shutdown(write)',
      repair: 'cancel and fire pending watches at disconnect',
    },
    {
      id: 'Q-SOCK-2',
      rule: 'Unix peer that sends and closes while the room is smaller than its data: the rest is discarded (TCP FIN keeps it, TCP reset loses it).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'UART without FIFO, client sends abcdef and closes: guest gets a',
      repair: 'read to EOF before honouring HUP',
      profiles: ['qemu-7.2', 'qemu-10.0'],
    },
  ],
};
