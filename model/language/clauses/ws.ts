import type { ClauseFamily } from '../clause.ts';

/** WS: websocket. */
export const ws: ClauseFamily = {
  id: 'WS',
  title: 'websocket',
  area: 'chardevs',
  section: 'sockets, telnet, websocket',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'WS-01',
      rule: 'Websocket server: needs GET, HTTP/1.1, path `/`, Host, Upgrade websocket, Connection containing Upgrade, version 13, a 24-character key; subprotocol absent or containing `binary`. Reply 101 with the accept hash (and `Sec-WebSocket-Protocol: binary`). Errors: 400, path 404, more than 4096 header bytes 403; then closed and reusable. Origin is optional.',
      observable: 'peer',
      variants: '3.1',
      source: 'io/channel-websock.c',
      checked: 'both',
    },
    {
      id: 'WS-02',
      rule: 'CONNECTED (and OPENED) only after the handshake; with telnet the negotiation follows inside a binary frame. Output: one unmasked binary frame per write.',
      observable: 'peer, qc',
      variants: 'all',
      source: 'io/channel-websock.c, chardev/char-socket.c',
      checked: 'both',
    },
    {
      id: 'WS-03',
      rule: 'Input: masked binary frames, fragments allowed; ping answered, pong ignored. Close codes: text or unknown opcode 1003 `only binary, close, ping, and pong frames are supported`; unmasked 1002 `client frames must be masked`; control frame >125 1002 `control frame is too large`; fragmented control 1008 `only binary frames may be fragmented`; close → 1000 `peer requested close` (status not echoed). Reserved bits are ignored. → Q-WS-1..3',
      observable: 'peer',
      variants: 'all',
      source: 'io/channel-websock.c',
      checked: 'both',
    },
  ],
};
