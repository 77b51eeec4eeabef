import { addDevice } from '../../driver-steps.ts';
import type { Expectation, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { closes, connects, echoOf, guestGets, listed, peerGets, peerSends, ringHolds } from '../../steps.ts';

const prompt = '(qemu) ';
const banner = "QEMU {version} monitor - type 'help' for more information\r\n";
const qmpGreeting = (oob: string): string =>
  `{"QMP": {"version": {"qemu": {"micro": {version.micro}, "minor": {version.minor}, "major": {version.major}}, "package": "{package}"}, "capabilities": [${oob}]}}\r\n`;
const socket = 'socket,id=m,path={dir}/m,server=on,wait=off';
const path = '{dir}/m';
/** What a client reads, with the version's own banner in it. */
const shows = (from: string, text: (banner: string) => string): Step => [
  { do: 'read', from },
  { see: 'data', bytes: text(banner), end: false },
];
const greets = (from: string, oob = '"oob"', more = ''): Step => [
  { do: 'read', from },
  { see: 'data', bytes: qmpGreeting(oob) + more, end: false },
];
const types = (from: string, line: string, printed: string): readonly Step[] => [
  peerSends(from, `${line}\n`),
  peerGets(from, `${echoOf(line)}${printed}${prompt}`),
];
const broken = (at: string): ExpectedOutcome => ({
  see: 'data',
  bytes: `{"error": {"class": "GenericError", "desc": "${at}JSON parse error, stray '\\u0001'"}}\r\n`,
  end: false,
});
const dies: Expectation = {
  byProfile: { design: { see: 'launched' }, else: { see: 'died', signal: 'SIGABRT', stderr: [] } },
};

/** `-echr` words, the byte each means, the code that the help tells of it, and how it calls it. */
const escapes: readonly (readonly [string, string, string, string | null, string])[] = [
  ['decimal', '25', '\x19', null, 'C-y'],
  ['octal', '032', '\x1a', '0x1a', 'Escape-Char'],
  ['capital', '0X1B', '\x1b', '0x1b', 'Escape-Char'],
  ['letter', '65', 'A', '0x41', 'Escape-Char'],
];

/** Monitors are frontends of whatever chardev they are put on. Source: MISC-02, MUX-14, Q-HUB-12. */
export const onAnyChardev: readonly Scenario[] = [
  {
    id: 'monitor/on-any-chardev/human-on-socket',
    title: 'a human monitor on a socket greets each client, echoes what is typed and prompts',
    clauses: ['MISC-02', 'HMP-06'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m,mode=readline'] },
    steps: [
      connects('c', path),
      shows('c', (text) => text + prompt),
      ...types('c', 'stop', ''),
      ...types('c', 'info status', 'VM status: paused\r\n'),
      peerSends('c', '\n'),
      peerGets('c', `\r\n${prompt}`),
      listed(['m', 'unix:{dir}/m,server=on', true]),
      closes('c'),
      connects('d', path),
      shows('d', (text) => text + prompt),
    ],
  },
  {
    id: 'monitor/on-any-chardev/line-editing',
    title: 'each typed byte draws the line anew, and a rubout takes one back',
    clauses: ['HMP-06'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m'] },
    steps: [
      connects('c', path),
      shows('c', (text) => text + prompt),
      peerSends('c', '\x7fab\x7f\x7f\r'),
      peerGets('c', `a\x1b[K\x1b[Dab\x1b[K\x1b[D\x1b[Da\x1b[K\x1b[D\x1b[K\r\n${prompt}`),
      peerSends('c', 'foo\x03\x04'),
      peerGets('c', 'f\x1b[K\x1b[Dfo\x1b[K\x1b[D\x1b[Dfoo\x1b[K'),
    ],
  },
  {
    id: 'monitor/on-any-chardev/qmp-on-socket',
    title: 'a QMP monitor on a socket greets and answers',
    clauses: ['MISC-02', 'QMP-01'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m,mode=control'] },
    steps: [
      connects('c', path),
      greets('c'),
      peerSends('c', '{"execute": "qmp_capabilities"}'),
      peerGets('c', '{"return": {}}\r\n'),
      peerSends('c', '{"execute": "stop"}'),
      peerGets('c', '{"timestamp": {time}, "event": "STOP"}\r\n{"return": {}}\r\n'),
    ],
  },
  {
    id: 'monitor/on-any-chardev/quit-with-more-to-read',
    title: 'what follows C-a x to a QMP monitor whose mux the main loop serves is not read',
    clauses: ['MUX-08', 'CHR-37'],
    needs: ['launch'],
    launch: { machine: 'virtio', args: ['-chardev', `${socket},mux=on`, '-mon', 'chardev=m,mode=control'] },
    steps: [
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 'm' }),
      connects('c', path),
      greets('c'),
      [
        { do: 'write', to: 'c', bytes: '\x01x\x01h' },
        { see: 'exit', status: 0 },
      ],
      peerGets('c', 'QEMU: Terminated\n\r'), // and then a reset
    ],
  },
  {
    id: 'monitor/on-any-chardev/human-on-ring',
    title: 'on a ring buffer the greeting is kept and commands are never read',
    clauses: ['MISC-02', 'RB-04'],
    launch: { args: ['-chardev', 'ringbuf,id=r', '-mon', 'chardev=r,mode=readline'] },
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 1000 } },
        { see: 'return', value: banner + prompt },
      ],
      [{ do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'stop\n' } }],
      ringHolds('r', 'stop\n'),
      listed(['r', 'ringbuf', true]),
    ],
  },
  {
    id: 'monitor/on-any-chardev/human-on-null',
    title: 'on null a monitor never gets a client',
    clauses: ['NULL-01', 'MISC-02'],
    launch: { args: ['-monitor', 'null', '-qmp', 'null'] },
    steps: [listed(['compat_monitor0', 'null', true], ['compat_monitor1', 'null', true])],
  },
  {
    id: 'monitor/on-any-chardev/alone-on-mux',
    title: 'alone on a mux it is as on the base; leaving it for itself prompts again',
    clauses: ['MUX-14', 'MUX-04', 'MUX-08'],
    launch: { args: ['-chardev', `${socket},mux=on`, '-mon', 'chardev=m,mode=readline'] },
    steps: [
      connects('c', path),
      shows('c', (text) => text + prompt),
      peerSends('c', '\x01c'),
      peerGets('c', `\r\n${prompt}`),
      ...types('c', 'stop', ''),
    ],
  },
  {
    id: 'monitor/on-any-chardev/greets-for-later',
    title:
      'while a port beside it has the focus, each client that comes has a greeting kept for it (quirk: one for none), and who looks gets all',
    clauses: ['MUX-14', 'MISC-02'],
    launch: {
      args: ['-chardev', `${socket},mux=on`, '-mon', 'chardev=m,mode=readline'],
      ports: [{ id: 'u', kind: '16550', chardev: 'm' }],
    },
    steps: [
      connects('c', path),
      closes('c'),
      connects('d', path),
      peerSends('d', '\x01c'),
      [
        { do: 'read', from: 'd' },
        {
          byProfile: {
            design: { see: 'data', bytes: banner.repeat(2) + prompt, end: false },
            else: { see: 'data', bytes: banner.repeat(3) + prompt, end: false },
          },
        },
      ],
    ],
  },
  {
    id: 'monitor/on-any-chardev/shares-mux-with-port',
    title: 'what the monitor prints without the focus is kept, and its line is forgotten when the focus comes',
    clauses: ['Q-MUX-5', 'MUX-14', 'MUX-04', 'MUX-08', 'CHR-10', 'MISC-02'],
    bugs: ['BUG-035'],
    launch: {
      args: ['-serial', 'mon:unix:{dir}/m,server=on,wait=off'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'serial0', board: true }],
    },
    steps: [
      connects('c', path),
      peerGets('c', ''),
      [
        { do: 'guest-write', port: 'com1', bytes: 'guest' },
        { see: 'accepted', count: 5 },
      ],
      peerGets('c', 'guest'),
      peerSends('c', '\x01c'),
      [
        { do: 'read', from: 'c' },
        {
          byProfile: {
            design: { see: 'data', bytes: banner + prompt },
            else: { see: 'data', bytes: banner.repeat(2) + prompt },
          },
        },
      ],
      ...types('c', 'stop', ''),
      peerSends('c', 'ab\x01c'),
      peerGets('c', 'a\x1b[K\x1b[Dab\x1b[K\r\n'),
      peerSends('c', 'to the guest'),
      guestGets('com1', 'to the guest'),
      peerSends('c', '\x01c'),
      peerGets('c', prompt),
      peerSends('c', '\n'),
      peerGets('c', `\r\n${prompt}`),
      listed(['serial0', 'mux', true], ['serial0-base', 'unix:{dir}/m,server=on', true]),
    ],
  },
  {
    id: 'monitor/on-any-chardev/other-escape-byte',
    title: 'with -echr another byte is the escape, and the help names it',
    clauses: ['MUX-08', 'MUX-09'],
    launch: {
      args: ['-echr', '0x02', '-serial', 'mon:unix:{dir}/m,server=on,wait=off'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'serial0', board: true }],
    },
    steps: [
      guestGets('com1', ''),
      connects('c', path),
      peerSends('c', '\x01h'),
      guestGets('com1', '\x01h'),
      peerSends('c', '\x02h'),
      peerGets(
        'c',
        '\n\rC-b h    print this help\n\rC-b x    exit emulator\n\rC-b s    save disk data back to file (if -snapshot)\n\rC-b t    toggle console timestamps\n\rC-b b    send break (magic sysrq)\n\rC-b c    switch between console and monitor\n\rC-b C-b  sends C-b\n\r',
      ),
    ],
  },
  ...escapes.map(
    ([name, word, byte, code, help]): Scenario => ({
      id: `monitor/on-any-chardev/escape-byte-${name}`,
      title: 'the escape byte is a number of any base, and a control letter by name only up to Y',
      clauses: ['MUX-08', 'MUX-09'],
      launch: {
        args: ['-echr', word, '-serial', 'mon:unix:{dir}/m,server=on,wait=off'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'serial0', board: true }],
      },
      steps: [
        guestGets('com1', ''),
        connects('c', path),
        peerSends('c', `${byte}${byte}`),
        guestGets('com1', byte),
        peerSends('c', `${byte}h`),
        peerGets(
          'c',
          `\n\r${code === null ? '' : `Escape-Char set to Ascii: ${code}\n\r\n\r`}${help} h    print this help\n\r${help} x    exit emulator\n\r${help} s    save disk data back to file (if -snapshot)\n\r${help} t    toggle console timestamps\n\r${help} b    send break (magic sysrq)\n\r${help} c    switch between console and monitor\n\r${help} ${help}  sends ${help}\n\r`,
        ),
      ],
    }),
  ),
  {
    id: 'monitor/on-any-chardev/qmp-on-mux-of-ring',
    title: 'a QMP monitor on a mux over what cannot change its thread',
    clauses: ['Q-HUB-12', 'CHR-37'],
    launch: 'manual',
    steps: [[{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,mux=on', '-mon', 'chardev=r,mode=control'] }, dies]],
  },
  {
    id: 'monitor/on-any-chardev/qmp-on-hub-with-ring',
    title: 'a QMP monitor on a hub with one member that cannot change its thread',
    clauses: ['Q-HUB-12', 'CHR-37'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: [
            '-chardev',
            'ringbuf,id=r',
            '-chardev',
            socket,
            '-chardev',
            'hub,id=h,chardevs.0=r,chardevs.1=m',
            '-mon',
            'chardev=h,mode=control',
          ],
        },
        dies,
      ],
    ],
  },
  {
    id: 'monitor/on-any-chardev/qmp-on-ring',
    title: 'a QMP monitor on a ring buffer is served by the main loop',
    clauses: ['CHR-37', 'MISC-02'],
    launch: { args: ['-chardev', 'ringbuf,id=r', '-mon', 'chardev=r,mode=control'] },
    steps: [[{ do: 'qmp', execute: 'query-status' }], listed(['r', 'ringbuf', true])],
  },
  {
    id: 'monitor/on-any-chardev/no-oob-on-ring',
    title: 'what the main loop serves offers no out-of-band commands',
    clauses: ['CHR-37', 'MISC-02', 'QMP-10'],
    bugs: ['BUG-183'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        {
          do: 'launch',
          args: [
            '-add-fd',
            'fd={fd:p.write},set=1',
            '-chardev',
            'ringbuf,id=r,logfile=/dev/fdset/1,logappend=on',
            '-mon',
            'chardev=r,mode=control',
          ],
        },
        { see: 'launched' },
      ],
      greets('p.read', ''),
    ],
  },
  {
    id: 'monitor/on-any-chardev/two-commands-on-mux',
    title: 'of two commands in one piece a mux keeps the second until the monitor reads on',
    clauses: ['MUX-05', 'MISC-02', 'QMP-09'],
    bugs: ['BUG-177'],
    launch: { args: ['-chardev', `${socket},mux=on`, '-mon', 'chardev=m,mode=control'] },
    steps: [
      connects('c', path),
      [{ do: 'read', from: 'c' }],
      peerSends('c', '{"execute": "qmp_capabilities"}{"execute": "stop", "id": 1}{"execute": "cont", "id": 2}'),
      peerGets(
        'c',
        '{"return": {}}\r\n{"timestamp": {time}, "event": "STOP"}\r\n{"return": {}, "id": 1}\r\n{"timestamp": {time}, "event": "RESUME"}\r\n{"return": {}, "id": 2}\r\n',
      ),
    ],
  },
  {
    id: 'monitor/on-any-chardev/ready-command',
    title: 'a command that is there before the start is read and answered, after the greeting',
    clauses: ['MISC-02', 'QMP-01', 'CHR-33'],
    bugs: ['BUG-033'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'in' }, { see: 'done' }],
      [{ do: 'pipe', as: 'out' }, { see: 'done' }],
      peerSends('in.write', '{"execute": "qmp_capabilities"}'),
      [{ do: 'launch', inherit: { '0': 'in.read', '1': 'out.write' }, args: ['-qmp', 'stdio'] }, { see: 'launched' }],
      greets('out.read', '"oob"', '{"return": {}}\r\n'),
    ],
  },
  {
    id: 'monitor/on-any-chardev/output-of-a-failed-write-is-gone',
    title: 'output that waited and could not be written then does not come with what follows',
    clauses: ['MISC-02', 'QMP-01'],
    bugs: ['BUG-179'],
    needs: ['inject-faults'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m,mode=control'] },
    steps: [
      [{ do: 'fault', call: 'write', give: { errno: 'EAGAIN' } }, { see: 'done' }],
      [{ do: 'fault', call: 'write', give: { errno: 'EPIPE' } }, { see: 'done' }],
      connects('c', path),
      peerGets('c', ''),
      peerSends('c', '{"execute": "qmp_capabilities"}'),
      peerGets('c', '{"return": {}}\r\n'),
      closes('c'),
      connects('d', path),
      greets('d'),
    ],
  },
  {
    id: 'monitor/on-any-chardev/half-a-word-of-one-who-waited',
    title: 'what a client began to say that waited and left is not part of what the next one says',
    clauses: ['QMP-02', 'QMP-08'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m,mode=control'] },
    steps: [
      connects('a', path),
      connects('b', path),
      peerSends('b', 'abc'),
      closes('b'),
      closes('a'),
      connects('c', path),
      greets('c'),
      peerSends('c', '\x01'),
      [{ do: 'read', from: 'c' }, { byProfile: { 'qemu-11.1': broken('1:1: '), else: broken('') } }],
    ],
  },
  {
    id: 'monitor/on-any-chardev/many-requests-at-once',
    title: 'every one of 270 requests that came in one write is answered, more bytes than they are',
    clauses: ['QMP-09', 'CHR-38'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m,mode=control'] },
    steps: [
      connects('c', path),
      greets('c'),
      peerSends('c', '{"execute":"qmp_capabilities"}\n'),
      peerGets('c', '{"return": {}}\r\n'),
      peerSends('c', '{"execute":"x"}     \n'.repeat(270)),
      peerGets(
        'c',
        '{"error": {"class": "CommandNotFound", "desc": "The command x has not been found"}}\r\n'.repeat(270),
      ),
    ],
  },
];
