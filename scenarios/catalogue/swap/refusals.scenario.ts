import type { PortSpec } from '../../../model/language/action.ts';
import type { Expectation, Scenario } from '../../scenario.ts';
import { addChardev, addHub, guestSends, listed, refusal, ringHolds, swapChardev } from '../../steps.ts';

const noSupport = refusal('Chardev user does not support chardev hotswap');
const shared: Expectation = {
  byProfile: {
    'qemu-7.2': refusal('Mux device hotswap not supported yet'),
    else: refusal('For mux or hub device hotswap is not supported yet'),
  },
};
const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };

/** Which changes are refused, with which text, and that they leave everything as it was. Source: SWAP-S02, SWAP-S03, SWAP-S09. */
export const refusals: readonly Scenario[] = [
  {
    id: 'swap/refusals/order',
    title: 'what is wrong with the chardev is told before what is wrong with its user, and that before the new backend',
    clauses: ['SWAP-S02', 'SWAP-S03'],
    launch: {
      args: ['-chardev', 'ringbuf,id=b', '-chardev', 'null,id=d'],
      ports: [{ id: 'dbg', kind: 'debugcon', chardev: 'd' }],
    },
    steps: [
      swapChardev('x', 'ringbuf', { size: 3 }, refusal("Chardev 'x' does not exist")),
      addChardev('m', 'mux', { chardev: 'b' }),
      swapChardev('m', 'ringbuf', { size: 3 }, shared),
      swapChardev('b', 'ringbuf', { size: 3 }, noSupport),
      swapChardev('d', 'ringbuf', { size: 3 }, noSupport),
      listed(['b', 'ringbuf', false], ['d', 'null', true], ['m', 'mux', false]),
    ],
  },
  {
    id: 'swap/refusals/members-and-hub',
    title: 'neither a hub nor its members can be changed',
    clauses: ['SWAP-S02', 'SWAP-S03'],
    needs: ['hub'],
    steps: [
      addChardev('a', 'ringbuf'),
      addChardev('b', 'null'),
      addHub('h', ['a', 'b']),
      swapChardev('h', 'null', {}, shared),
      swapChardev('a', 'null', {}, noSupport),
      swapChardev('b', 'null', {}, noSupport),
    ],
  },
  {
    id: 'swap/refusals/monitors',
    title: "a monitor's chardev cannot be changed, human or not, and the monitor goes on",
    clauses: ['SWAP-S03', 'SWAP-S09'],
    launch: {
      args: [
        '-chardev',
        'ringbuf,id=q',
        '-mon',
        'chardev=q,mode=control',
        '-chardev',
        'ringbuf,id=h',
        '-mon',
        'chardev=h,mode=readline',
      ],
    },
    steps: [
      swapChardev('q', 'null', {}, noSupport),
      swapChardev('h', 'null', {}, noSupport),
      listed(['h', 'ringbuf', true], ['q', 'ringbuf', true]),
    ],
  },
  {
    id: 'swap/refusals/devices',
    title: 'a debug console and a serial adapter on USB take no part',
    clauses: ['SWAP-S09'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', 'ringbuf,id=d', '-chardev', 'ringbuf,id=u'],
      ports: [
        { id: 'dbg', kind: 'debugcon', chardev: 'd' },
        { id: 'adapter', kind: 'usb-serial', chardev: 'u' },
      ],
    },
    steps: [
      swapChardev('d', 'null', {}, noSupport),
      swapChardev('u', 'null', {}, noSupport),
      guestSends('dbg', 'still'),
      ringHolds('d', 'still'),
    ],
  },
  {
    id: 'swap/refusals/nothing-opened',
    title: 'sixty refused changes and twelve that are taken leave as many descriptors as before',
    clauses: ['SWAP-S05', 'SAFE-08', 'SAFE-10'],
    launch: { args: ['-chardev', 'file,id=c,path=old'], ports: [com1] },
    steps: [
      guestSends('com1', 'a'),
      ...Array.from({ length: 12 }, () => [
        swapChardev(
          'c',
          'file',
          { out: '/nonexistent/x' },
          refusal("Could not open '/nonexistent/x': No such file or directory"),
        ),
        swapChardev(
          'c',
          'file',
          { out: '{dir}/new', in: '/nonexistent/x' },
          refusal("Could not open '/nonexistent/x': No such file or directory"),
        ),
        swapChardev('c', 'ringbuf', { size: 3 }, refusal('size of ringbuf chardev must be power of two')),
        swapChardev(
          'c',
          'pipe',
          { device: '/nonexistent/x' },
          refusal("Could not open '/nonexistent/x': No such file or directory"),
        ),
        swapChardev(
          'c',
          'file',
          { out: '/dev/fdset/9' },
          refusal("Could not open '/dev/fdset/9': No such file or directory"),
        ),
        swapChardev('c', 'file', { out: '{dir}/old', append: true }),
      ]).flat(),
      guestSends('com1', 'b'),
      [
        { do: 'observe', what: 'descriptors' },
        {
          see: 'descriptors',
          held: [{ object: '{dir}/old', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true }],
        },
      ],
      [
        { do: 'read-file', path: '{dir}/old' },
        { see: 'data', bytes: 'ab', end: true },
      ],
    ],
  },
];
