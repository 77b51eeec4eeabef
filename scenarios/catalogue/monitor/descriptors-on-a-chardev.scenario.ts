import type { Scenario, Step } from '../../scenario.ts';
import { connects, done, peerGets, peerSends } from '../../steps.ts';

const path = '{dir}/m';
const launch = { args: ['-chardev', `socket,id=m,path=${path},server=on,wait=off`, '-mon', 'chardev=m,mode=control'] };
const greets: Step = [
  { do: 'read', from: 'c' },
  {
    see: 'data',
    bytes:
      '{"QMP": {"version": {"qemu": {"micro": {version.micro}, "minor": {version.minor}, "major": {version.major}}, "package": "{package}"}, "capabilities": ["oob"]}}\r\n',
    end: false,
  },
];
const getfd = '{"execute":"getfd","arguments":{"fdname":"a"}}';
const empty = '{"return": {}}\r\n';
const none = '{"error": {"class": "GenericError", "desc": "No file descriptor supplied via SCM_RIGHTS"}}\r\n';
const brings = (bytes: string, ...fds: readonly string[]): Step => [
  { do: 'write-fds', to: 'c', bytes, fds },
  { see: 'wrote', count: bytes.length },
];
const says = (bytes: string, reply: string): readonly Step[] => [peerSends('c', bytes), peerGets('c', reply)];
const memfd = (object: string) => ({ object, access: 'rw', flags: [], closeOnExec: true }) as const;
const holds = (...objects: readonly string[]): Step => [
  { do: 'observe', what: 'descriptors' },
  { see: 'descriptors', held: objects.map(memfd) },
];
const ready: readonly Step[] = [
  connects('c', path),
  greets,
  ...says('{"execute":"qmp_capabilities"}', empty),
  [{ do: 'memfd', as: 'm1' }, done],
  [{ do: 'memfd', as: 'm2' }, done],
];

/** `-chardev socket -mon chardev=…`, as libvirt starts it: descriptors come with the bytes of the chardev. */
export const descriptorsOnAChardev: readonly Scenario[] = [
  {
    id: 'monitor/descriptors-on-a-chardev/taken',
    title: 'a command takes the descriptor that came with it, once',
    clauses: ['FDSET-01', 'GETFD-01', 'SOCK-16'],
    launch,
    steps: [...ready, brings(getfd, 'm1', 'm2'), peerGets('c', empty), holds('m1'), ...says(getfd, none), holds('m1')],
  },
  {
    id: 'monitor/descriptors-on-a-chardev/not-asked-for',
    title: 'what comes with a command that takes none waits for the next one; in the design it goes with its command',
    clauses: ['FDSET-06', 'DEF-09', 'SOCK-16'],
    launch,
    steps: [
      ...ready,
      brings('{"execute":"query-fdsets"}', 'm1'),
      peerGets('c', '{"return": []}\r\n'),
      peerSends('c', getfd),
      [
        { do: 'read', from: 'c' },
        {
          byProfile: {
            design: { see: 'data', bytes: none, end: false },
            else: { see: 'data', bytes: empty, end: false },
          },
        },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { byProfile: { design: { see: 'descriptors', held: [] }, else: { see: 'descriptors', held: [memfd('m1')] } } },
      ],
    ],
  },
  {
    id: 'monitor/descriptors-on-a-chardev/unread-words',
    title: 'what comes with words that are no command stays with the connection, and goes with it',
    clauses: ['FDSET-01', 'FDSET-07', 'DEF-02', 'SOCK-16'],
    launch,
    steps: [...ready, brings('{', 'm1'), holds('m1'), [{ do: 'close', handle: 'c' }, done], holds()],
  },
];
