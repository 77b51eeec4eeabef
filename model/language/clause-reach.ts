import type { Correction, Unreachable } from './clause.ts';

/** Clauses on descriptor passing, chardevs and hotswap that no scenario can show, each with the reason. A scenario that cites one is an error. */
export const unreachable: readonly Unreachable[] = [
  {
    id: 'OPEN-16',
    reason:
      'no chardev, log file, block node or random-number object ever unlinks the path that it opened, so qemu_unlink is never called with a path of a set',
  },
  {
    id: 'RR-05',
    reason:
      'no device of the machines that are driven reads its chardev synchronously (vhost-user and the like do), so no QEMU here ever writes such an event; the importer reads them',
  },
  {
    id: 'LOGMUX-10',
    reason:
      'a policy for a hub of a future release: no QEMU and no seed gives it a word of the command line or of QMP, so nothing can ask for it; what the policy `all` gives in its place is shown under LOGMUX-11, LOGMUX-20 and LOGMUX-21',
  },
  {
    id: 'LOGMUX-33',
    reason:
      'an alternative to the lock-step of hubs that nothing can ask for: `out-policy` is no option of any QEMU, and the design keeps the lock-step',
  },
  {
    id: 'E2E-13',
    reason:
      'needs libxl, a xenstore and a Xen hypervisor under the device model: neither release has a Xen machine here (7.2 has no xen-console at all, 10.0 refuses it without a xen-bus), and the seed ran the manual form only',
  },
  {
    id: 'Q-XENPTY',
    reason: 'what libxl writes to a xenstore when it starts a domain: see E2E-13',
  },
  {
    id: 'E2E-14',
    reason:
      'needs a disk image format with backing files and a block job; what descriptors have to do with it (a base that is reopened read-write over its set, and the refusal without such a member) is shown by block/*',
  },
  {
    id: 'SWAP-D01',
    reason:
      'the HMP command of the hotswap as posted in 2017 never existed in a release; `posted-2017` of explore begins behind it, with the change itself',
  },
  {
    id: 'SWAP-D02',
    reason:
      'the options of that command are not parsed anywhere; of its checks, `race/failing` and `race/swap-twice` meet those that a change itself makes',
  },
  {
    id: 'SWAP-D03',
    reason:
      'a mux that a focused frontend without handler uses cannot be told apart by stand-ins, which have one frontend each',
  },
  {
    id: 'SWAP-D15',
    reason: 'a verdict of reviewers on the command, not on what a system does',
  },
  {
    id: 'RACE-41',
    reason:
      'the log of record and replay belongs to an instruction counter, which neither the hotswap as posted nor its stand-ins have',
  },
  {
    id: 'RACE-S14',
    reason: 'no device model calls write_all from a coroutine: the clause says so itself',
  },
  {
    id: 'SAFE-20',
    reason: 'what all explorations together say; no one run shows it',
  },
  {
    id: 'ENG-31',
    reason: 'names the profiles, which every run has',
  },
  {
    id: 'ENG-32',
    reason:
      'says what a log holds: the turn of the commit is in every session of a race; gen and seq are in none (open work)',
  },
  {
    id: 'ENG-33',
    reason: 'counts of another exploration than these',
  },
];

/** Where an experiment contradicted the text of a clause. The text stands as it was read; what was seen counts. */
export const corrections: readonly Correction[] = [
  {
    id: 'RACE-S08',
    seen: 'with room at once 7.2 dies before the port is let go of, and 10.0 goes on',
    how: 'a throttled virtserialport, device_del and chardev-change to a file in one instant',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'RACE-S05',
    seen: '11.1 does not abort when the server goes, but when the attempt comes through after that (`yank_register_function`): it enters the instance only once it is connected',
    how: 'a client on a full queue under a 16550, changed to a server and to a ringbuf, then accept; scenario race/left-attempt/handed-over-ms',
    versions: ['11.1.2'],
  },
  {
    id: 'FDSET-46',
    seen: 'a chardev-change without a frontend closes the old dup first, deletes the old chardev and then adds the new one, so a failure loses the chardev and carries the prefix of chardev-add; only with a frontend does the old survive',
    how: 'chardev-change of an unattached file chardev to a file on an unknown set, then query-chardev; scenario fdset/change-without-frontend',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'OPEN-19',
    seen: 'auto-read-only does not fall back: a node without a writer asks O_RDONLY from the start, so over a set with only a read-write member it is refused',
    how: 'blockdev-add file auto-read-only=true over a set that holds one O_RDWR member; scenarios block/exact-access-mode',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'FILE-07',
    seen: 'output is dropped after the last reader left only if the port was not held back already: with the pipe full when the reader closes, no writability is ever signalled and the transmitter stays stuck',
    how: 'fill a 4096 byte pipe through a 16550 until LSR stays 0, then close the read end; scenario file/reader-gone-while-full',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'GETFD-07',
    seen: 'add_client with an unknown protocol on a non-socket is refused with `parameter @fdname must name a socket` on 10.0 and `protocol ... is invalid` on 7.2; the name is consumed either way',
    how: 'getfd of a pipe, add_client protocol=zz, closefd; scenarios getfd/add-client-*',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'QMP-05',
    seen: "`QMP input member 'execute' clashes with 'exec-oob'` appears only once oob was negotiated; without it exec-oob is an unexpected member",
    how: 'one object with both members, before and after qmp_capabilities enable=[oob]',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'S0-6',
    seen: "`-chardev fd,id=c` and `fd,id=c,fd=N` name an abstract type; `fd,fdset=2` is refused earlier with `Invalid parameter 'fdset'`",
    how: 'the three command lines, one after the other',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'OPEN-10',
    seen: 'rng-random words its refusals like a file chardev on 7.2 and like logfile and block nodes on 10.0, without prefix',
    how: 'object-add rng-random filename=/dev/fdset/N over sets that refuse; scenarios open/*rng*',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'FDSET-02',
    seen: 'a read may cross into the next message that carries descriptors and stops behind it, not before it: `x`, then `yz` with a descriptor, is one read of `xyz`',
    how: 'two sendmsg calls on a unix stream socketpair, one recvmsg of 100 bytes (Linux 6.18)',
    versions: ['kernel'],
  },
  {
    id: 'Q-HUB-13',
    seen: 'the same without a hub, and in 7.2: a pty that was left unseen takes 20480 bytes written one by one, then each further byte is tried five times and dropped',
    how: 'a 16550 without room on a pty with a logfile, slave closed; scenario pty/departed-unseen',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'LOGMUX-21',
    seen: 'the vector of overcommit needs A to be there first: both at once, all four A are lost',
    how: 'a 16550 without FIFO on a hub of two sockets, both clients writing while the process is stopped; scenario logmux/typing/room-for-one',
    versions: ['10.0.13'],
  },
  {
    id: 'VSER-01',
    seen: '10.0 offers rings of 1024 buffers for every queue, control included; 7.2 has 128 and 32',
    how: 'the queue-size register of a legacy virtio-serial-pci, read over qtest',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'VSER-22',
    seen: 'a host that closes while its side is off already sends PORT_OPEN(0) again',
    how: 'a virtserialport on a hub: stop, connect, cont, close; scenario hub/devices/client-comes-while-stopped',
    versions: ['10.0.13'],
  },
  {
    id: 'VSER-24',
    seen: 'the buffer that is lost is the one that was taken from the queue; none of its bytes need have been written',
    how: 'three pages into a pipe of one page, then unplug; scenario vser/throttle/unplugged',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'VSER-54',
    seen: 'while the machine is stopped chardev-change is refused: the port has no handlers, and so does not take part',
    how: 'stop, then chardev-change under a virtserialport; scenario vser/stop/no-swap-while-stopped',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'VSER-62',
    seen: 'on 10.0 it happens always when the port has no room for input (guest closed, or no buffer posted), and never otherwise; on 7.2 never by a client that leaves, but by a write that fails (a client that is shut for reading)',
    how: 'fill the socket of a virtserialport with and without posted buffers, then close the client; scenarios vser/race/*',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'STDIO-01',
    seen: 'a second stdio chardev that is refused is cleaned up like one that had the streams: their flags are restored under the live one, and a third is taken; at removal both streams get their flags back',
    how: 'chardev-add stdio three times, F_GETFL of both inherited pipes; scenarios stdio/streams/one-user and made-non-blocking',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'MISC-01',
    seen: 'msmouse sends `M3` and its plug-and-play text whenever DTR or RTS is raised from none, and drops what is unsent when both fall; wctablet answers `~#` without a line end',
    how: 'isa-serial on msmouse and wctablet; scenarios misc/mouse and misc/tablet',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'UDP-01',
    seen: 'the socket is bound with SO_REUSEADDR: two datagram chardevs may have one local port, and each hears its own remote; only a socket of somebody who did not ask so is in the way',
    how: 'two udp chardevs with one local port and different remotes; scenarios udp/peer/port-shared and port-taken',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'WS-01',
    seen: 'the reply 400 has no empty line behind its headers; 404 and 403 have one',
    how: 'a request without version, read to the end; scenarios ws/handshake',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'WS-01',
    seen: 'at most 32 header lines are taken: the 33rd makes it a 400',
    how: 'requests with 32 and 33 header lines; scenarios ws/handshake/most-headers',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'WS-02',
    seen: 'frames that come in one segment with the end of the handshake wait for more bytes, or the end, before they are looked at',
    how: 'request and frame in one write, then a second frame; scenario ws/handshake/frame-behind-it',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'WS-02',
    seen: 'frames for a client that does not read are kept until they are 8192 bytes or more; of one write as much is taken as finds room below that, in a frame of its own, and what waits goes once poll(2) says writable. They are lost with the connection, and who waits for room is told of room then; 7.2 goes on sending them after it, or is silent for ever',
    how: 'a unix socket filled through a 16550 and a virtserialport, then read, closed, half closed; scenarios ws/room/*',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'Q-WS-2',
    seen: 'the opcode of a ping is remembered as that of the message: a fragment that goes on behind a ping is answered as a second ping and lost as data',
    how: 'fragment, ping, last fragment; scenario ws/frames/ping-between-fragments',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'CHR-38',
    seen: 'a 16550 in loopback never calls accept_input: what its mux keeps for it stays there, though its register is read',
    how: 'MCR 0x13 with bytes on their way through a mux, then reads of RBR; scenario uart/loopback-asks-for-nothing',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'CHR-81',
    seen: '7.2 hands decoded websocket data over in pieces of the room as asked before the first until all is gone, so a 16550 is overrun; 10.0 asks anew',
    how: 'one frame of 40 bytes into a 16550 with FIFO, LSR and RBR read after it; profile switch framesOverrun',
    versions: ['7.2.22'],
  },
  {
    id: 'CHR-13',
    seen: '7.2: removing a connected websocket chardev does not end its peer; the connection stays open until the process ends',
    how: 'websocket client connected, chardev-remove, read at the peer',
    versions: ['7.2.22'],
  },
  {
    id: 'Q-SOCK-1',
    seen: '7.2 keeps the connection open under the waiting watch, lets the guest go on once the peer has drained it, and then closes it',
    how: 'fill a unix socket through a 16550, shutdown(write) by the peer, read; scenario sock/waiting-for-output/half-close',
    versions: ['7.2.22'],
  },
  {
    id: 'FDSET-48',
    seen: 'the close of a socket clears no stale dup: sockets are closed by close(2), which unregisters nothing',
    how: 'a log on a set goes, a connection, a listener or a datagram socket takes its number and goes; scenarios fdset/stale-dup-stays-behind-sockets/*',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'MISC-01',
    seen: 'a 16550 of the machine sets no speed by itself: until somebody writes LCR or the divisor a tablet gives its introduction, a byte for each read of RBR',
    how: 'wctablet under a 16550, RBR and LSR read before anything is written; scenario misc/tablet/before-its-speed',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'RR-16',
    seen: 'a machine that does not run (stop, -S) has no checkpoints: input waits, recorded or replayed, and comes at once as it goes on; what still waits as the process ends is in no log',
    how: 'stop or -S, bytes from a client or input of a log, a wait, cont, RBR; quit in place of cont and the log read; scenarios rr/stopped/*',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'SOCK-15',
    seen: '7.2 honours a hang-up that is pending together with data after one read, whatever is left to read',
    how: 'more bytes than one read takes, then a close, under a 16550 with room; profile switch hangUpAfterOneRead',
    versions: ['7.2.22'],
  },
  {
    id: 'SOCK-10',
    seen: '`to` below the port is refused with the text of whatever errno was left over from before',
    how: 'chardev-add socket server with port 5001 and to 5000, twice after different commands',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'MISC-02',
    seen: '`-serial none` takes an index (the next word is serial1), `-parallel none` takes none',
    how: '-serial none -serial null and -parallel none -parallel null, then query-chardev; scenarios misc/legacy-words',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'SER-01',
    seen: 'the modem status of a 16550 reads 0 on serial (of what is no terminal) and msmouse chardevs, and 0xb0 on all others; it stays 0 after a change from serial to another type',
    how: 'register 6 of a 16550 on serial, msmouse and null; scenarios serial/* and misc/mouse',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'SER-02',
    seen: 'on the slave of a pty that is gone it is `not a parallel port: Input/output error`: such a terminal knows no request',
    how: 'add-fd of the slave, chardev-remove of the pty, parallel on the set; scenario def/parallel-on-a-terminal',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'HMP-02',
    seen: 'a pty is announced by a line `char device redirected to PATH (label ID)`; with mux=on the label is ID-base',
    how: 'chardev-add pty,id=x by human-monitor-command',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'HMP-03',
    seen: "each option without a value is told on the monitor, before all other lines, up to the option that is wrong: `warning: short-form boolean option 'mux' deprecated`, `Please use mux=on instead`; behind `no` it is off (`nodelay` is `delay` off, and told as `nodelay=on`), and it ends at the next comma, doubled or not; `id` alone is the id `on`",
    how: 'chardev-add and chardev-change by a human monitor and by human-monitor-command; scenarios hmp/chardev-by-options/short-form*',
    versions: ['7.2.22', '10.0.13', '11.1.2'],
  },
  {
    id: 'MISC-02',
    seen: 'the warning of an old name is given once for each name while the process lives, before the id is looked for',
    how: 'chardev-add tty twice, then parport; scenario hmp/chardev-by-options/old-names',
    versions: ['7.2.22'],
  },
  {
    id: 'PTY-01',
    seen: 'the line is printed for ptys of the command line (standard output) and of a human monitor (its client) alone: chardev-add and chardev-change by QMP print nothing',
    how: 'standard output as a pipe, -chardev pty, -serial pty, chardev-add and chardev-change by QMP',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'HMP-04',
    seen: 'the same line is printed for a chardev-change to a pty by 10.0; by 7.2 not, which makes a null chardev (Q-FOUND-6)',
    how: 'chardev-change x pty by human-monitor-command, query-chardev',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'MISC-01',
    seen: 'wctablet has no speed until a 16550 tells it one: behind a mux it never answers',
    how: '~# into a wctablet behind a mux, and into one under a 16550',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'RR-15',
    seen: '7.2 ends with status 1 and the text as it stands; 10.0 dies of SIGABRT, with totals only where the next event has a name: END has none, and asking for it fails an assertion. The text of a broken first event carries `-icount WORD: `, and lines that begin with `Replay: ` come without the name of the program',
    how: 'logs of character events alone, written by hand, and a halted guest whose 16550 is written over qtest; scenarios rr/replay/beyond-the-end and rr/log/*',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'RR-09',
    seen: 'input of an index that no driver has kills the process (SIGSEGV), on both releases',
    how: 'a log with an input event of driver 5; scenario rr/replay/no-such-driver',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'RR-04',
    seen: 'the result of then comes without the errno of then: a write that failed with EAGAIN and was tried again in the recording is given up in the replay, and its byte lost, after which the log no longer fits',
    how: 'events (-1, 0) and (1, 1), two bytes over qtest: the first is dropped, the second written; scenario rr/replay/failure',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'RR-06',
    seen: 'a halted processor comes to a checkpoint with the next timer tick, within 55 ms of machine time; what was queued until then is delivered at once, and nothing while the machine is stopped',
    how: 'bytes sent to a recorded 16550, LSR polled over qtest: 2 to 35 ms; scenarios rr/record/input and overrun',
    versions: ['7.2.22', '10.0.13'],
  },
  {
    id: 'RR-11',
    seen: 'on 10.0 a chardev with an ioctl that a -serial word makes itself is left out silently, but one that `chardev:ID` names is refused: the text, then `could not connect serial device to character backend`, and status 1',
    how: '-serial msmouse, -chardev msmouse,id=m -serial chardev:m, and a terminal, while recording; scenarios rr/drivers/*',
    versions: ['10.0.13'],
  },
  {
    id: 'RR-12',
    seen: '7.2 prints the text on the monitor that asked, not on standard error, and ends with status 1; the log is finished all the same',
    how: 'getfd with a descriptor on a mon: serial; scenario rr/drivers/getfd',
    versions: ['7.2.22'],
  },
];
