import type { Scenario, Step } from '../../scenario.ts';
import { closes, command, done, guestGets, guestSends, peerSends, register } from '../../steps.ts';

/** What a pty holds for a slave that does not read, in bytes. Source: RT-32. */
const held = 20_480;
/** Each is given up before the next comes. */
const onto = ['A', 'B', 'C'];
const text = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => String.fromCharCode(0x61 + ((from + at) % 26))).join('');
const ringGets = (device: string, design: string, otherwise: string): Step =>
  command(
    'ringbuf-read',
    { device, size: 65_536 },
    { byProfile: { 'qemu-10.0': { see: 'return', value: otherwise }, else: { see: 'return', value: design } } },
  );

/** A terminal behind a hub whose user leaves while the guest has no room to notice it. */
export const departedTerminal: Scenario = {
  id: 'hub/departed-terminal',
  title:
    'a terminal that was left while the guest reads nothing fills up and starves the others; a repaired hub goes on',
  clauses: ['Q-HUB-13', 'PTY-08', 'HUB-34', 'CHR-82'],
  needs: ['hub', 'serial'],
  tags: ['slow'],
  launch: {
    args: [
      ...['-chardev', 'ringbuf,id=r', '-chardev', 'pty,id=t', '-chardev', 'ringbuf,id=s'],
      ...['-chardev', 'hub,id=h,chardevs.0=r,chardevs.1=t,chardevs.2=s'],
    ],
    ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
  },
  steps: [
    guestGets('com1', ''),
    [{ do: 'register-write', port: 'com1', register: 2, value: 0 }, done],
    [{ do: 'open-pty', as: 'slave', chardev: 't' }, done],
    [{ do: 'advance', ms: 1500 }, done],
    peerSends('slave', '!'),
    register('com1', 5, 0x61),
    closes('slave'),
    guestSends('com1', text(0, held)),
    ringGets('r', text(0, held), text(0, held)),
    ringGets('s', text(0, held), text(0, held)),
    ...onto.map((byte) => guestSends('com1', byte)),
    ringGets('r', 'ABC', 'A'),
    ringGets('s', 'ABC', ''),
    register('com1', 0, 0x21),
    guestSends('com1', 'XYZ'),
    ringGets('r', 'XYZ', 'YZ'),
    ringGets('s', 'XYZ', 'XYZ'),
  ],
};
