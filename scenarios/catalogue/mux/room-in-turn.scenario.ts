import type { Scenario } from '../../scenario.ts';
import { command } from '../../steps.ts';

/** A port and a monitor on one mux wait for the same client. Source: MUX-14; found by fuzz. */
export const roomInTurn: readonly Scenario[] = [
  {
    id: 'mux/room-in-turn/port-before-monitor',
    title:
      'when a client reads again, a port that waited for room goes on before a monitor that began to wait after it',
    clauses: ['MUX-14'],
    launch: {
      args: ['-chardev', 'socket,id=mo,path={dir}/mo,server=on,wait=off,mux=on', '-mon', 'chardev=mo,mode=control'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'mo' }],
    },
    steps: [
      command('stop', {}),
      [{ do: 'connect-socket', as: 'k', path: '{dir}/mo' }],
      [{ do: 'write', to: 'k', bytes: '\x01c{"execute":"qmp_capabilities"}' }],
      [{ do: 'guest-write', port: 'com1', bytes: `${'p'.repeat(276)}q` }],
      command('cont', {}),
      [{ do: 'read', from: 'k' }],
      [
        { do: 'read', from: 'k' },
        { see: 'data', bytes: 'q{"timestamp": {time}, "event": "RESUME"}\r\n', end: false },
      ],
    ],
  },
];
