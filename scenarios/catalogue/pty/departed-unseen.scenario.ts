import type { Scenario } from '../../scenario.ts';
import { closes, done, guestGets, guestSends, peerSends, register } from '../../steps.ts';

/** What a pty holds for a slave that does not read, written byte by byte. Source: RT-32. */
const held = 20_480;

/** The user of a terminal leaves while the guest has no room to notice it. */
export const departedUnseen: Scenario = {
  id: 'pty/departed-unseen',
  title: 'a terminal that was left unseen takes what it holds; each byte more is tried five times and given up',
  clauses: ['PTY-06', 'PTY-08', 'Q-HUB-13'],
  profiles: ['qemu-7.2'],
  needs: ['serial'],
  tags: ['slow'],
  launch: { args: ['-chardev', 'pty,id=t,logfile={dir}/log'], ports: [{ id: 'com1', kind: '16550', chardev: 't' }] },
  steps: [
    guestGets('com1', ''),
    [{ do: 'register-write', port: 'com1', register: 2, value: 0 }, done],
    [{ do: 'open-pty', as: 'slave', chardev: 't' }, done],
    [{ do: 'advance', ms: 1500 }, done],
    peerSends('slave', '!'),
    register('com1', 5, 0x61),
    closes('slave'),
    guestSends('com1', 'x'.repeat(held)),
    guestSends('com1', 'A'),
    guestSends('com1', 'B'),
    register('com1', 5, 0x61),
    [
      { do: 'read-file', path: '{dir}/log' },
      { see: 'data', bytes: `${'x'.repeat(held)}${'A'.repeat(5)}${'B'.repeat(5)}`, end: true },
    ],
  ],
};
