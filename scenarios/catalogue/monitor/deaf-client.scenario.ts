import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { connects, done } from '../../steps.ts';

const monitor = (mode: 'control' | 'readline'): LaunchOptions => ({
  args: ['-chardev', 'socket,id=mo,path={dir}/mo,server=on,wait=off', '-mon', `chardev=mo,mode=${mode}`],
});
const deaf = (path: string): readonly Step[] => [
  connects('c', path),
  [{ do: 'shutdown', socket: 'c', how: 'r' }, done],
];
const gone = (bytes: string): Step => [
  { do: 'write', to: 'c', bytes },
  { see: 'errno', errno: 'EPIPE' },
];

/** A client of a monitor on a chardev that has shut its reading side. */
export const deafClient: readonly Scenario[] = [
  {
    id: 'monitor/deaf-client/command',
    title:
      'a QMP client that takes no answer is dropped with the first one: the monitor hears nothing while it answers',
    clauses: ['SOCK-13', 'QMP-09'],
    launch: monitor('control'),
    steps: [
      ...deaf('{dir}/mo'),
      [
        { do: 'write', to: 'c', bytes: '{"execute":"query-status"}' },
        { see: 'wrote', count: 26 },
      ],
      gone('a'),
    ],
  },
  {
    id: 'monitor/deaf-client/no-json',
    title: 'the same with the error for what is no JSON',
    clauses: ['SOCK-13', 'QMP-08'],
    launch: monitor('control'),
    steps: [
      ...deaf('{dir}/mo'),
      [
        { do: 'write', to: 'c', bytes: '\x01' },
        { see: 'wrote', count: 1 },
      ],
      gone('a'),
    ],
  },
  {
    id: 'monitor/deaf-client/line',
    title: 'a human monitor goes on with a client that does not see its echo, and drops it with the first answer',
    clauses: ['SOCK-13', 'HMP-01'],
    launch: monitor('readline'),
    steps: [
      ...deaf('{dir}/mo'),
      [
        { do: 'write', to: 'c', bytes: 'info' },
        { see: 'wrote', count: 4 },
      ],
      [
        { do: 'write', to: 'c', bytes: ' status\n' },
        { see: 'wrote', count: 8 },
      ],
      gone('a'),
    ],
  },
  {
    id: 'monitor/deaf-client/rest-unread',
    title: 'what such a client said behind it is not read any more: it is told by a reset',
    clauses: ['SOCK-13', 'QMP-08', 'FDSET-02'],
    launch: monitor('control'),
    steps: [
      ...deaf('{dir}/mo'),
      [{ do: 'read', from: 'c' }], // the greeting
      [
        { do: 'write', to: 'c', bytes: 'p\n\x01' },
        { see: 'wrote', count: 3 },
      ],
      [
        { do: 'read', from: 'c' },
        { see: 'errno', errno: 'ECONNRESET' },
      ],
    ],
  },
  {
    id: 'monitor/deaf-client/passing-focus',
    title:
      'a human monitor that has the focus between two escapes of one piece of input prompts while it has it: its client stays',
    clauses: ['SOCK-13', 'MUX-04', 'MUX-06', 'MUX-08', 'VSER-30'],
    launch: {
      args: ['-chardev', 'socket,id=mo,path={dir}/mo,server=on,wait=off,mux=on', '-mon', 'chardev=mo'],
      ports: [{ id: 'v0', kind: 'virtserialport', chardev: 'mo' }],
    },
    steps: [
      [{ do: 'driver-start', controller: 'vs0' }],
      [{ do: 'guest-open', port: 'v0' }],
      connects('c', '{dir}/mo'),
      [
        { do: 'write', to: 'c', bytes: 'abcdefghijklmnopqrstuvwxyzabcdefg' },
        { see: 'wrote', count: 33 },
      ],
      [
        { do: 'write', to: 'c', bytes: 'nt\n\x01c\x01c' },
        { see: 'wrote', count: 7 },
      ],
      [{ do: 'shutdown', socket: 'c', how: 'r' }, done],
      [{ do: 'guest-post', port: 'v0', buffers: 4, size: 4096 }],
      [
        { do: 'write', to: 'c', bytes: '\n' },
        { see: 'wrote', count: 1 },
      ],
    ],
  },
];
