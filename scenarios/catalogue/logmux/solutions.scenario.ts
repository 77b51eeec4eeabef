import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  addHub,
  closes,
  command,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  register,
} from '../../steps.ts';

const started: ExpectedOutcome = { see: 'launched' };
const asked: Step = [{ do: 'qmp', execute: 'query-status' }, { see: 'return' }];
const inDesign = (design: ExpectedOutcome, otherwise: ExpectedOutcome): Step[1] & object => ({
  byProfile: { design, else: otherwise },
});
const data = (bytes: string, end = false): ExpectedOutcome => ({ see: 'data', bytes, end });
const takes = (handle: string, bytes: string): Step => [
  { do: 'read', from: handle, max: bytes.length },
  { see: 'data', bytes, end: false },
];
/** One byte a message: what a unix socket holds of them. */
const held = 278;
const page = 'f'.repeat(4096);
const fills: Step = [
  { do: 'write', to: 'log.write', bytes: page },
  { see: 'wrote', count: 4096 },
];
const pipe: Step = [{ do: 'pipe', as: 'log', capacity: 4096 }, done];
const viewer = 'socket,id=v,path={dir}/s,server=on,wait=off';
/** A hub over a viewer and a log. */
const viewerAndLog: Step = [
  {
    do: 'launch',
    args: [
      ...['-add-fd', 'fd={fd:log.write},set=1', '-chardev', viewer],
      ...['-chardev', 'file,id=f,path=/dev/fdset/1,append=on', '-chardev', 'hub,id=h,chardevs.0=v,chardevs.1=f'],
    ],
    ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
  },
  started,
];

/** The known ways to a console that can be typed at and is logged: what each does when somebody is slow, or dies. */
export const solutions: readonly Scenario[] = [
  {
    id: 'logmux/solutions/socketpair-to-the-daemon',
    title:
      'a socketpair to the log daemon: one copy, a slow daemon holds the guest, a dead one takes the console along',
    clauses: ['LOGMUX-01', 'SOCK-13', 'SOCK-21'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, done],
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,fd={fd:s.b}'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        started,
      ],
      closes('s.b'),
      guestSends('com1', 'login: '),
      peerGets('s.a', 'login: '),
      peerSends('s.a', 'root'),
      guestGets('com1', 'root'),
      guestSends('com1', 'x'.repeat(600), held + 2),
      register('com1', 5, 0),
      asked,
      takes('s.a', 'x'.repeat(held)),
      peerGets('s.a', 'xx'),
      register('com1', 5, 0x60),
      closes('s.a'),
      guestSends('com1', 'lost'),
      listed(['c', 'disconnected:fd:{fd:s.b}', true]),
    ],
  },
  {
    id: 'logmux/solutions/hub',
    title: 'a hub: everybody gets the same in the same step, everybody may type, and a slow log holds guest and viewer',
    clauses: ['LOGMUX-02', 'HUB-34', 'HUB-38'],
    needs: ['serial', 'hub'],
    launch: 'manual',
    steps: [
      pipe,
      viewerAndLog,
      connects('p'),
      guestSends('com1', 'one,'),
      peerGets('p', 'one,'),
      peerGets('log.read', 'one,'),
      peerSends('p', 'typed'),
      guestGets('com1', 'typed'),
      fills,
      guestSends('com1', 'two', 2),
      peerGets('p', 't'),
      asked,
      takes('log.read', page),
      peerGets('p', 'w'),
      guestSends('com1', 'o'),
      peerGets('p', 'o'),
      peerGets('log.read', 'two'),
    ],
  },
  {
    id: 'logmux/solutions/log-behind-a-hub-dies',
    title: 'a hub whose full log loses its reader holds the viewers as a pipe alone would hold the guest',
    clauses: ['LOGMUX-02', 'Q-EPIPE', 'FILE-07'],
    needs: ['serial', 'hub'],
    launch: 'manual',
    steps: [
      pipe,
      viewerAndLog,
      connects('p'),
      fills,
      guestSends('com1', 'two', 2),
      peerGets('p', 't'),
      closes('log.write'),
      closes('log.read'),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        inDesign({ see: 'register', value: 0x60 }, { see: 'register', value: 0x00 }),
      ],
      [{ do: 'read', from: 'p' }, inDesign(data('w'), data(''))],
    ],
  },
  {
    id: 'logmux/solutions/logfile',
    title:
      'a logfile: the viewer first, then the log; who reads it slowly stops everything, and who dies is not missed',
    clauses: ['LOGMUX-03', 'Q-LOGBLOCK', 'LOG-03', 'DEF-08', 'CHR-65'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      pipe,
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:log.write},set=1', '-chardev', `${viewer},logfile=/dev/fdset/1,logappend=on`],
          ports: [{ id: 'com1', kind: '16550', chardev: 'v' }],
        },
        started,
      ],
      connects('p'),
      guestSends('com1', 'one'),
      peerGets('p', 'one'),
      peerGets('log.read', 'one'),
      peerSends('p', 'typed'),
      guestGets('com1', 'typed'),
      peerGets('log.read', ''),
      fills,
      [
        { do: 'guest-write', port: 'com1', bytes: 'x', patienceMs: 300 },
        inDesign({ see: 'accepted', count: 1 }, { see: 'silent' }),
      ],
      peerGets('p', 'x'),
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: 'none' }, patienceMs: 300 },
        inDesign(refusal("File descriptor named 'none' not found"), { see: 'silent' }),
      ],
      takes('log.read', page),
      [
        { do: 'receive' },
        inDesign(
          { see: 'messages', messages: [] },
          {
            see: 'messages',
            messages: [{ error: { class: 'GenericError', desc: "File descriptor named 'none' not found" } }],
          },
        ),
      ],
      [{ do: 'read', from: 'log.read' }, inDesign(data(''), data('x'))],
      closes('log.write'),
      closes('log.read'),
      guestSends('com1', 'on'),
      peerGets('p', 'on'),
    ],
  },
  {
    id: 'logmux/solutions/members-stay-as-they-are',
    title: 'members of a hub are its input and its output alike, from its creation to its end',
    clauses: ['LOGMUX-12', 'CHR-19', 'HUB-08'],
    needs: ['serial', 'hub'],
    launch: {
      args: ['-chardev', 'ringbuf,id=a', '-chardev', viewer, '-chardev', 'hub,id=h,chardevs.0=a,chardevs.1=v'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    steps: [
      command(
        'chardev-change',
        { id: 'a', backend: { type: 'null', data: {} } },
        refusal('Chardev user does not support chardev hotswap'),
      ),
      command(
        'chardev-change',
        { id: 'h', backend: { type: 'null', data: {} } },
        refusal('For mux or hub device hotswap is not supported yet'),
      ),
      guestGets('com1', ''),
      addHub('g', ['v'], refusal("Failed to add chardev 'g': chardev 'v' is already in use")),
      connects('p'),
      peerSends('p', 'in'),
      guestGets('com1', 'in'),
      guestSends('com1', 'out'),
      peerGets('p', 'out'),
    ],
  },
];
