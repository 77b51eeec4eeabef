import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Action, ControlEvent, LaunchOptions } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import { createSimulatedTarget } from '../simulated.ts';

const seed = Number(process.env['CHARSIM_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['CHARSIM_RUNS'] ?? 8);
const actionsMax = 12;

/** One place that bytes come in at: how it is reached, and what can be done there. */
type Place = {
  readonly name: string;
  readonly launch: LaunchOptions;
  readonly before?: readonly Action[];
  readonly reach: readonly Action[];
  /** What a hostile side does, made of random bytes. */
  readonly act: (bytes: string) => Action;
  /** Pieces that mean something here, mixed in. */
  readonly words: readonly string[];
  readonly again?: readonly Action[];
  readonly profiles?: readonly ProfileName[];
  /** Ends that a clause allows: C-a x of a mux, `quit` of a monitor. */
  readonly mayExit?: boolean;
  /** It may wait for a far end that does not read (help of a mux, as both real ones wait), and goes on when that reads. */
  readonly mayWait?: boolean;
};

const port = (option: string, ...more: readonly string[]): LaunchOptions => ({
  args: ['-chardev', option, ...more.flatMap((each) => ['-chardev', each])],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
});
const onto =
  (to: string) =>
  (bytes: string): Action => ({ do: 'write', to, bytes });
const unixClient: readonly Action[] = [{ do: 'connect-socket', as: 'p', path: '{dir}/s' }];
const comesBack: readonly Action[] = [{ do: 'close', handle: 'p' }, ...unixClient];
const request = [
  'GET / HTTP/1.1',
  'Host: x',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');
const server = 'socket,id=c,path={dir}/s,server=on,wait=off';
const guestWrites = (bytes: string): Action => ({ do: 'guest-write', port: 'com1', bytes });
const telnetWords = ['\xff', '\xff\xf3', '\xff\xfa', '\xff\xf0', '\xff\xfd\x03', '\xff\xef'];
const frames = [
  '\x82\x81\x01\x02\x03\x04b',
  '\x89\x80\0\0\0\0',
  '\x88\x80\0\0\0\0',
  '\x02\xfe\xff\xff',
  '\x82\xff',
  '\x80',
];
const json = ['{', '}', '"', '[', ']', ':', ',', '\\u', "'", '{"execute":"query-status"}', '\xff', '{"exec-oob":1}'];
const human = [
  'info chardev\n',
  'chardev-add ',
  'ringbuf,id=',
  '\n',
  '"',
  '\\',
  '\x7f',
  '\x1b[D',
  '\x01',
  '%',
  '/',
  '(',
];
const qmpOn = (via: 'pair' | 'listen'): LaunchOptions => ({
  monitors: [
    { id: 'qmp', mode: 'qmp', via: 'pair' },
    { id: 'm', mode: 'qmp', via },
    { id: 'h', mode: 'hmp', via },
  ],
});

const events: readonly ControlEvent[] = [
  'DEVICE_READY',
  'PORT_ADD',
  'PORT_REMOVE',
  'PORT_READY',
  'CONSOLE_PORT',
  'RESIZE',
  'PORT_OPEN',
  'PORT_NAME',
];
/** Random bytes as a message on the control queue, or as work for the data queues. */
function driverWork(bytes: string): Action {
  const [kind = 0, low = 0, high = 0, value = 0] = [...bytes].map((each) => each.charCodeAt(0));
  const id = high < 200 ? low % 4 : (high * 2 ** 24 + low) >>> 0;
  if (kind % 8 === 0) return { do: 'guest-post', port: 'agent', buffers: 1 + (low % 8), size: 1 + high };
  if (kind % 8 === 1) return { do: 'guest-write', port: 'agent', bytes };
  if (kind % 8 === 2) return { do: 'guest-kick', port: 'agent', queue: low % 2 === 0 ? 'in' : 'out' };
  if (kind % 8 === 3) return { do: 'guest-messages', controller: 'vs0' };
  if (kind % 8 === 4) return { do: 'guest-emergency-write', controller: 'vs0', byte: low };
  return { do: 'guest-control', controller: 'vs0', id, event: events[value % 8] ?? 'RESIZE', value: low % 3 };
}

const places: readonly Place[] = [
  {
    name: 'the queues of a virtio-serial controller',
    launch: {
      args: ['-chardev', server],
      ports: [
        { id: 'agent', kind: 'virtserialport', chardev: 'c' },
        { id: 'con', kind: 'virtconsole' },
      ],
    },
    reach: [{ do: 'driver-start', controller: 'vs0' }, ...unixClient],
    act: driverWork,
    words: [],
    again: [...comesBack, onto('p')('hello'), { do: 'driver-start', controller: 'vs0' }],
  },
  { name: 'a unix socket', launch: port(server), reach: unixClient, act: onto('p'), words: [], again: comesBack },
  {
    name: 'a telnet server',
    launch: port(`${server},telnet=on`),
    reach: unixClient,
    act: onto('p'),
    words: telnetWords,
    again: comesBack,
  },
  {
    name: 'a tn3270 server',
    launch: port(`${server},tn3270=on`),
    reach: unixClient,
    act: onto('p'),
    words: telnetWords,
    again: comesBack,
  },
  {
    name: 'a websocket handshake',
    launch: port(`${server},websocket=on`),
    reach: unixClient,
    act: onto('p'),
    words: [request, 'GET ', '\r\n', '\r\n\r\n', 'Upgrade: '],
    again: comesBack,
  },
  {
    name: 'websocket frames',
    launch: port(`${server},websocket=on`),
    reach: [...unixClient, onto('p')(request)],
    act: onto('p'),
    words: frames,
    again: [...comesBack, onto('p')(request)],
  },
  {
    name: 'a TCP socket',
    launch: port('socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=off'),
    reach: [{ do: 'connect-socket', as: 'p', port: 'a' }],
    act: onto('p'),
    words: [],
    again: [
      { do: 'reset', handle: 'p' },
      { do: 'connect-socket', as: 'p', port: 'a' },
    ],
  },
  {
    name: 'a pty',
    launch: port('pty,id=c'),
    reach: [{ do: 'open-pty', as: 'p', chardev: 'c' }],
    act: onto('p'),
    words: ['\x03', '\x04', '\r'],
    again: [
      { do: 'close', handle: 'p' },
      { do: 'advance', ms: 1000 },
      { do: 'open-pty', as: 'p', chardev: 'c' },
    ],
  },
  {
    name: 'a UDP peer',
    launch: port('udp,id=c,host=127.0.0.1,port={port:peer},localaddr=127.0.0.1,localport={port:own}'),
    reach: [{ do: 'udp', as: 'p', port: 'peer', to: 'own' }],
    act: onto('p'),
    words: ['', 'x'.repeat(5000)],
    again: [{ do: 'close', handle: 'p' }, guestWrites('x'), { do: 'udp', as: 'p', port: 'peer', to: 'own' }],
  },
  {
    name: 'a FIFO',
    launch: port('pipe,id=c,path={dir}/f'),
    before: [
      { do: 'mkfifo', path: '{dir}/f.in' },
      { do: 'mkfifo', path: '{dir}/f.out' },
    ],
    reach: [{ do: 'open', as: 'p', path: '{dir}/f.in', access: 'w' }],
    act: onto('p'),
    words: [],
    again: [
      { do: 'close', handle: 'p' },
      { do: 'open', as: 'p', path: '{dir}/f.in', access: 'w' },
    ],
  },
  {
    name: 'a multiplexer',
    launch: {
      args: ['-chardev', server, '-chardev', 'mux,id=m,chardev=c'],
      ports: [
        { id: 'com1', kind: '16550', chardev: 'm' },
        { id: 'com2', kind: '16550', chardev: 'm' },
      ],
    },
    reach: unixClient,
    act: onto('p'),
    words: ['\x01', '\x01c', '\x01t', '\x01b', '\x01h', '\x01\x01'],
    again: comesBack,
    mayExit: true,
    mayWait: true,
  },
  {
    name: 'a member of a hub',
    launch: {
      args: ['-chardev', server, '-chardev', 'ringbuf,id=r', '-chardev', 'hub,id=h,chardevs.0=r,chardevs.1=c'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    reach: unixClient,
    act: onto('p'),
    words: [],
    again: comesBack,
    profiles: ['design', 'qemu-10.0'],
  },
  {
    name: 'a tablet',
    launch: port('wctablet,id=c'),
    reach: [],
    act: guestWrites,
    words: ['~#', 'ST\r', 'TS', '\r', 'RE\r'],
  },
  { name: 'a mouse', launch: port('msmouse,id=c'), reach: [], act: guestWrites, words: [] },
  {
    name: 'a text console',
    launch: port('vc,id=c'),
    reach: [],
    act: guestWrites,
    words: ['\x1b[', '\x1b[999;999H', '\x1b[2J', '\x1b[6n', ';', 'm', '\n', '\t', '\x08', '\x1b[99999999999A'],
  },
  {
    name: 'keys of a text console',
    launch: port('vc,id=c'),
    reach: [],
    act: (bytes) => ({ do: 'vc-keys', chardev: 'c', bytes }),
    words: [],
  },
  {
    name: 'a QMP monitor',
    launch: qmpOn('pair'),
    reach: [],
    act: (bytes) => ({ do: 'send', on: 'm', bytes }),
    words: json,
  },
  {
    name: 'a human monitor',
    launch: qmpOn('pair'),
    reach: [],
    act: (bytes) => ({ do: 'send', on: 'h', bytes, raw: true }),
    words: human,
    mayExit: true,
  },
  {
    name: 'a human monitor on a socket chardev',
    launch: { args: ['-chardev', server, '-mon', 'chardev=c'] },
    reach: unixClient,
    act: onto('p'),
    words: human,
    again: comesBack,
    mayExit: true,
  },
  {
    name: 'a QMP monitor on a socket chardev',
    launch: { args: ['-chardev', server, '-mon', 'chardev=c,mode=control'] },
    reach: unixClient,
    act: onto('p'),
    words: json,
    again: comesBack,
  },
];

const piece = (words: readonly string[]): fc.Arbitrary<string> => {
  const random = fc.uint8Array({ maxLength: 40 }).map((bytes) => String.fromCharCode(...bytes));
  return words.length === 0 ? random : fc.oneof(random, fc.constantFrom(...words));
};
type Deed =
  | { readonly bytes: string }
  | { readonly other: 'again' | 'guest-reads' | 'guest-writes' | 'reads' | 'later' };
const deed = (words: readonly string[]): fc.Arbitrary<Deed> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(piece(words), { minLength: 1, maxLength: 4 }).map((all) => ({ bytes: all.join('') })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('again', 'guest-reads', 'guest-writes', 'reads', 'later').map((other) => ({ other })),
    },
  );

function actionsOf(place: Place, done: Deed): readonly Action[] {
  if ('bytes' in done) return [place.act(done.bytes)];
  const hasPort = place.launch.ports?.some(({ id }) => id === 'com1') ?? false;
  const hasPeer = place.reach.length > 0;
  switch (done.other) {
    case 'again':
      return place.again ?? [];
    case 'reads':
      return hasPeer ? [{ do: 'read', from: 'p' }] : [];
    case 'later':
      return [{ do: 'advance', ms: 1500 }];
    case 'guest-writes':
      return hasPort ? [guestWrites('out')] : [];
    default:
      return hasPort ? [{ do: 'guest-read', port: 'com1' }] : [];
  }
}

async function outcomesOf(profile: ProfileName, actions: readonly Action[]): Promise<readonly Outcome[]> {
  const session = await createSimulatedTarget({ profile }).open({ scenario: 'hostile', shareable: false });
  let isRefused = false; // a queue of connections was full: the far end is none
  const outcomes = actions.flatMap((action) => {
    const connects = 'as' in action && action.as === 'p';
    if (isRefused && !connects && Object.values(action).includes('p')) return [];
    const outcome = session.perform(action);
    if (connects) isRefused = outcome.see === 'errno';
    return [outcome];
  });
  await session.close();
  return outcomes;
}

/** What a far end reads at most before the system must go on. */
const readsMax = 100;
const readsOn: readonly Action[] = [
  { do: 'read', from: 'p' },
  { do: 'advance', ms: 1 },
];
const alive: Action = { do: 'qmp', execute: 'query-status' };

afterAll(() => console.log(`hostile input: seed ${seed} (CHARSIM_SEED), ${runs} runs each (CHARSIM_RUNS)`));

for (const { name: profile } of profiles) {
  for (const place of places) {
    if (place.profiles !== undefined && !place.profiles.includes(profile)) continue;
    test(`no bytes at ${place.name} crash or hang the system (${profile})`, async () => {
      const property = fc.asyncProperty(
        fc.array(deed(place.words), { minLength: 1, maxLength: actionsMax }),
        async (deeds) => {
          const deedActions = deeds.flatMap((each) => actionsOf(place, each));
          const launch: Action = { do: 'launch', ...place.launch };
          const outcomes = await outcomesOf(profile, [
            ...(place.before ?? []),
            launch,
            ...place.reach,
            ...deedActions,
            ...(place.mayWait === true ? Array.from({ length: readsMax }, () => readsOn).flat() : []),
            alive,
          ]);
          const last = outcomes.at(-1);
          const ended = outcomes.find(({ see }) => see === 'exit' || see === 'died');
          if (place.mayExit === true && ended?.see === 'exit') expect(ended.status).toBe(0);
          else expect(last?.see).toBe('return');
        },
      );
      await fc.assert(property, { seed, numRuns: runs });
    });
  }
}
