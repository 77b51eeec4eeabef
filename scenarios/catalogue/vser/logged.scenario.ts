import type { PortSpec } from '../../../model/language/action.ts';
import { events, guestOpens, portChange, portIs, posts, starts, stateOf, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { command, done, guestSends } from '../../steps.ts';

const console_: PortSpec = { id: 'v', kind: 'virtconsole', chardev: 'c' };

/** What a log gets while nobody is connected, and the end of an input at the end of the process. */
export const logged: readonly Scenario[] = [
  {
    id: 'vser/logged/before-a-client',
    title: 'what a console prints before a client has come is in the log',
    clauses: ['VSER-20', 'LOG-01', 'SOCK-14'],
    bugs: ['BUG-142'],
    launch: virtio([console_], 'socket,id=c,path={dir}/s,server=on,wait=off,logfile={dir}/log'),
    steps: [
      starts,
      guestSends('v', 'boot messages'),
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'boot messages', end: true },
      ],
    ],
  },
  {
    id: 'vser/logged/end-of-input-and-quit',
    title: 'a port whose input has ended is closed once, and the process ends in peace',
    clauses: ['CHR-54', 'VSER-22', 'QMP-16'],
    bugs: ['BUG-031'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/in', bytes: '' }, done],
      [
        {
          do: 'launch',
          ...virtio([{ ...console_, kind: 'virtserialport' }], 'null,id=c'),
        },
        { see: 'launched' },
      ],
      starts,
      guestOpens('v'),
      posts('v', 1, 100),
      command('chardev-change', { id: 'c', backend: { type: 'file', data: { in: '{dir}/in', out: '{dir}/out' } } }),
      portIs('v', stateOf(1, 'guest')),
      [{ do: 'guest-messages', controller: 'vs0' }],
      events(portChange('v', true)),
      [
        { do: 'qmp', execute: 'quit' },
        { see: 'return', value: {} },
      ],
      [{ do: 'wait-exit' }, { see: 'exit', status: 0, stderr: [] }],
    ],
  },
];
