import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addServer,
  attaches,
  closes,
  connects,
  detaches,
  done,
  guestGets,
  listed,
  listens,
  peerGets,
  peerSends,
  removeChardev,
  socketPath,
  told,
  websocketAccepted,
  websocketRequest,
  writeFails,
  writes,
} from '../../steps.ts';

const witness: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const opened = { event: 'OPENED' } as const;
const addr = { type: 'unix', data: { path: socketPath } };
const telnet = '\xff\xfb\x01\xff\xfb\x03\xff\xfb\x00\xff\xfd\x00';
const page = 'x'.repeat(4096);
/** As many pages as a unix stream socket takes that nobody reads. Source: VSER-33. */
const pages = 44;
const fault = (call: 'write', give: { readonly errno: string } | { readonly short: number }): Step => [
  { do: 'fault', call, give },
  done,
];

/** Connections that are interrupted where they are weakest. */
export const interrupted: readonly Scenario[] = [
  {
    id: 'sock/interrupted/short-greeting',
    title: 'the greeting of telnet that went out in part is completed before the client counts as there',
    clauses: ['TEL-01', 'CHR-62'],
    bugs: ['BUG-090'],
    needs: ['inject-faults'],
    launch: witness,
    steps: [
      addChardev('c', 'socket', { addr, server: true, wait: false, telnet: true }),
      attaches('w', 'c'),
      listens('w'),
      fault('write', { short: 4 }),
      fault('write', { errno: 'EAGAIN' }),
      connects('p'),
      told('w', opened),
      peerGets('p', telnet),
    ],
  },
  {
    id: 'sock/interrupted/removed-in-handshake',
    title: 'a chardev that is removed in the middle of a handshake leaves nothing that could go on with it',
    clauses: ['WS-01', 'CHR-13'],
    bugs: ['BUG-086'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'], // 7.2.22 has the defect, a use after free that ends as it likes
    steps: [
      addChardev('c', 'socket', { addr, server: true, wait: false, websocket: true }),
      connects('p'),
      peerSends('p', websocketRequest().slice(0, 40)),
      removeChardev('c'),
      [
        { do: 'write', to: 'p', bytes: websocketRequest().slice(40) },
        { see: 'errno', errno: 'EPIPE' },
      ],
      addChardev('c', 'socket', { addr, server: true, wait: false, websocket: true }),
      connects('q'),
      peerSends('q', websocketRequest()),
      peerGets('q', websocketAccepted()),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/interrupted/broken-handshake-is-untold',
    title: 'of a client whose handshake fails the frontend is told nothing, and the next one is served',
    clauses: ['WS-01', 'SOCK-12'],
    bugs: ['BUG-078'],
    launch: witness,
    steps: [
      addChardev('c', 'socket', { addr, server: true, wait: false, websocket: true }),
      attaches('w', 'c'),
      listens('w'),
      connects('p'),
      peerSends('p', 'nonsense\r\n\r\n'),
      [
        { do: 'read', from: 'p' },
        { see: 'data', end: true },
      ],
      closes('p'),
      connects('q'),
      closes('q'),
      told('w'),
      connects('r'),
      peerSends('r', websocketRequest()),
      peerGets('r', websocketAccepted()),
      told('w', opened),
    ],
  },
  {
    id: 'sock/interrupted/descriptors-again',
    title: 'descriptors that could not go out for want of room go with the next write, once',
    clauses: ['SOCK-17'],
    bugs: ['BUG-110'],
    launch: witness,
    steps: [
      addServer('c'),
      attaches('w', 'c'),
      listens('w'),
      connects('p'),
      ...Array.from({ length: pages }, () => writes('w', page)),
      [{ do: 'memfd', as: 'a' }, done],
      [{ do: 'witness-give-fds', port: 'w', fds: ['a'] }, done],
      writeFails('w', page, 'EAGAIN'),
      [
        { do: 'read', from: 'p', fds: ['none'] },
        { see: 'data', bytes: page.repeat(pages), end: false, fds: 0 },
      ],
      writes('w', 'y'),
      [
        { do: 'read', from: 'p', fds: ['d'] },
        { see: 'data', bytes: 'y', end: false, fds: 1 },
      ],
      writes('w', 'z'),
      [
        { do: 'read', from: 'p', fds: ['e'] },
        { see: 'data', bytes: 'z', end: false, fds: 0 },
      ],
      detaches('w'),
    ],
  },
  {
    id: 'sock/interrupted/full-frontend-keeps-peer',
    title: 'a peer that is not read for want of room stays connected, also when it is looked at again and again',
    clauses: ['CHR-80', 'SOCK-13'],
    bugs: ['BUG-015', 'BUG-013'],
    launch: {
      args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      guestGets('com1', ''),
      connects('p'),
      peerSends('p', '0123456789'.repeat(3)),
      [{ do: 'advance', ms: 100 }, done],
      listed(['c', 'unix:{dir}/s,server=on', true]),
      guestGets('com1', '0123456789'.repeat(3)),
      peerSends('p', 'more'),
      guestGets('com1', 'more'),
    ],
  },
];
