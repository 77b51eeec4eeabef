import type { LaunchOptions } from '../../../model/language/action.ts';
import { guestOpens, posts, starts, virtio } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addServer,
  attaches,
  closes,
  connects,
  detaches,
  done,
  guestGets,
  guestSends,
  listed,
  listens,
  offers,
  peerSends,
  refusal,
  removeChardev,
  told,
} from '../../steps.ts';

const witnesses = (...ids: readonly string[]): LaunchOptions => ({
  ports: ids.map((id) => ({ id, kind: 'witness' as const })),
});
const opened = { event: 'OPENED' } as const;
const shut = { event: 'CLOSED' } as const;
const into = { event: 'MUX_IN' } as const;
const out = { event: 'MUX_OUT' } as const;
/** A mux `m` on a listening socket `s` with a client `p`. */
const onSocket: readonly Step[] = [addServer('s'), connects('p'), addChardev('m', 'mux', { chardev: 's' })];
const enters = (port: string): readonly Step[] => [attaches(port, 'm'), listens(port), offers(port, 100)];
const takesFocus = (port: string): Step => [{ do: 'witness-focus', port }, done];

/** Input that a frontend of a mux has no room for, or that nobody is there for. */
export const heldInput: readonly Scenario[] = [
  {
    id: 'mux/held-input/buffer-of-32',
    title: 'a frontend without room has 32 bytes kept for it; the rest waits in the base',
    clauses: ['MUX-06', 'MUX-07', 'CHR-38'],
    launch: witnesses('w'),
    steps: [
      ...onSocket,
      attaches('w', 'm'),
      listens('w'),
      told('w', into, opened),
      peerSends('p', '0123456789'.repeat(4)),
      told('w'),
      offers('w', 1),
      told('w', { read: '0123456789'.repeat(4) }),
    ],
  },
  {
    id: 'mux/held-input/escape-beyond-full-buffer',
    title: 'with the buffer full not even C-a c is read; with one byte less it is',
    clauses: ['MUX-06', 'MUX-08'],
    launch: witnesses('w', 'v'),
    steps: [
      ...onSocket,
      attaches('w', 'm'),
      listens('w'),
      attaches('v', 'm'),
      listens('v'),
      told('w', into, opened, out),
      told('v', into, opened),
      peerSends('p', `${'x'.repeat(31)}\x01c`),
      told('v', out),
      told('w', into),
      peerSends('p', `${'y'.repeat(32)}\x01c`),
      told('w'),
      told('v'),
    ],
  },
  {
    id: 'mux/held-input/buffer-kept-per-slot',
    title: 'input that waited for a frontend is stranded when the focus leaves and returns; a repaired mux delivers it',
    clauses: ['Q-MUX-3', 'MUX-07'],
    launch: witnesses('w', 'v'),
    steps: [
      ...onSocket,
      attaches('w', 'm'),
      listens('w'),
      ...enters('v'),
      takesFocus('w'),
      told('w', into, opened, out, into),
      told('v', into, opened, out),
      peerSends('p', 'abc\x01c'),
      told('w', out),
      told('v', into),
      offers('w', 100),
      told('w'),
      peerSends('p', '\x01c'),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: {
            design: { see: 'records', records: [into, { read: 'abc' }] },
            else: { see: 'records', records: [into] },
          },
        },
      ],
      peerSends('p', 'd'),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: {
            design: { see: 'records', records: [{ read: 'd' }] },
            else: { see: 'records', records: [{ read: 'abcd' }] },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/held-input/blocked-by-absent-holder',
    title: '32 bytes for a holder that left block the base, so that C-a c is never seen; a repaired mux discards them',
    clauses: ['Q-MUX-4', 'MUX-05'],
    launch: witnesses('w', 'v'),
    steps: [
      ...onSocket,
      ...enters('w'),
      ...enters('v'),
      told('w', into, opened, out),
      detaches('v'),
      peerSends('p', 'x'.repeat(32)),
      peerSends('p', '\x01c'),
      [
        { do: 'witness-records', port: 'w' },
        { byProfile: { design: { see: 'records', records: [into] }, else: { see: 'records', records: [] } } },
      ],
    ],
  },
  {
    id: 'mux/held-input/stale-input-of-a-slot',
    title: 'what waited for a frontend that left is given to the next in its slot; a repaired mux has discarded it',
    clauses: ['MUX-03', 'MUX-05', 'Q-MUX-4'],
    bugs: ['LIVE-09'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    launch: witnesses('w', 'v'),
    steps: [
      ...onSocket,
      ...enters('w'),
      told('w', into, opened),
      detaches('w'),
      peerSends('p', 'stale'),
      ...enters('v'),
      peerSends('p', 'new'),
      [
        { do: 'witness-records', port: 'v' },
        {
          byProfile: {
            design: { see: 'records', records: [out, into, opened, { read: 'new' }] },
            else: { see: 'records', records: [out, into, opened, { read: 'stalenew' }] },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/held-input/opened-without-peer',
    title: 'a mux on a socket without a peer tells OPENED; a repaired one follows its base',
    clauses: ['Q-MUX-5', 'MUX-13'],
    launch: witnesses('w'),
    steps: [
      addServer('s'),
      addChardev('m', 'mux', { chardev: 's' }),
      attaches('w', 'm'),
      listens('w'),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: {
            design: { see: 'records', records: [into] },
            else: { see: 'records', records: [into, opened] },
          },
        },
      ],
      connects('p'),
      told('w', opened),
      closes('p'),
      told('w', shut),
    ],
  },
  {
    id: 'mux/held-input/came-without-handlers',
    title: 'a frontend that attached and left without handlers leaves a mux that dies of the next byte',
    clauses: ['Q-MUX-6', 'MUX-04'],
    launch: witnesses('w'),
    steps: [
      ...onSocket,
      attaches('w', 'm'),
      detaches('w'),
      [
        { do: 'write', to: 'p', bytes: 'x' },
        { byProfile: { design: { see: 'wrote', count: 1 }, else: { see: 'died', signal: 'SIGSEGV' } } },
      ],
    ],
  },
  {
    id: 'mux/held-input/died-behind-an-answer',
    title: 'what comes of a mux that is taken off another dies behind the answer: the next action sees it',
    clauses: ['Q-MUX-6', 'MUX-04'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    launch: {},
    steps: [
      ...onSocket,
      addChardev('m2', 'mux', { chardev: 'm' }),
      addChardev('m3', 'mux', { chardev: 'm2' }),
      peerSends('p', 'x'),
      removeChardev('m3'),
      removeChardev('none', {
        byProfile: { design: refusal("Chardev 'none' not found"), else: { see: 'died', signal: 'SIGSEGV' } },
      }),
    ],
  },
  {
    id: 'mux/held-input/escapes-without-handlers',
    title: 'what the mux itself obeys reaches no frontend, and kills nothing',
    clauses: ['Q-MUX-6', 'MUX-08'],
    launch: witnesses('w'),
    steps: [
      ...onSocket,
      attaches('w', 'm'),
      detaches('w'),
      peerSends('p', '\u0001b\u0001z\u0001'),
      listed(['m', 'mux', false], ['s', 'unix:{dir}/s,server=on', true]),
    ],
  },
  {
    id: 'mux/held-input/new-buffers',
    title: 'what was kept for a port without buffers comes as soon as the guest posts some',
    clauses: ['MUX-07', 'VSER-44', 'CHR-38'],
    launch: virtio(
      [{ id: 'v', kind: 'virtconsole', chardev: 'm' }],
      'socket,id=s,path={dir}/s,server=on,wait=off',
      'mux,id=m,chardev=s',
    ),
    steps: [
      starts,
      guestOpens('v'),
      connects('p'),
      peerSends('p', 'abc'),
      guestGets('v', ''),
      posts('v', 2, 1),
      guestGets('v', 'ab'),
      posts('v', 2, 1),
      guestGets('v', 'c'),
    ],
  },
  {
    id: 'mux/held-input/monitor-loses-focus',
    title:
      'a QMP monitor that hears of the focus going elsewhere does not have the one who gets it read what is kept for it',
    clauses: ['MUX-07', 'CHR-38', 'Q-MUX-3'],
    launch: {
      args: ['-chardev', 'socket,id=m,path={dir}/s,server=on,wait=off,mux=on', '-mon', 'chardev=m,mode=control'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
    },
    steps: [
      connects('p'),
      peerSends('p', 'co'),
      peerSends('p', '\u0001c'),
      guestSends('com1', ''),
      peerSends('p', '\u0001c'),
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'o', end: false },
            else: { see: 'data', bytes: '', end: false },
          },
        },
      ],
    ],
  },
  {
    id: 'mux/held-input/monitor-leaves',
    title: 'a human monitor that hears its client leave does not have another frontend read what is kept for it',
    clauses: ['MUX-07', 'CHR-38', 'MUX-13'],
    launch: {
      args: ['-chardev', 'socket,id=m,path={dir}/s,server=on,wait=off,mux=on', '-mon', 'chardev=m'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
    },
    steps: [connects('p'), peerSends('p', '01'), guestGets('com1', ''), closes('p'), guestGets('com1', '')],
  },
];
