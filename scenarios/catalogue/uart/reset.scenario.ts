import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  command,
  connects,
  done,
  guestGets,
  guestSends,
  peerGets,
  peerSends,
  register,
  ringHolds,
} from '../../steps.ts';

const ports: LaunchOptions['ports'] = [{ id: 'com1', kind: '16550', chardev: 'c' }];
const full = 'f'.repeat(4096);
const writes = (number: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register: number, value },
  done,
];

/** Resets, and registers that are empty. */
export const reset: readonly Scenario[] = [
  {
    id: 'uart/reset/forgets-what-waits',
    title: 'a reset of the machine forgets what waits for a full backend, which gets nothing of it once it is drained',
    clauses: ['UART-02', 'QMP-15'],
    bugs: ['BUG-145'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
          ports,
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      peerSends('p.write', full),
      guestSends('com1', 'lost', 2),
      command('system_reset', {}),
      register('com1', 5, 0x60),
      [
        { do: 'read', from: 'p.read' },
        { see: 'data', bytes: full, end: false },
      ],
      peerGets('p.read', ''),
      guestSends('com1', 'new'),
      peerGets('p.read', 'new'),
    ],
  },
  {
    id: 'uart/reset/no-new-start',
    title: 'a driver that has begun before a reset does not begin anew: what has come since is still there',
    clauses: ['UART-01', 'QMP-15'],
    launch: { args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'], ports },
    steps: [
      guestSends('com1', ''),
      connects('k'),
      command('system_reset', {}),
      peerSends('k', '1'),
      guestGets('com1', '1'),
    ],
  },
  {
    id: 'uart/reset/fifos-stay-on',
    title:
      'a reset leaves the FIFOs on, while IIR says that they are off: two bytes that are looped back are both there',
    clauses: ['Q-FOUND-8', 'UART-01'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports },
    steps: [
      guestSends('com1', ''),
      register('com1', 2, 0xc1),
      command('system_reset', {}),
      register('com1', 2, 0x01),
      writes(4, 0x1b),
      writes(0, 0x61),
      writes(0, 0x62),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { byProfile: { design: { see: 'register', value: 0x63 }, else: { see: 'register', value: 0x61 } } },
      ],
      [
        { do: 'register-read', port: 'com1', register: 0 },
        { byProfile: { design: { see: 'register', value: 0x62 }, else: { see: 'register', value: 0x61 } } },
      ],
      [{ do: 'register-read', port: 'com1', register: 5 }],
      writes(2, 0xc1),
      [
        { do: 'register-read', port: 'com1', register: 2 },
        { see: 'register', value: 0xc1 },
      ],
      [{ do: 'register-read', port: 'com1', register: 0 }],
      [{ do: 'register-read', port: 'com1', register: 5 }],
    ],
  },
  {
    id: 'uart/reset/empty-registers',
    title: 'nothing comes of reading the receiver when it is empty, and nothing is sent of an empty transmitter',
    clauses: ['UART-01'],
    bugs: ['BUG-147'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports },
    steps: [
      guestGets('com1', ''),
      register('com1', 0, 0),
      register('com1', 0, 0),
      register('com1', 5, 0x60),
      writes(2, 0x07),
      ringHolds('c', ''),
      writes(0, 0x61),
      ringHolds('c', 'a'),
      writes(2, 0x00),
      register('com1', 0, 0),
      writes(0, 0x62),
      writes(0, 0x63),
      ringHolds('c', 'bc'),
    ],
  },
];
