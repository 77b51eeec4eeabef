import type { Scenario } from '../../scenario.ts';
import { connects, listed } from '../../steps.ts';

const cases: readonly (readonly [string, string, string, string])[] = [
  // neither path nor host: taken for a descriptor
  ['no-address', 'an address is needed', 'socket,id=c', 'Unable to parse FD number '],
  [
    'two-addresses',
    'one address is enough',
    'socket,id=c,path=a,host=b',
    "None or one of 'path', 'fd' or 'host' option required.",
  ],
  ['no-port', 'a host needs a port', 'socket,id=c,host=localhost', 'chardev: socket: no port given'],
  [
    'delay-twice',
    'delay and nodelay exclude each other',
    'socket,id=c,host=localhost,port=1,delay=on,nodelay=on',
    "'delay' and 'nodelay' are mutually exclusive",
  ],
  [
    'nobody-listens',
    'a client is the default, and one that cannot connect ends the start',
    'socket,id=c,path={dir}/s',
    "Failed to connect to '{dir}/s': No such file or directory",
  ],
  [
    'wait-on-client',
    'a client does not wait',
    'socket,id=c,path={dir}/s,wait=off',
    "'wait' option is incompatible with socket in client connect mode",
  ],
];

/** `-chardev socket`. */
export const commandLine: readonly Scenario[] = [
  ...cases.map(
    ([name, title, option, text]): Scenario => ({
      id: `sock/command-line/${name}`,
      title,
      clauses: [name === 'nobody-listens' ? 'SOCK-04' : name === 'wait-on-client' ? 'SOCK-07' : 'SOCK-09', 'SOCK-01'],
      launch: 'manual',
      steps: [
        [
          { do: 'launch', args: ['-chardev', option] },
          { see: 'exit', status: 1, stderr: [`qemu-system-x86_64: -chardev ${option}: ${text}`] },
        ],
      ],
    }),
  ),
  {
    id: 'sock/command-line/server',
    title: 'a server that does not wait is listed as disconnected until a client comes',
    clauses: ['SOCK-01', 'SOCK-20', 'SOCK-21'],
    launch: { args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'] },
    steps: [
      listed(['c', 'disconnected:unix:{dir}/s,server=on', false]),
      connects('p'),
      listed(['c', 'unix:{dir}/s,server=on', false]),
    ],
  },
];
