import type { LaunchOptions, PortSpec } from '../../../model/language/action.ts';
import { virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import {
  command,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  register,
  removeChardev,
  sendBreak,
} from '../../steps.ts';

const port: PortSpec = { id: 'p', kind: 'pci-serial', chardev: 'c' };
const server = 'socket,id=c,path={dir}/s,server=on,wait=off';
const onServer: LaunchOptions = virtio([port], server);
const overPipe = (name: string): readonly string[] => ['-add-fd', `fd={fd:${name}},set=1`];

/** A 16550 on the PCI bus, which the guest places itself. Source: RT-31. */
export const pci: readonly Scenario[] = [
  {
    id: 'serial/pci/both-ways',
    title: 'a serial card on the PCI bus sends and receives as one on the board does',
    clauses: ['CHR-80', 'CHR-83', 'SOCK-03'],
    launch: onServer,
    steps: [
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true]),
      guestGets('p', ''),
      connects('a'),
      guestSends('p', 'login: '),
      peerGets('a', 'login: '),
      peerSends('a', 'root'),
      guestGets('p', 'root'),
      removeChardev('c', refusal("Chardev 'c' is busy")),
    ],
  },
  {
    id: 'serial/pci/reset-values',
    title: 'its registers after reset are those of every 16550',
    clauses: ['SER-01'],
    launch: onServer,
    steps: [register('p', 5, 0x60), register('p', 6, 0xb0), register('p', 2, 0x01), register('p', 4, 0x08)],
  },
  {
    id: 'serial/pci/break',
    title: 'a break is one zero byte with the break bit, once',
    clauses: ['CHR-14', 'CHR-50'],
    launch: onServer,
    steps: [guestGets('p', ''), sendBreak('c'), register('p', 5, 0x71), register('p', 5, 0x61), register('p', 0, 0)],
  },
  {
    id: 'serial/pci/full-pipe',
    title: 'a full pipe holds it back, and nothing is lost once it is read',
    clauses: ['CHR-63', 'CHR-90', 'FILE-03'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'o', capacity: 4096 }, done],
      [
        {
          do: 'launch',
          machine: 'virtio',
          args: [...overPipe('o.write'), '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
          ports: [port],
        },
        { see: 'launched' },
      ],
      guestSends('p', `${'a'.repeat(4096)}bcdef`, 4098),
      register('p', 5, 0x00),
      peerGets('o.read', 'a'.repeat(4096)),
      peerGets('o.read', 'bc'),
      register('p', 5, 0x60),
      guestSends('p', 'def'),
      peerGets('o.read', 'def'),
    ],
  },
  {
    id: 'serial/pci/change',
    title: 'its chardev is changed under it, like one on the board',
    clauses: ['SWAP-S01', 'SWAP-S10'],
    launch: onServer,
    steps: [
      guestGets('p', ''),
      connects('a'),
      command('chardev-change', { id: 'c', backend: { type: 'ringbuf', data: {} } }),
      peerGets('a', '', true),
      guestSends('p', 'later'),
      command('ringbuf-read', { device: 'c', size: 100 }, { see: 'return', value: 'later' }),
    ],
  },
  {
    id: 'serial/pci/shares-a-mux',
    title: 'it shares a mux with a port of the board: input goes to the last that came',
    clauses: ['MUX-04', 'MUX-08', 'MUX-11'],
    launch: virtio([{ id: 'com1', kind: '16550', chardev: 'c' }, port], `${server},mux=on`),
    steps: [
      guestGets('com1', ''),
      guestGets('p', ''),
      connects('a'),
      guestSends('com1', 'one '),
      guestSends('p', 'two'),
      peerGets('a', 'one two'),
      peerSends('a', 'x'),
      guestGets('p', 'x'),
      peerSends('a', '\x01cy'),
      guestGets('com1', 'y'),
      guestGets('p', ''),
    ],
  },
  {
    id: 'serial/pci/no-such-chardev',
    title: 'one on a chardev that is not there, or taken, forbids the start',
    clauses: ['CHR-30'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', ...virtio([{ ...port, chardev: 'd' }], 'null,id=c') },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -device pci-serial,id=p,chardev=d: Property 'serial.chardev' can't find value 'd'",
          ],
        },
      ],
    ],
  },
  {
    id: 'serial/pci/taken-chardev',
    title: 'one on a chardev that another has forbids the start',
    clauses: ['CHR-30'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', ...virtio([port, { ...port, id: 'q' }], 'null,id=c') },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -device pci-serial,id=q,chardev=c: Property 'serial.chardev' can't take value 'c': Device 'c' is in use",
              ],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -device pci-serial,id=q,chardev=c: Property 'serial.chardev' can't take value 'c': chardev 'c' is already in use",
              ],
            },
          },
        },
      ],
    ],
  },
];
