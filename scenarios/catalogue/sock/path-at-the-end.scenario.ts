import type { Scenario, Step } from '../../scenario.ts';
import { connects } from '../../steps.ts';

const server = 'socket,id=c,path={dir}/s,server=on,wait=off';

/** A client finds nothing there, or a path where nobody listens any more. */
function meets(errno: 'ENOENT' | 'ECONNREFUSED'): Step {
  return [
    { do: 'connect-socket', as: 'late', path: '{dir}/s' },
    { see: 'errno', errno },
  ];
}

/** What becomes of the path of a listening chardev when the process ends. */
export const pathAtTheEnd: readonly Scenario[] = [
  {
    id: 'sock/path-at-the-end/quit',
    title: 'who quits clears the paths away that it listens at',
    clauses: ['CHR-13', 'QMP-16'],
    launch: { args: ['-chardev', server] },
    steps: [connects('p'), [{ do: 'qmp', execute: 'quit' }], meets('ENOENT')],
  },
  {
    id: 'sock/path-at-the-end/typed',
    title: 'who is told to leave by an escape of its mux clears its paths away',
    clauses: ['CHR-13', 'MUX-08'],
    launch: { args: ['-chardev', `${server},mux=on`], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      connects('p'),
      [{ do: 'write', to: 'p', bytes: '\x01x' }],
      [
        { do: 'read', from: 'p' },
        { see: 'data', bytes: 'QEMU: Terminated\n\r', end: true },
      ],
      meets('ENOENT'),
    ],
  },
  {
    id: 'sock/path-at-the-end/exit',
    title: 'a device that ends the process with a status leaves the paths behind',
    clauses: ['CHR-13', 'TD-01'],
    launch: {
      args: ['-chardev', server, '-chardev', 'testdev,id=t'],
      ports: [{ id: 'com1', kind: '16550', chardev: 't' }],
    },
    steps: [
      connects('p'),
      [{ do: 'guest-write', port: 'com1', bytes: '1q' }],
      [{ do: 'wait-exit' }, { see: 'exit', status: 3 }],
      meets('ECONNREFUSED'),
    ],
  },
  {
    id: 'sock/path-at-the-end/refused-start',
    title: 'a start that fails leaves the paths behind that it has made',
    clauses: ['CHR-13', 'FDSET-44'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', server, '-mon', 'chardev=nobody'] },
        { see: 'exit', status: 1 },
      ],
      meets('ECONNREFUSED'),
    ],
  },
];
