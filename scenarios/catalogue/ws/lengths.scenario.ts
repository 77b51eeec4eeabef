import { guestOpens, virtio } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  clientFrame,
  connects,
  done,
  guestGets,
  peerGets,
  peerSends,
  websocketAccepted,
  websocketRequest,
} from '../../steps.ts';

const letters = (count: number): string => 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(count / 26)).slice(0, count);
/** What stands before the payload of a binary frame of a server. */
const headOf = (count: number): string =>
  count < 126 ? `\x82${String.fromCharCode(count)}` : `\x82\x7e${String.fromCharCode(count >> 8, count & 0xff)}`;
/** One buffer of the guest is one write of its chardev. */
const writes = (count: number): readonly Step[] => [
  [
    { do: 'guest-write', port: 'v', bytes: letters(count), size: 65536 },
    { see: 'accepted', count },
  ],
  peerGets('p', headOf(count) + letters(count)),
];

/** How long a frame says it is, in each of its forms. Source: WS-03, RFC 6455 section 5.2. */
export const lengths: readonly Scenario[] = [
  {
    id: 'ws/lengths/of-the-guest',
    title: 'what a guest writes at once is one frame, with its length in one byte or three',
    clauses: ['WS-03'],
    launch: virtio(
      [{ id: 'v', kind: 'virtserialport', chardev: 'c' }],
      'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on',
    ),
    steps: [
      [{ do: 'driver-start', controller: 'vs0' }],
      guestOpens('v'),
      connects('p'),
      peerSends('p', websocketRequest()),
      peerGets('p', websocketAccepted()),
      ...writes(1),
      ...writes(125),
      ...writes(126),
      ...writes(127),
      ...writes(255),
      ...writes(256),
      ...writes(4096),
    ],
  },
  {
    id: 'ws/lengths/of-the-client',
    title: 'what a client sends in one frame arrives whole, however its length is told',
    clauses: ['WS-03'],
    launch: virtio(
      [{ id: 'v', kind: 'virtserialport', chardev: 'c' }],
      'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on',
    ),
    steps: [
      [{ do: 'driver-start', controller: 'vs0' }],
      guestOpens('v'),
      connects('p'),
      peerSends('p', websocketRequest()),
      peerGets('p', websocketAccepted()),
      ...[1, 125, 126, 127, 255, 256, 1000].flatMap((count): readonly Step[] => [
        [{ do: 'guest-post', port: 'v', buffers: 4, size: 1000 }, done],
        peerSends('p', clientFrame(0x82, letters(count))),
        guestGets('v', letters(count)),
      ]),
    ],
  },
];
