import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, command, done, guestGets, listed, peerSends } from '../../steps.ts';

const onNull: LaunchOptions = {
  args: ['-chardev', 'null,id=c'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};

/** A serial port sets its handlers anew at whatever comes under it. Source: SWAP-S01, SWAP-S06. */
export const changeUnderSerial: readonly Scenario[] = [
  {
    id: 'chardev/change-under-serial/to-mux',
    title: 'a mux that comes under a serial port has it for its frontend, and the base has the mux: both are open',
    clauses: ['SWAP-S01', 'MUX-02', 'CHR-16'],
    launch: onNull,
    steps: [
      addChardev('b', 'null'),
      command('chardev-change', { id: 'c', backend: { type: 'mux', data: { chardev: 'b' } } }),
      listed(['b', 'null', true], ['c', 'mux', true]),
    ],
  },
  {
    id: 'chardev/change-under-serial/to-pty',
    title: 'a pty that comes under a serial port is looked at from then on, and what is typed there arrives',
    clauses: ['SWAP-S01', 'PTY-03', 'PTY-04'],
    tags: ['slow'],
    launch: onNull,
    steps: [
      command(
        'chardev-change',
        { id: 'c', backend: { type: 'pty', data: {} } },
        { see: 'return', value: { pty: '{pty:c}' } },
      ),
      [{ do: 'open-pty', as: 't', chardev: 'c' }, done],
      guestGets('com1', ''),
      [{ do: 'advance', ms: 1100 }, done],
      peerSends('t', 'typed'),
      guestGets('com1', 'typed'),
    ],
  },
];
