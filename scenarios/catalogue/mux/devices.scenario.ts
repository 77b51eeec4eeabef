import type { PortSpec } from '../../../model/language/action.ts';
import {
  addDevice,
  deleted,
  deviceHolds,
  events,
  guestOpens,
  portIs,
  removeDevice,
  starts,
  stateOf,
  usbIs,
  virtio,
} from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { closes, connects, done, echoOf, guestGets, guestSends, peerGets, peerSends, refusal } from '../../steps.ts';

const server = (id: string): string => `socket,id=${id},path={dir}/${id},server=on,wait=off`;
const uart: PortSpec = { id: 'com1', kind: '16550', chardev: 'm' };
const adapter: PortSpec = { id: 'u', kind: 'usb-serial', chardev: 'm' };
const onSocket = virtio([uart, adapter], server('s'), 'mux,id=m,chardev=s');
const opensFifo = (as: string, path: string): readonly Step[] => [
  [{ do: 'mkfifo', path }, done],
  [{ do: 'open', as, path, access: 'rw' }, done],
];
const letters = 'abcdefghijABCDEFGHIJabcdefghijABCD';

/** A multiplexer under devices that a real machine has. */
export const devices: readonly Scenario[] = [
  {
    id: 'mux/devices/opened-without-peer',
    title: 'a usb-serial on a mux is plugged in although nobody is connected; with a repaired mux it is not',
    clauses: ['Q-MUX-5', 'MUX-13'],
    launch: virtio(
      [adapter, { id: 'alone', kind: 'usb-serial', chardev: 't' }],
      server('s'),
      server('t'),
      'mux,id=m,chardev=s',
    ),
    steps: [
      usbIs('alone', false),
      portIs('u', {
        byProfile: { design: { see: 'usb-port', attached: false }, else: { see: 'usb-port', attached: true } },
      }),
      connects('c'),
      usbIs('u', true),
      closes('c'),
      usbIs('u', false),
    ],
  },
  {
    id: 'mux/devices/focus-lost-before-peer',
    title:
      'a human monitor ends its line while it has the focus still: a peer that reads nothing is not let go of for that',
    clauses: ['MUX-04', 'SOCK-13', 'MUX-06'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', 'socket,id=m,path={dir}/s,server=on,wait=off,mux=on', '-mon', 'chardev=m'],
      ports: [{ id: 'v', kind: 'virtserialport', chardev: 'm' }],
    },
    steps: [
      connects('c'),
      peerSends('c', `${letters.slice(0, 32)}\x01c`),
      addDevice({ driver: 'virtserialport', id: 'w', chardev: 'm' }),
      removeDevice('w'),
      events(deleted('w')),
      closes('c'),
      connects('d'),
      [{ do: 'shutdown', socket: 'd', how: 'r' }, done],
      [{ do: 'qmp', execute: 'system_reset' }, { see: 'return' }],
      peerSends('d', 'x'),
    ],
  },
  {
    id: 'mux/devices/switched-among-none',
    title: 'C-a c at a mux whose only frontend was unplugged kills the process; a repaired mux does nothing',
    clauses: ['Q-FOUND-7', 'MUX-08'],
    launch: virtio([adapter], server('s'), 'mux,id=m,chardev=s'),
    steps: [
      connects('c'),
      removeDevice('u'),
      events(deleted('u')),
      [
        { do: 'write', to: 'c', bytes: '\x01c' },
        {
          byProfile: {
            design: { see: 'wrote', count: 2 },
            'qemu-7.2': { see: 'wrote', count: 2 },
            else: { see: 'died', signal: 'SIGABRT' },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/devices/escapes-for-nobody',
    title: 'a mux that only a refused device was ever on obeys what is meant for itself, and dies of the next byte',
    clauses: ['Q-MUX-6', 'MUX-08', 'VSER-11'],
    launch: virtio([], server('s'), 'mux,id=m,chardev=s'),
    steps: [
      connects('c'),
      addDevice(
        { driver: 'virtconsole', chardev: 'm', nr: 31 },
        refusal('virtio-serial-bus: Out-of-range port id specified, max. allowed: 30'),
      ),
      peerSends('c', '\x01b\x01z\x01t\x01'),
      [
        { do: 'write', to: 'c', bytes: '\x01' },
        { byProfile: { design: { see: 'wrote', count: 1 }, else: { see: 'died', signal: 'SIGSEGV' } } },
      ],
    ],
  },
  {
    id: 'mux/devices/31-bytes-for-an-unplugged-device',
    title: '31 bytes for a usb-serial that was unplugged with the focus leave room for C-a c',
    clauses: ['Q-MUX-4', 'MUX-05', 'MUX-08'],
    launch: onSocket,
    steps: [
      guestGets('com1', ''),
      connects('c'),
      removeDevice('u'),
      events(deleted('u')),
      peerSends('c', 'x'.repeat(31)),
      peerSends('c', '\x01cAB'),
      guestGets('com1', 'AB'),
    ],
  },
  {
    id: 'mux/devices/32-bytes-for-an-unplugged-device',
    title:
      '32 bytes for a usb-serial that was unplugged with the focus block the mux for ever; a repaired mux discards them',
    clauses: ['Q-MUX-4', 'MUX-05', 'MUX-06'],
    launch: onSocket,
    steps: [
      guestGets('com1', ''),
      connects('c'),
      removeDevice('u'),
      events(deleted('u')),
      peerSends('c', 'x'.repeat(32)),
      peerSends('c', '\x01cAB'),
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'AB', end: false },
            else: { see: 'data', bytes: '', end: false },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/devices/32-bytes-before-the-unplugging',
    title: '32 bytes that a port did not take block the mux for ever once it is unplugged; a repaired mux goes on',
    clauses: ['Q-MUX-4', 'MUX-05', 'MUX-06'],
    launch: virtio([uart, { id: 'v', kind: 'virtserialport', chardev: 'm' }], server('s'), 'mux,id=m,chardev=s'),
    steps: [
      guestGets('com1', ''),
      connects('c'),
      peerSends('c', 'x'.repeat(32)),
      peerSends('c', '\x01cAB'),
      guestGets('com1', ''),
      removeDevice('v'),
      events(deleted('v')),
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'AB', end: false },
            else: { see: 'data', bytes: '', end: false },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/devices/stamps-with-a-slow-peer',
    title: 'with stamps on, a peer that takes a part gets a part twice; from a repaired mux all once',
    clauses: ['Q-MUX-1', 'MUX-12', 'VSER-30'],
    launch: 'manual',
    steps: [
      ...opensFifo('o', '{dir}/t.out'),
      ...opensFifo('i', '{dir}/t.in'),
      [
        {
          do: 'launch',
          machine: 'virtio',
          args: ['-chardev', 'pipe,id=t,path={dir}/t', '-chardev', 'mux,id=m,chardev=t'],
          ports: [{ id: 'v', kind: 'virtserialport', chardev: 'm' }],
        },
        { see: 'launched' },
      ],
      starts,
      guestOpens('v'),
      peerSends('i', '\x01t'),
      peerSends('o', 'y'.repeat(65516)), // all but 20 bytes of what the FIFO holds
      guestSends('v', letters),
      portIs('v', stateOf(1, 'guest', 'host', 'throttled')),
      deviceHolds('v', 0, 1),
      [
        { do: 'read', from: 'o', max: 65516 },
        { see: 'data', bytes: 'y'.repeat(65516), end: false },
      ],
      [
        { do: 'read', from: 'o' },
        {
          byProfile: {
            design: { see: 'data', bytes: letters, end: false },
            else: { see: 'data', bytes: letters.slice(0, 20) + letters.slice(6), end: false },
          },
        },
      ],
      peerGets('o', ''),
      deviceHolds('v', 0, 0),
    ],
  },
  {
    id: 'mux/devices/command-that-moves-the-focus',
    title: 'a human monitor whose own command gives the focus to a port prints no prompt until it comes back',
    clauses: ['MUX-14', 'MUX-05'],
    launch: {
      args: ['-chardev', 'socket,id=m,path={dir}/s,server=on,wait=off,mux=on', '-mon', 'chardev=m'],
      machine: 'virtio',
      ports: [{ id: 'v', kind: 'virtserialport', chardev: 'm' }],
    },
    steps: [
      connects('c'),
      peerGets('c', ''),
      peerSends('c', '\x01c'),
      [{ do: 'read', from: 'c' }], // its banners, and a prompt
      peerSends('c', 'stop\n'),
      peerGets('c', `${echoOf('stop')}(qemu) `),
      peerSends('c', 'cont\n'),
      peerGets('c', echoOf('cont')),
      peerSends('c', '\x01c'),
      peerGets('c', '(qemu) '),
    ],
  },
];
