import type { Quirk } from './quirk.ts';

/** Defects that this project's own scenarios and fuzz found on real QEMUs. Source: clauses Q-FOUND. */
export const foundQuirks: readonly Quirk[] = [
  {
    id: 'Q-FOUND-1',
    title: 'a blockdev-reopen of no node at all kills the process (SIGABRT)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-1', 'OPEN-19'],
    repair: 'nothing is reopened, and `{}` is the answer',
  },
  {
    id: 'Q-FOUND-2',
    title: 'a text console of negative size kills the process inside the add (SIGABRT)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-2', 'VC-01'],
    repair: 'the size is refused',
  },
  {
    id: 'Q-FOUND-3',
    title: '33 bytes without a command hang the main loop in a testdev',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-3', 'TD-01'],
    repair: 'a full buffer without a command is emptied',
  },
  {
    id: 'Q-FOUND-4',
    title: 'a stdio chardev kills the process (SIGABRT) when descriptor 0 is open and 1 is closed',
    profiles: ['qemu-7.2', 'qemu-10.0'],
    clauses: ['Q-FOUND-4', 'STDIO-02'],
    repair: 'refused as if descriptor 0 were closed, and nothing is changed',
  },
  {
    id: 'Q-FOUND-5',
    title: 'after a blockdev-reopen that changes nothing a node takes its descriptor for a read-only one',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-5', 'OPEN-19'],
    repair: 'a node knows how its descriptor was opened',
  },
  {
    id: 'Q-FOUND-6',
    title:
      'chardev-change of a human monitor makes a null chardev where testdev, msmouse, wctablet (or, in 7.2, pty) is asked for',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-6', 'HMP-04'],
    repair: 'it makes what is asked for',
  },
  {
    id: 'Q-FOUND-7',
    title: 'C-a c at a mux that no frontend is on any more kills the process (SIGABRT)',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-7', 'MUX-08'],
    repair: 'nothing happens',
  },
  {
    id: 'Q-FOUND-8',
    title: 'a reset of the machine leaves the FIFOs of a 16550 on, while its IIR says that they are off',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-8', 'UART-01'],
    repair: 'the FIFOs are off, as IIR says',
  },
  {
    id: 'Q-FOUND-9',
    title: 'a virtserialport on a text console of the command line has a closed host side until the machine first runs',
    profiles: ['qemu-7.2'],
    clauses: ['Q-FOUND-9', 'VC-01', 'VSER-60'],
    repair: 'a text console is open as soon as it is made',
  },
  {
    id: 'Q-FOUND-10',
    title: 'a testdev does not say that it is open: a virtserialport on it has a closed host side',
    profiles: ['qemu-11.1'],
    clauses: ['Q-FOUND-10', 'TD-01'],
    repair: 'it is open as soon as it is made, as in earlier releases',
  },
  {
    id: 'Q-FOUND-11',
    title:
      'a text console takes a descriptor that it keeps when it is removed, and kills the process (SIGABRT) when none is free',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-11', 'VC-01', 'FD-01'],
    repair: 'it takes none, as in earlier releases',
  },
  {
    id: 'Q-FOUND-12',
    title: 'a virtserialport plugged in on a pty whose client has left unseen kills the process (SIGSEGV)',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-12', 'PTY-07', 'VSER-53'],
    repair: 'the port begins with a closed host side',
  },
  {
    id: 'Q-FOUND-13',
    title:
      'a websocket whose client refuses output is never looked at again: it stays connected when the client has left',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-13', 'WS-02', 'SOCK-13'],
    repair: 'what comes, and the end, is read as after a refused write on a plain socket',
  },
  {
    id: 'Q-FOUND-14',
    title:
      'a websocket whose chardev is removed or changed stays open: its frames are read and thrown away, its pings answered, until its client ends it',
    profiles: ['qemu-7.2'],
    clauses: ['Q-FOUND-14', 'WS-02', 'CHR-13'],
    repair: 'it is closed with its chardev, as in later releases',
  },
  {
    id: 'Q-FOUND-15',
    title:
      'a server that waits for its client takes a descriptor meanwhile, and kills the process (SIGTRAP) when none is free',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-15', 'SOCK-02', 'SOCK-18'],
    repair: 'it takes none',
  },
  {
    id: 'Q-FOUND-16',
    title:
      'while the main loop tries in vain again and again (a client whom no descriptor is free for, a write or a read that fails), no hang-up is seen: clients that have left count as connected, and their descriptors stay taken',
    profiles: ['qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-16', 'SOCK-03', 'SOCK-13'],
    repair: 'a hang-up is seen as ever, and gives its descriptor to who waits',
  },
  {
    id: 'Q-FOUND-17',
    title:
      'while the main loop tries in vain again and again (a port that writes, a chardev that reads, a server without a descriptor), no client that reconnects is connected: its attempt is through, and nobody looks',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-17', 'SOCK-05'],
    repair: 'a far end that fails is closed for the port, and the main loop rests',
  },
  {
    id: 'Q-FOUND-18',
    title: 'a websocket request whose first line has no blank is refused without a word',
    profiles: ['qemu-7.2', 'qemu-10.0'],
    clauses: ['Q-FOUND-18', 'WS-01'],
    repair: 'it is answered with 400 Bad Request, as every other malformed one',
  },
  {
    id: 'Q-FOUND-19',
    title: 'a datagram chardev offers no watch: a virtserialport whose datagram is refused is throttled for good',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['Q-FOUND-19', 'CHR-90', 'UDP-04'],
    repair: 'it says when there is room for a datagram, as every descriptor does',
  },
];
