import type { PortSpec } from '../../../model/language/action.ts';
import {
  added,
  driverStarts,
  events,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  onPipe,
  portIs,
  posts,
  starts,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  closes,
  command,
  connects,
  done,
  guestGets,
  guestSends,
  peerGets,
  peerSends,
  refusal,
  ringHolds,
  swapChardev,
} from '../../steps.ts';

const agent: PortSpec = { id: 'agent', kind: 'virtserialport', chardev: 's' };
const server = 'socket,id=s,path={dir}/s,server=on,wait=off';
const stop: Step = command('stop', {});
const cont: Step = command('cont', {});

const hmp = (line: string): Step => [
  { do: 'hmp', on: 'h', line },
  { see: 'text', text: '' },
];

/** stop and cont. */
export const stopped: readonly Scenario[] = [
  {
    id: 'vser/stop/no-change',
    title: 'the backend of a port is not exchanged while the machine is stopped, whoever stopped it; after cont it is',
    clauses: ['VSER-60', 'SWAP-S09', 'HMP-01'],
    launch: {
      ...virtio([{ id: 'v', kind: 'virtconsole', chardev: 'n' }], 'null,id=n'),
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'h', mode: 'hmp', via: 'pair' },
      ],
    },
    steps: [
      hmp('stop'),
      swapChardev('n', 'ringbuf', {}, refusal('Chardev user does not support chardev hotswap')),
      hmp('cont'),
      swapChardev('n', 'ringbuf'),
      stop,
      swapChardev('n', 'null', {}, refusal('Chardev user does not support chardev hotswap')),
    ],
  },
  {
    id: 'vser/stop/client-comes-while-stopped',
    title: 'a stopped machine reads no input and sees no client; cont makes up for both',
    clauses: ['VSER-60', 'VSER-20'],
    bugs: ['BUG-155'],
    launch: virtio([agent], server),
    steps: [
      starts,
      guestOpens('agent'),
      posts('agent', 1, 100),
      stop,
      connects('c'),
      peerSends('c', 'hello'),
      portIs('agent', stateOf(1, 'guest')),
      guestHears(),
      guestGets('agent', ''),
      cont,
      guestHears(hostOpened(1)),
      guestGets('agent', 'hello'),
    ],
  },
  {
    id: 'vser/stop/client-leaves-while-stopped',
    title: 'a client that leaves while the machine is stopped is missed: the next one gets nothing until it leaves',
    clauses: ['VSER-61', 'Q-WEDGE-STOP', 'VSER-60'],
    launch: virtio([agent], server),
    steps: [
      starts,
      connects('c'),
      guestHears(hostOpened(1)),
      stop,
      closes('c'),
      cont,
      portIs('agent', { byProfile: { design: stateOf(1), else: stateOf(1, 'host') } }),
      guestSends('agent', 'lost'),
      portIs('agent', { byProfile: { design: stateOf(1), else: stateOf(1, 'host', 'throttled') } }),
      connects('d'),
      guestSends('agent', 'more'),
      [
        { do: 'read', from: 'd' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'more', end: false },
            else: { see: 'data', bytes: '', end: false },
          },
        },
      ],
      closes('d'),
      portIs('agent', stateOf(1)),
      connects('e'),
      guestSends('agent', 'at last'),
      peerGets('e', 'at last'),
    ],
  },
  {
    id: 'vser/stop/started-stopped',
    title: 'a machine that starts stopped sees its clients at the first cont',
    clauses: ['VSER-60', 'VSER-21'],
    launch: { ...virtio([agent, { ...agent, id: 'ring', chardev: 'r' }], server, 'ringbuf,id=r'), paused: true },
    steps: [
      portIs('ring', stateOf(2, 'host')),
      connects('c'),
      portIs('agent', stateOf(1)),
      cont,
      portIs('agent', stateOf(1, 'host')),
      driverStarts(added(1), added(2), hostOpened(1), hostOpened(2)),
    ],
  },
  {
    id: 'vser/stop/console-of-the-start',
    title: 'a port on a text console of the command line has an open far end before the machine ever ran; in 7.2 after',
    clauses: ['Q-FOUND-9', 'VSER-60'],
    launch: { ...virtio([{ ...agent, chardev: 'v' }], 'vc,id=v'), paused: true },
    steps: [
      portIs('agent', { byProfile: { 'qemu-7.2': stateOf(1), else: stateOf(1, 'host') } }),
      cont,
      portIs('agent', stateOf(1, 'host')),
      stop,
      portIs('agent', stateOf(1, 'host')),
    ],
  },
  {
    id: 'vser/stop/testdev',
    title: 'a port on a testdev has an open far end; in 11.1 never',
    clauses: ['Q-FOUND-10', 'TD-01'],
    launch: virtio([{ ...agent, chardev: 't' }], 'testdev,id=t'),
    steps: [
      portIs('agent', { byProfile: { 'qemu-11.1': stateOf(1), else: stateOf(1, 'host') } }),
      [
        { do: 'driver-start', controller: 'vs0' },
        {
          byProfile: {
            'qemu-11.1': { see: 'guest-messages', control: [added(1)] },
            else: { see: 'guest-messages', control: [added(1), hostOpened(1)] },
          },
        },
      ],
      [
        { do: 'guest-write', port: 'agent', bytes: '1q' },
        {
          byProfile: {
            'qemu-11.1': { see: 'accepted', count: 2 },
            else: { see: 'exit', status: 3, stderr: [] },
          },
        },
      ],
    ],
  },
  {
    id: 'vser/stop/output-goes-on',
    title: 'what waits for room is written while the machine is stopped, too',
    clauses: ['VSER-60', 'VSER-30'],
    launch: 'manual',
    steps: [
      ...onPipe([{ ...agent, chardev: 'c' }]),
      starts,
      guestSends('agent', `${'a'.repeat(4096)}rest`),
      stop,
      portIs('agent', stateOf(1, 'host', 'throttled')),
      peerGets('p.read', 'a'.repeat(4096)),
      peerGets('p.read', 'rest'),
      portIs('agent', stateOf(1, 'host')),
    ],
  },
  {
    id: 'vser/stop/no-swap-while-stopped',
    title: 'the chardev of a port cannot be exchanged while the machine is stopped',
    clauses: ['VSER-54', 'VSER-60', 'SWAP-S08'],
    bugs: ['HS17-15'],
    launch: virtio([{ ...agent, chardev: 'r' }], 'ringbuf,id=r'),
    steps: [
      starts,
      stop,
      command(
        'chardev-change',
        { id: 'r', backend: { type: 'null', data: {} } },
        refusal('Chardev user does not support chardev hotswap'),
      ),
      cont,
      command('chardev-change', { id: 'r', backend: { type: 'null', data: {} } }),
      portIs('agent', stateOf(1)),
      guestHears(hostClosed(1)),
      events({ event: 'STOP' }, { event: 'RESUME' }),
    ],
  },
  {
    id: 'vser/stop/guest-writes-while-stopped',
    title: 'output that is kicked while the machine is stopped is taken all the same',
    clauses: ['VSER-60'],
    launch: virtio([{ ...agent, chardev: 'r' }], 'ringbuf,id=r'),
    steps: [starts, stop, guestSends('agent', 'late'), ringHolds('r', 'late'), cont],
  },
  {
    id: 'vser/stop/reset-while-stopped',
    title: 'a stopped machine that is reset counts as not started yet, and its ports come back with cont',
    clauses: ['QMP-15', 'VSER-41', 'VSER-60'],
    launch: virtio([agent], server),
    steps: [
      starts,
      connects('c'),
      stop,
      command('system_reset', {}),
      [
        { do: 'qmp', execute: 'query-status' },
        {
          byProfile: {
            'qemu-7.2': { see: 'return', value: { running: false, singlestep: false, status: 'prelaunch' } },
            else: { see: 'return', value: { running: false, status: 'prelaunch' } },
          },
        },
      ],
      peerSends('c', 'early'),
      cont,
      driverStarts(added(1), hostOpened(1)),
      guestOpens('agent'),
      posts('agent', 1, 100),
      guestGets('agent', 'early'),
    ],
  },
  {
    id: 'vser/stop/terminal-comes-and-goes',
    title: 'a terminal that came and went while the machine was stopped still counts as open on the older release',
    clauses: ['VSER-60', 'PTY-07', 'CHR-55'],
    tags: ['slow'],
    launch: virtio([{ ...agent, chardev: 't' }], 'pty,id=t'),
    steps: [
      starts,
      stop,
      [{ do: 'open-pty', as: 'y', chardev: 't' }, done],
      [{ do: 'advance', ms: 1200 }, done],
      closes('y'),
      cont,
      portIs('agent', { byProfile: { 'qemu-7.2': stateOf(1, 'host'), else: stateOf(1) } }),
    ],
  },
];
