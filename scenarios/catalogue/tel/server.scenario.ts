import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addTcpServer,
  closes,
  connects,
  connectsTo,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  register,
  removeChardev,
} from '../../steps.ts';

/** A 16550 on a telnet server at `{dir}/s`. */
function server(words: string): LaunchOptions {
  return {
    args: ['-chardev', `socket,id=c,path={dir}/s,server=on,wait=off,${words}`],
    ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
  };
}
const telnet = '\xff\xfb\x01\xff\xfb\x03\xff\xfb\x00\xff\xfd\x00';
const terminal = '\xff\xfd\x19\xff\xfb\x19\xff\xfd\x00\xff\xfb\x00\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0';
/** The guest looks at its port, which sets it up; then a client comes. */
const meets: readonly Step[] = [guestGets('com1', ''), connects('p')];

/** What a telnet client sends, and what of it the guest gets. */
function hears(name: string, title: string, sent: string, got: string, words = 'telnet=on'): Scenario {
  return {
    id: `tel/server/${name}`,
    title,
    clauses: words === 'telnet=on' ? ['TEL-02', 'TEL-03'] : ['TEL-02'],
    launch: server(words),
    steps: [
      ...meets,
      peerGets('p', words === 'telnet=on' ? telnet : terminal),
      peerSends('p', sent),
      guestGets('com1', got),
    ],
  };
}

/** Telnet and tn3270 servers. */
export const telnetServer: readonly Scenario[] = [
  {
    id: 'tel/server/greeting',
    title: 'a telnet server offers its options first and waits for no answer',
    clauses: ['TEL-01'],
    launch: server('telnet=on'),
    steps: [
      ...meets,
      listed(['c', 'unix:{dir}/s,server=on', true]),
      peerGets('p', telnet),
      guestSends('com1', 'hello'),
      peerGets('p', 'hello'),
    ],
  },
  {
    id: 'tel/server/terminal-greeting',
    title: 'a tn3270 server asks for a terminal, end of record and binary',
    clauses: ['TEL-01'],
    launch: server('tn3270=on'),
    steps: [...meets, peerGets('p', terminal), guestSends('com1', 'x'), peerGets('p', 'x')],
  },
  {
    id: 'tel/server/both-greetings',
    title: 'with both, it is the greeting of tn3270',
    clauses: ['TEL-01'],
    launch: server('telnet=on,tn3270=on'),
    steps: [...meets, peerGets('p', terminal)],
  },
  {
    id: 'tel/server/tcp',
    title: 'the same over TCP',
    clauses: ['TEL-01', 'SOCK-20', 'SOCK-21'],
    steps: [
      addTcpServer('c', 'a', { telnet: true }),
      connectsTo('p', 'a'),
      peerGets('p', telnet),
      listed(['c', 'telnet:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:p}', false]),
      removeChardev('c'),
      peerGets('p', '', true),
    ],
  },
  hears('doubled', 'a doubled escape is one byte 255', 'a\xff\xffb', 'a\xffb'),
  hears('option', 'an option command is taken out with its option', 'a\xff\xfd\x01b', 'ab'),
  hears('short-command', 'a command of two bytes takes the byte behind it along', 'a\xff\xf1bc', 'ac'),
  hears('sub-negotiation', 'the payload of a sub-negotiation gets through', 'a\xff\xfa\x18xy\xff\xf0bc', 'axyc'),
  hears(
    'terminal-record',
    'end of record and sub-negotiations are passed on to a tn3270 guest',
    'a\xff\xefb\xff\xfac\xff\xf0d',
    'a\xff\xefb\xff\xfac\xff\xf0d',
    'tn3270=on',
  ),
  hears(
    'terminal-short',
    'interrupt and no-operation are two bytes long for a tn3270 guest',
    'a\xff\xf1b\xff\xf4c',
    'abc',
    'tn3270=on',
  ),
  {
    id: 'tel/server/pieces',
    title: 'a command may come in pieces',
    clauses: ['TEL-02'],
    launch: server('telnet=on'),
    steps: [
      ...meets,
      peerGets('p', telnet),
      peerSends('p', 'a\xff'),
      guestGets('com1', 'a'),
      peerSends('p', '\xfd'),
      guestGets('com1', ''),
      peerSends('p', '\x01b'),
      guestGets('com1', 'b'),
    ],
  },
  {
    id: 'tel/server/break',
    title: 'a BREAK overtakes the bytes that came before it in the same piece',
    clauses: ['TEL-02', 'TEL-04'],
    launch: { ports: [{ id: 'w', kind: 'witness' }] },
    needs: ['witness'],
    steps: [
      addTcpServer('c', 'a', { telnet: true }),
      [{ do: 'witness-attach', port: 'w', chardev: 'c' }],
      [{ do: 'witness-room', port: 'w', room: 100 }],
      [{ do: 'witness-handlers', port: 'w', listening: true }],
      connectsTo('p', 'a'),
      [
        { do: 'witness-records', port: 'w' },
        { see: 'records', records: [{ event: 'OPENED' }] },
      ],
      peerSends('p', 'A\xff\xf3B'),
      [
        { do: 'witness-records', port: 'w' },
        { see: 'records', records: [{ event: 'BREAK' }, { read: 'AB' }] },
      ],
    ],
  },
  {
    id: 'tel/server/break-at-guest',
    title: 'a guest gets a BREAK as a NUL in front of the bytes of its piece',
    clauses: ['TEL-04'],
    launch: server('telnet=on'),
    steps: [
      ...meets,
      peerGets('p', telnet),
      peerSends('p', 'A\xff\xf3B'),
      guestGets('com1', '\0AB'),
      register('com1', 5, 0x60),
    ],
  },
  {
    id: 'tel/server/output',
    title: 'a byte 255 of the guest goes out once',
    clauses: ['TEL-03'],
    launch: server('telnet=on'),
    steps: [...meets, peerGets('p', telnet), guestSends('com1', 'a\xffb'), peerGets('p', 'a\xffb')],
  },
  {
    id: 'tel/server/unfinished-escape',
    title: 'an escape that one client left alone does not count for the next',
    clauses: ['TEL-02', 'Q-TEL-1'],
    launch: server('telnet=on'),
    steps: [
      ...meets,
      peerSends('p', '\xff'),
      guestGets('com1', ''),
      closes('p'),
      connects('q'),
      peerSends('q', 'ABCD'),
      [
        { do: 'guest-read', port: 'com1' },
        { byProfile: { design: { see: 'data', bytes: 'ABCD' }, else: { see: 'data', bytes: 'CD' } } },
      ],
    ],
  },
  {
    id: 'tel/server/unfinished-command',
    title: 'a command that one client left without its option does not count for the next',
    clauses: ['TEL-02', 'Q-TEL-1'],
    launch: server('telnet=on'),
    steps: [
      ...meets,
      peerSends('p', '\xff\xfb'),
      guestGets('com1', ''),
      closes('p'),
      connects('q'),
      peerSends('q', 'ABCD'),
      [
        { do: 'guest-read', port: 'com1' },
        { byProfile: { design: { see: 'data', bytes: 'ABCD' }, else: { see: 'data', bytes: 'BCD' } } },
      ],
    ],
  },
  {
    id: 'tel/server/gone-before-greeting',
    title: 'a client that has left before it was greeted is never heard of',
    clauses: ['TEL-01', 'SOCK-12'],
    bugs: ['BUG-078'],
    launch: server('telnet=on'),
    steps: [...meets, peerGets('p', telnet), closes('p'), listed(['c', 'disconnected:unix:{dir}/s,server=on', true])],
  },
];
