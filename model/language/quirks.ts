import { descriptorQuirks } from './descriptor-quirks.ts';
import { foundQuirks } from './found-quirks.ts';
import { hotswapQuirks } from './hotswap-quirks.ts';
import type { Quirk } from './quirk.ts';

/**
 * The registry of reproduced defects. Model and engine each ask for an id in one place (a test counts the uses).
 * Source: spec DEF rows; repairs are this project's `design`.
 */
export const quirks: readonly Quirk[] = [
  ...descriptorQuirks,
  {
    id: 'Q-HUB-1',
    title:
      'chardev-send-break on a hub kills the process (SIGSEGV), with or without frontend; same for the `-base` of a hub with mux=on',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-1', 'CHR-14'],
    repair: 'forward BREAK to the frontend',
  },
  {
    id: 'Q-HUB-2',
    title:
      'after a short success the hub offers no watch, so a throttling frontend waits for ever although every member is writable (plain socket: resumes)',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-2', 'HUB-37'],
    repair: 'remember the slowest member on any result < len',
  },
  {
    id: 'Q-HUB-3',
    title: 'a non-EAGAIN error of one member leaves earlier members "ahead": they skip as many later bytes',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-3', 'HUB-34'],
    repair: 'treat the error like closed: skip that member, go on',
  },
  {
    id: 'Q-HUB-4',
    title:
      'any frontend that does not repeat the suffix desynchronises the members by the amount ahead: virtconsole (drops), guest reset or unplug during a blocked write, UART after 4 retries',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-4', 'HUB-34', 'HUB-38'],
    repair:
      'reset the counters to level when a different buffer is offered (frontend detach, reset, drop); per-member queue',
  },
  {
    id: 'Q-HUB-5',
    title:
      'frontend never learns the hub is open when members were already open: hub of ringbufs/files only; client connected before the frontend attached (wait=on included); second frontend after the first; client connecting while the VM is stopped (virtio ports)',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-5', 'HUB-24', 'HUB-25'],
    repair: 'keep be_open = any member open; count open members at attach; sync on set_handlers',
  },
  {
    id: 'Q-HUB-6',
    title: 'cLOSED is delivered while members are still open, if an uncounted member closes or only some were counted',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-6', 'HUB-25'],
    repair: 'same as Q-HUB-5',
  },
  {
    id: 'Q-HUB-7',
    title: 'udp, null, msmouse, parallel members never receive output, because they never report open',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-7', 'UDP-04'],
    repair: 'skip only on a real CLOSED',
  },
  {
    id: 'Q-HUB-8',
    title: 'a member whose input reached EOF gets no more output',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-8', 'FBE-04'],
    repair: 'as above, for fd types',
  },
  {
    id: 'Q-HUB-9',
    title: 'several members readable in one main-loop pass are each given the same room: the frontend is overrun',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-9', 'HUB-26'],
    repair: 'give members the room left, one at a time',
  },
  {
    id: 'Q-HUB-10',
    title:
      'accept_input does not reach members: input that a vc (also msmouse, wctablet) holds back stalls; each further key releases one older key',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-10', 'HUB-11'],
    repair: 'forward accept_input',
  },
  {
    id: 'Q-HUB-11',
    title:
      'with a frontend that writes but never sets handlers the levelling at OPENED never happens; a member that connects after any output is "4 G ahead" and stays silent',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-11', 'HUB-36'],
    repair: 'install handlers at creation; level when ahead would be negative',
  },
  {
    id: 'Q-HUB-12',
    title:
      'a QMP monitor on a mux or hub over a chardev that cannot change its context aborts at startup (SIGABRT): mux and hub claim that they can',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-12', 'CHR-37'],
    repair: 'claim it only if the base, or all members, can',
  },
  {
    id: 'Q-HUB-13',
    title:
      'a pty whose client left while the frontend has no room to notice it stays open: full, it starves the other members of a hub, and bytes are dropped after four wake-ups for nothing',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-13', 'PTY-06', 'PTY-08'],
    repair: 'poll HUP on EAGAIN: the client is gone, and output is dropped as before it came',
  },
  {
    id: 'Q-HUB-14',
    title:
      'a blocked member that hangs up while the frontend has no room fails the retried write; the frontend gives that byte up, so the next byte is lost on the healthy members that already had it',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-HUB-14', 'HUB-34'],
    repair: 'as Q-HUB-3',
  },
  {
    id: 'Q-MUX-1',
    title: 'timestamps with a slow peer: lost bytes count negatively, output is duplicated and reordered',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-1', 'MUX-12'],
    repair: 'stop at the first refused byte',
  },
  {
    id: 'Q-MUX-2',
    title: 'stamps use write_all: an unread peer freezes the process (QMP included) until it reads',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-2', 'MUX-12'],
    repair: 'buffer the stamp',
  },
  {
    id: 'Q-MUX-3',
    title:
      'input buffered for a slot is stranded when the focus leaves, and after it returns until another input byte or accept_input',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-3', 'MUX-07'],
    repair: 'drain on focus change',
  },
  {
    id: 'Q-MUX-4',
    title: 'with the focus on an unplugged frontend, 32 buffered bytes block the base: `C-a c` is never seen',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-4', 'MUX-05'],
    repair: 'discard input for an empty slot, or move the focus',
  },
  {
    id: 'Q-MUX-5',
    title: 'a frontend attaching to a mux on a disconnected socket gets OPENED',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-5', 'MUX-13'],
    repair: 'follow the base',
  },
  {
    id: 'Q-MUX-6',
    title:
      'a frontend attached and detached without set_handlers (a device_add failing after its chardev property) leaves the mux reading with focus −1: the next input byte kills the process (SIGSEGV)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-6', 'MUX-04'],
    repair: 'no focus ⇒ room 0',
  },
  {
    id: 'Q-MUX-7',
    title:
      'a frontend that opens, or gets buffers, while its 32 bytes are full has the mux read as much as it takes: what it has no buffers for goes over what was kept, and the guest reads the new bytes twice',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-MUX-7', 'MUX-06'],
    repair: 'with a full buffer room for one byte at most, as what is kept goes first',
  },
  {
    id: 'Q-CORE-2',
    title:
      'a failing log write overwrites errno, turning EAGAIN into a fatal error: output is dropped instead of delayed',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-CORE-2', 'CHR-65'],
    repair: 'preserve errno',
  },
  {
    id: 'Q-CORE-3',
    title:
      'an id ending in `[*]` is stored under a generated name: it is listed, can be added again and again, and can never be found or removed',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-CORE-3', 'CHR-07'],
    repair: 'reject the id',
  },
  {
    id: 'Q-RB-1',
    title:
      'ringbuf size 0 by QMP is accepted; the first write kills the process (SIGSEGV); sizes above memory (2^40, 2^62, −2^63) abort it inside the add',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-RB-1', 'RB-01'],
    repair: 'require 1 ≤ size ≤ limit',
  },
  {
    id: 'Q-SOCK-1',
    title: 'a disconnect leaves a frontend that waits for output waiting, until the next client takes the same number',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-SOCK-1', 'CHR-92'],
    repair: 'whoever waits for output is called when the connection ends',
  },
  {
    id: 'Q-SOCK-2',
    title:
      'unix peer that sends and closes while the room is smaller than its data: the rest is discarded (TCP FIN keeps it, TCP reset loses it)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-SOCK-2', 'CHR-82'],
    repair: 'read to EOF before honouring HUP',
  },
  {
    id: 'Q-TEL-1',
    title: 'a telnet command that one client left unfinished swallows the first bytes of the next client',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-TEL-1', 'TEL-02'],
    repair: 'the parser starts anew with each connection',
  },
  {
    id: 'Q-WS-1',
    title:
      'a websocket peer that leaves within a frame is never missed: the chardev stays connected and the main loop spins',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-WS-1', 'WS-03'],
    repair: 'the end of the connection is an end wherever it comes',
  },
  {
    id: 'Q-WS-2',
    title:
      'a pong echoes everything buffered behind the ping, other pings are dropped, and a ping ends the message around it',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-WS-2', 'WS-03'],
    repair: 'each ping is answered with its own payload, and leaves the message around it alone',
  },
  {
    id: 'Q-WS-3',
    title: 'data in front of a close, or of a bad frame, is lost with it',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-WS-3', 'WS-03'],
    repair: 'what came before is delivered first',
  },
  {
    id: 'Q-PTY-1',
    title: 'removal deletes whatever now sits at `path`',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-PTY-1', 'PTY-12'],
    repair: 'unlink only our link',
  },
  {
    id: 'Q-LOSTDESC',
    title: 'a virtio buffer that was partly written when its output is dropped never goes back to the guest',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['VSER-24', 'Q-LOSTDESC'],
    repair: 'it goes back with length 0',
  },
  {
    id: 'Q-EPIPE',
    title: 'a frontend that waits for room waits for ever when the reader of its pipe dies',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['VSER-34', 'Q-EPIPE'],
    repair: 'an error alone ends the waiting, and a write error other than would-block closes the host side',
  },
  {
    id: 'Q-WEDGE-SWAP',
    title: 'a throttled virtserialport stays so for ever when it is swapped to an open backend without a write watch',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['VSER-56', 'Q-WEDGE-SWAP'],
    repair: 'it resumes at once',
  },
  {
    id: 'SWAP-S14',
    title: 'a virtserialport that the guest has open is listed with frontend-open false after a swap',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['SWAP-S14'],
    repair: 'frontend-open stays what the guest says',
  },
  ...hotswapQuirks,
  {
    id: 'Q-WEDGE-STOP',
    title:
      'a client that leaves a virtserialport while the machine is stopped is missed, and the next one gets nothing',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['VSER-61', 'Q-WEDGE-STOP'],
    repair: 'the closing is made up for at cont',
  },
  {
    id: 'Q-WEDGE-RACE',
    title: 'a write that closes the host side throttles its virtserialport after that',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['VSER-62', 'Q-WEDGE-RACE'],
    repair: 'the close clears throttling last',
  },
  {
    id: 'Q-UDP-1',
    title: 'an empty datagram, or an ICMP refusal after sending, ends input for good (until handlers are set again)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-UDP-1', 'UDP-03'],
    repair: 'ignore both',
  },
  {
    id: 'RR-04',
    title: 'a replay log that says more was taken than was written fails an assertion (SIGABRT)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RR-04'],
    repair: 'such an event is none: exit status 1 and `Missing character write event in the replay log`',
  },
  {
    id: 'RR-09',
    title: 'a replay log with input of an unregistered driver kills the process (SIGSEGV)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RR-09'],
    repair: 'exit status 1 and `Replay: cannot find char driver`',
  },
  ...foundQuirks,
];
