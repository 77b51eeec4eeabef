import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { connects, done, peerGets, peerSends } from '../../steps.ts';

const greeting =
  '{"QMP": {"version": {"qemu": {"micro": {version.micro}, "minor": {version.minor}, "major": {version.major}}, "package": "{package}"}, "capabilities": ["oob"]}}\r\n';
const monitors: LaunchOptions = {
  args: ['n', 'h'].flatMap((id) => [
    ...['-chardev', `socket,id=${id},path={dir}/${id},server=on,wait=off`],
    ...['-mon', `chardev=${id},mode=${id === 'n' ? 'control' : 'readline'}`],
  ]),
};

/** What monitors on chardevs do while the main loop is stuck in an open. Source: CHR-37, FILE-06. */
export const mainLoopStuck: readonly Scenario[] = [
  {
    id: 'monitor/main-loop-stuck/greets',
    title: 'a QMP monitor on a socket greets a client while the main loop is stuck, a human one does not',
    clauses: ['CHR-37', 'FILE-06'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // the design does not wait for the reader of a FIFO
    launch: monitors,
    steps: [
      [{ do: 'mkfifo', path: '{dir}/f' }, done],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'f', backend: { type: 'file', data: { out: '{dir}/f' } } },
          patienceMs: 300,
        },
        { see: 'silent' },
      ],
      connects('p', '{dir}/n'),
      connects('q', '{dir}/h'),
      [{ do: 'advance', ms: 100 }, done],
      peerGets('p', greeting),
      peerGets('q', ''),
      peerSends('p', '{"execute":"qmp_capabilities"}\n'),
      peerGets('p', ''),
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'r', flags: ['nonblock'] }, done],
      [{ do: 'advance', ms: 100 }, done],
      peerGets('p', '{"return": {}}\r\n'),
    ],
  },
];
