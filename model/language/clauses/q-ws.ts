import type { ClauseFamily } from '../clause.ts';

/** Q-WS: real defects of websockets. */
export const qWs: ClauseFamily = {
  id: 'Q-WS',
  title: 'real defects of websockets',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-WS-1',
      rule: 'Peer closes with an incomplete frame pending (even one byte): EOF is never seen, the main loop spins (0.5–1.0 CPU), the chardev stays CONNECTED, later clients hang.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'websocket handshake, send 82, close',
      repair: 'treat as disconnect',
    },
    {
      id: 'Q-WS-2',
      rule: 'The pong echoes everything buffered after the ping header, including following frames; a second ping in the buffer is dropped.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'send ping "a" + ping "b" in one segment: reply 8A 08 61 89 81 01 02 03 04 63',
      repair: 'echo the payload only',
    },
    {
      id: 'Q-WS-3',
      rule: 'A binary frame followed by a close (or bad) frame in one read is lost.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'send binary "ab" + close together: guest gets nothing',
      repair: 'deliver first',
    },
  ],
};
