import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, connects, done, listed, refusal } from '../../steps.ts';

const limited = (free: number | null): Step => [{ do: 'limit-descriptors', free }, done];
const server = { addr: { type: 'unix', data: { path: '{dir}/s' } }, wait: true } as const;
const waits: Step = [
  {
    do: 'qmp',
    execute: 'chardev-add',
    arguments: { id: 'c', backend: { type: 'socket', data: server } },
    patienceMs: 300,
  },
  { see: 'silent' },
];
const said = 'qemu-system-x86_64: info: QEMU waiting for connection on: disconnected:unix:{dir}/s,server=on';
const receives = (...messages: readonly { readonly return: Record<string, never> }[]): Step => [
  { do: 'receive' },
  { see: 'messages', messages },
];
const file = (id: string, fits: boolean): Step =>
  addChardev(
    id,
    'file',
    { out: '{dir}/f' },
    fits
      ? { see: 'return', value: {} }
      : refusal(`Failed to add chardev '${id}': Could not open '{dir}/f': Too many open files`),
  );
const connected: Step = listed(['c', 'unix:{dir}/s,server=on', false]);

/** Who waits for a client has a descriptor of its own meanwhile. Source: Q-FOUND-15. */
export const waitUnderALimit: readonly Scenario[] = [
  {
    id: 'sock/wait-under-a-limit/none-to-wait-with',
    title: 'a server that waits needs no descriptor for that; real ones take one, and die where none is free',
    clauses: ['Q-FOUND-15', 'SOCK-02'],
    launch: {},
    steps: [
      limited(1),
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'c', backend: { type: 'socket', data: server } },
          patienceMs: 300,
        },
        { byProfile: { design: { see: 'silent' }, else: { see: 'died', signal: 'SIGTRAP', stderr: [said] } } },
      ],
    ],
  },
  {
    id: 'sock/wait-under-a-limit/none-for-the-client',
    title: 'its client waits until there is a number for it, and where the limit is lifted for that is served',
    clauses: ['Q-FOUND-15', 'SOCK-02'],
    launch: {},
    steps: [
      limited(2),
      waits,
      limited(0),
      connects('p'),
      receives(),
      limited(null),
      receives({ return: {} }),
      connected,
    ],
  },
  {
    id: 'sock/wait-under-a-limit/given-back',
    title: 'what it waited with is given back when its client is there',
    clauses: ['Q-FOUND-15', 'SOCK-02'],
    launch: {},
    steps: [limited(3), waits, connects('p'), receives({ return: {} }), connected, file('f', true), file('g', false)],
  },
  {
    id: 'sock/wait-under-a-limit/of-a-frontend',
    title: 'a frontend that waits for a client takes it likewise',
    clauses: ['Q-FOUND-15', 'SOCK-18'],
    launch: { ports: [{ id: 'w', kind: 'witness' }] },
    steps: [
      addChardev('c', 'socket', { ...server, wait: false }),
      [{ do: 'witness-attach', port: 'w', chardev: 'c' }, done],
      limited(0),
      connects('p'),
      [
        { do: 'witness-wait-connected', port: 'w' },
        { byProfile: { design: { see: 'silent' }, else: { see: 'died', signal: 'SIGTRAP', stderr: [] } } },
      ],
    ],
  },
];
