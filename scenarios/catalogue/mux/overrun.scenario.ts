import type { LaunchOptions } from '../../../model/language/action.ts';
import { guestOpens, posts, starts, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { connects, guestGets, peerGets, peerSends } from '../../steps.ts';

const launch: LaunchOptions = virtio(
  [{ id: 'v', kind: 'virtconsole', chardev: 'm' }],
  'socket,id=s,path={dir}/s,server=on,wait=off',
  'mux,id=m,chardev=s',
);
const sent = 'abcdefghijklmnopqrstuvwxyz012345ABCDEFGHIJKLMNOPQRSTUVWXYZ6789';
const help = [
  ...['h    print this help', 'x    exit emulator', 's    save disk data back to file (if -snapshot)'],
  ...['t    toggle console timestamps', 'b    send break (magic sysrq)', 'c    switch between console and monitor'],
  'C-a  sends C-a',
];

const banner = "QEMU {version} monitor - type 'help' for more information\r\n";

/** A frontend gets room while the 32 bytes that are kept for it are full. Source: Q-MUX-7. */
export const overrun: readonly Scenario[] = [
  {
    id: 'mux/overrun/opened',
    title: 'what a mux reads for a console with room while its 32 bytes are full comes whole and in order',
    clauses: ['Q-MUX-7', 'MUX-06', 'MUX-07', 'VSER-44'],
    launch,
    steps: [
      starts,
      connects('p'),
      peerSends('p', sent),
      posts('v', 2, 20),
      guestOpens('v'),
      posts('v', 64, 1),
      [
        { do: 'guest-read', port: 'v' },
        {
          byProfile: {
            design: { see: 'data', bytes: sent },
            else: { see: 'data', bytes: 'abCDEFGHIJKLMNOPQRSTUVWXYZ678945ABCDEFGHIJKLMNOPQRSTUVWXYZ6789' },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/overrun/room-before-the-kick',
    title: 'posted buffers are room before the kick that tells of them: what waits in the base is read',
    clauses: ['MUX-06', 'MUX-07', 'MUX-09', 'VSER-44'],
    launch,
    steps: [
      starts,
      guestOpens('v'),
      connects('p'),
      peerSends('p', `${sent.slice(0, 32)}\x01h`),
      peerGets('p', ''),
      posts('v', 1, 1),
      peerGets('p', `\n\r${help.map((line) => `C-a ${line}\n\r`).join('')}`),
      guestGets('v', 'a'),
    ],
  },
  {
    id: 'mux/overrun/passing-focus',
    title: 'focus that a piece of input gives to a human monitor and takes away again: later releases prompt after it',
    clauses: ['Q-MUX-7', 'MUX-04', 'MUX-08', 'MUX-14', 'VSER-30'],
    launch: {
      args: ['-chardev', 'socket,id=s,path={dir}/s,server=on,wait=off,mux=on', '-mon', 'chardev=s'],
      ports: [{ id: 'v', kind: 'virtconsole', chardev: 's' }],
    },
    steps: [
      connects('p'),
      starts,
      guestOpens('v'),
      peerSends('p', sent.slice(0, 32)),
      peerSends('p', '\x01c\x01c'),
      posts('v', 64, 1),
      peerSends('p', '\x01c'),
      [
        { do: 'read', from: 'p' },
        {
          byProfile: {
            design: { see: 'data', bytes: `${banner}(qemu) \r\n(qemu) ` },
            'qemu-7.2': { see: 'data', bytes: `${banner}${banner}(qemu) \r\n(qemu) ` },
            else: { see: 'data', bytes: `${banner}${banner}\r\n(qemu) (qemu) ` },
          },
        },
      ],
    ],
  },
];
