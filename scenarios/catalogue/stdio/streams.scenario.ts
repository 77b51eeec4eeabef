import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  done,
  echoOf,
  empty,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
} from '../../steps.ts';

const streams = { '0': 'in.read', '1': 'out.write' };
const pipes: readonly Step[] = [
  [{ do: 'pipe', as: 'in' }, done],
  [{ do: 'pipe', as: 'out' }, done],
];
const started = (options: LaunchOptions): Step => [{ do: 'launch', inherit: streams, ...options }, { see: 'launched' }];
const inUse = "Failed to add chardev 'b': cannot use stdio by multiple character devices";
const port: LaunchOptions = {
  args: ['-chardev', 'stdio,id=s'],
  ports: [{ id: 'com1', kind: '16550', chardev: 's' }],
};
const flagsOf = (of: string, access: 'r' | 'w', ...flags: readonly 'nonblock'[]): Step => [
  { do: 'get-flags', of },
  { see: 'flags', access, flags },
];

/** The process's own input and output as a chardev. Source: STDIO-01..STDIO-03. */
export const standardStreams: readonly Scenario[] = [
  {
    id: 'stdio/streams/both-ways',
    title: 'output goes to descriptor 1 and input comes from descriptor 0',
    clauses: ['STDIO-01', 'CHR-50'],
    upstream: ['/char/stdio'],
    launch: 'manual',
    steps: [
      ...pipes,
      started(port),
      guestSends('com1', 'hello'),
      peerGets('out.read', 'hello'),
      peerSends('in.write', 'input'),
      guestGets('com1', 'input'),
      listed(['s', 'stdio', true]),
    ],
  },
  {
    id: 'stdio/streams/made-non-blocking',
    title: 'both are made non-blocking, and get their flags back at the end',
    clauses: ['STDIO-01', 'STDIO-02', 'FD-01'],
    launch: 'manual',
    steps: [
      ...pipes,
      [{ do: 'dup', as: 'in.too', of: 'in.read' }, done],
      [{ do: 'dup', as: 'out.too', of: 'out.write' }, done],
      started({}),
      flagsOf('in.too', 'r'),
      addChardev('s', 'stdio'),
      flagsOf('in.too', 'r', 'nonblock'),
      flagsOf('out.too', 'w', 'nonblock'),
      removeChardev('s'),
      flagsOf('in.too', 'r'),
      flagsOf('out.too', 'w'),
    ],
  },
  {
    id: 'stdio/streams/one-user',
    title: 'only one chardev has them, whatever made it; a refusal forgets that they are taken',
    clauses: ['STDIO-01'],
    bugs: ['BUG-027'],
    launch: {},
    steps: [
      addChardev('a', 'stdio'),
      addChardev('b', 'stdio', {}, refusal(inUse)),
      listed(['a', 'stdio', false]),
      addChardev('b', 'stdio', { signal: false }),
      listed(['a', 'stdio', false], ['b', 'stdio', false]),
    ],
  },
  {
    id: 'stdio/streams/again-after-removal',
    title: 'after removal there is nothing to take: both descriptors are closed',
    clauses: ['STDIO-02'],
    launch: {},
    steps: [
      addChardev('a', 'stdio'),
      removeChardev('a'),
      addChardev(
        'b',
        'stdio',
        {},
        {
          byProfile: {
            'qemu-11.1': refusal(
              "Failed to add chardev 'b': Can't set file descriptor 0 non-blocking: Bad file descriptor: Bad file descriptor",
            ),
            else: refusal("Failed to add chardev 'b': Failed to set FD nonblocking: Bad file descriptor"),
          },
        },
      ),
      listed(),
    ],
  },
  {
    id: 'stdio/streams/removed-closes-both',
    title: 'removal closes descriptors 0 and 1: the peers meet the end',
    clauses: ['STDIO-02'],
    launch: 'manual',
    steps: [
      ...pipes,
      started({}),
      closes('out.write'),
      closes('in.read'),
      addChardev('s', 'stdio'),
      removeChardev('s'),
      peerGets('out.read', '', true),
      [
        { do: 'write', to: 'in.write', bytes: 'x' },
        { see: 'errno', errno: 'EPIPE' },
      ],
    ],
  },
  {
    id: 'stdio/streams/next-file-takes-zero',
    title: 'the next file that is opened takes descriptor 0, and blocks no further stdio',
    clauses: ['STDIO-02'],
    launch: {},
    steps: [
      addChardev('s', 'stdio'),
      removeChardev('s'),
      addChardev('f', 'file', { out: '{dir}/log' }),
      [{ do: 'qmp', execute: 'chardev-remove', arguments: { id: 'f' } }, empty],
    ],
  },
  {
    id: 'stdio/streams/input-ends',
    title: 'at the end of the input the output goes on',
    clauses: ['STDIO-03', 'CHR-54'],
    launch: 'manual',
    steps: [
      ...pipes,
      started(port),
      guestGets('com1', ''),
      peerSends('in.write', 'last'),
      closes('in.write'),
      guestGets('com1', 'last'),
      guestSends('com1', 'more'),
      peerGets('out.read', 'more'),
    ],
  },
  {
    id: 'stdio/streams/second-word',
    title: 'a second word that asks for them ends the process',
    clauses: ['STDIO-01', 'MISC-02'],
    bugs: ['BUG-027'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-serial', 'stdio', '-monitor', 'stdio'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            'qemu-system-x86_64: -serial stdio: cannot use stdio by multiple character devices',
            "qemu-system-x86_64: -serial stdio: could not connect serial device to character backend 'stdio'",
          ],
        },
      ],
    ],
  },
  {
    id: 'stdio/streams/monitor-of-the-terminal',
    title: 'a human monitor on the process itself',
    clauses: ['STDIO-01', 'MISC-02', 'HMP-06'],
    launch: 'manual',
    steps: [
      ...pipes,
      started({ args: ['-monitor', 'stdio'] }),
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: "QEMU {version} monitor - type 'help' for more information\r\n(qemu) " },
      ],
      peerSends('in.write', 'stop\n'),
      peerGets('out.read', `${echoOf('stop')}(qemu) `),
    ],
  },
];
