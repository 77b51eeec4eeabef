import type { QuirkId } from './quirk.ts';

/** Which system is meant. `design`: the seeds' system, repaired; `qemu-*`: that version with its real quirks. */
export type ProfileName = 'design' | 'qemu-7.2' | 'qemu-10.0' | 'qemu-11.1';

/**
 * What differs between the systems, as data: a new QEMU version is one more row, never a new branch.
 * Each switch names the rule it selects; quirks (defects) are a registry of their own, see quirk.ts.
 */
export type Profile = {
  readonly name: ProfileName;
  /** The older system whose literals stand for this one where a scenario has none of its own for it. */
  readonly like?: ProfileName;
  /** What `query-version` and the greeting say; runs put the version of the system that they meet in its place. */
  readonly version: { readonly major: number; readonly minor: number; readonly micro: number };
  /** remove-fd: the member is closed at once, or marked and reaped only while the machine runs (FDSET-27, 28, 30, 31). */
  readonly memberRemoval: 'at-once' | 'reaped-while-running';
  /**
   * What the last monitor's disconnect does to members of sets without dups (FDSET-35, 36): nothing, closes them if the
   * machine runs, or closes them always. Where it closes, the close of a set's last dup without a monitor does so too.
   */
  readonly lastMonitorGone: 'keeps-members' | 'reaps-while-running' | 'reaps';
  /** Which flags an open compares with a member's (OPEN-06, OPEN-20). */
  readonly openMatch: 'access-mode' | 'access-mode-and-direct';
  /** Whose wording is used wherever the releases differ in words alone (table under OPEN-20, GETFD-07, SWAP-S02). */
  readonly wording: '7.2' | '10.0';
  /** qemu_close: unregister the dup before or after closing it (OPEN-15). */
  readonly closeOrder: 'close-then-unregister' | 'unregister-then-close';
  /** The command line's `input-path` for file chardevs exists (FILE-01). */
  readonly fileInputPathOption: boolean;
  /** query-status carries `singlestep` (QMP-15). */
  readonly statusHasSinglestep: boolean;
  /** Socket chardevs take `reconnect-ms` beside `reconnect` (GETFD-08). */
  readonly reconnectMs: boolean;
  /** add_client looks whether it was given a socket before it looks at the protocol (GETFD-07, by experiment). */
  readonly addClientWantsSocket: boolean;
  /** With DEF-04: a device that opens but is no parallel port closes descriptor 0 too, not only one that does not open. */
  readonly parallelMisfitClosesZero: boolean;
  /** blockdev-reopen asks how long the file is, which moves the offset that everybody shares (OPEN-14, by experiment). */
  readonly reopenMeasures: boolean;
  /** A mux gives the slot of a frontend that left to the next one, or never, and is then always busy (MUX-03, CHR-12). */
  readonly muxSlots: 'reused' | 'used-once';
  /** `C-a c` moves the focus over the frontends that are there, or over every slot ever given (MUX-08, by experiment). */
  readonly muxFocus: 'frontends' | 'slots';
  /** A pty that loses its client tells its frontend CLOSED, not only when it is destroyed (PTY-07, CHR-55). */
  readonly ptyTellsClosed: boolean;
  /** The chardev `pty` takes a `path` for a link to its slave (PTY-11). */
  readonly ptyPathOption: boolean;
  /** A connected unix client is shown with the path of its peer (SOCK-21). */
  readonly clientShowsPeer: boolean;
  /** A hang-up is honoured right after one read, whatever else the peer had sent (SOCK-15, by experiment). */
  readonly hangUpAfterOneRead: boolean;
  /** A hang-up that the frontend has no room to read up to comes after output that it let go on (VSER-62, by experiment). */
  readonly hangUpComesLast: boolean;
  /** What a text console draws of its own at its creation is also logged (VC-01). */
  readonly consoleLogsItsName: boolean;
  /** What a websocket has decoded is handed over whole, in pieces of the room before the first (CHR-81, by experiment). */
  readonly framesOverrun: boolean;
  /** A connection that somebody waits on for output is closed only when they stop (Q-SOCK-1, by experiment). */
  readonly waitingKeepsOpen: boolean;
  /** An attempt to connect enters its yank instance when it succeeds, not when it begins. Source: RACE-S05. */
  readonly yanksOnceConnected: boolean;
  /** Which chardev of `-serial mon:…` goes through the log of record and replay (RR-08). */
  readonly replayMarks: 'mux' | 'base';
  /** Types with an ioctl join that log all the same, with a complaint, or are left out (RR-11). */
  readonly replayIoctl: 'joins' | 'left-out';
  /** A recorded write takes what the backend takes at once, or all that it is given (RR-13, CHR-67). */
  readonly recordedWrites: 'as-taken' | 'whole';
  /** The version in the head of such a log (RR-01). */
  readonly replayVersion: number;
  /** What a write does that the log does not have (RR-15). */
  readonly replayMissingWrite: 'exits' | 'aborts';
  /** A change of a chardev in use: done within its command, or later, by the main loop (SWAP-S01, ENG-17). */
  readonly hotswap: 'within-command' | 'deferred';
  /** The hub chardev exists (S0-8). */
  readonly hub: boolean;
  /** Socket chardevs take `reconnect` in seconds (SOCK-07). */
  readonly reconnectSeconds: boolean;
  /** What is pending on a monitor is made blocking at each of its reads, not only when it comes (FDSET-05, by experiment). */
  readonly pendingHeldBlocking: boolean;
  /** Bytes that a full log, non-blocking by itself, does not take are dropped, DEF-08 or not (LOG-03, by experiment). */
  readonly fullLogDrops: boolean;
  /** A udp chardev counts as open (UDP-04, HUB-31, by experiment). */
  readonly udpOpens: boolean;
  /** A monitor ends the connection of a client that sends an O_PATH descriptor (FDSET-05, by experiment). */
  readonly pathDescriptorsEnd: boolean;
  /** How a process ends that asks for more memory than there is (Q-RB-1). */
  readonly outOfMemory: 'SIGTRAP' | 'SIGABRT';
  /** A standard stream that is closed is named by its number in the refusal (STDIO-02). */
  readonly namesClosedStream: boolean;
  /** Broken JSON is told of a whole message, or at its first word that does not fit, with line and column (QMP-07, by experiment). */
  readonly jsonErrors: 'whole' | 'word-by-word';
  /** Every quirk that this system has. */
  readonly quirks: readonly QuirkId[];
};
