import type { Profile } from './profile.ts';

/** A member of a profile that selects a rule: everything but what names the system, and its quirks. */
export type SwitchName = Exclude<keyof Profile, 'name' | 'version' | 'quirks' | 'like'>;

/** What a switch is about, for people who do not read profiles. Clauses: those whose outcome it selects. */
export type SwitchWords = { readonly title: string; readonly clauses: readonly string[] };

/** Words for the switches of a profile; one that has none here goes by its name. Source: the docstrings of `Profile`. */
export const switchWords: Readonly<Partial<Record<SwitchName, SwitchWords>>> = {
  memberRemoval: { title: 'when remove-fd closes a member', clauses: ['FDSET-27', 'FDSET-28', 'FDSET-30', 'FDSET-31'] },
  lastMonitorGone: {
    title: "what the last monitor's disconnect does to members without dups",
    clauses: ['FDSET-35', 'FDSET-36'],
  },
  openMatch: { title: "flags that an open compares with a member's", clauses: ['OPEN-06', 'OPEN-20'] },
  wording: { title: 'wording of messages', clauses: ['OPEN-20', 'GETFD-07', 'SWAP-S02'] },
  closeOrder: { title: 'whether a dup is unregistered before or after it is closed', clauses: ['OPEN-15'] },
  fileInputPathOption: { title: 'input-path of file chardevs on the command line', clauses: ['FILE-01'] },
  statusHasSinglestep: { title: 'query-status carries singlestep', clauses: ['QMP-15'] },
  reconnectMs: { title: 'socket chardevs take reconnect-ms', clauses: ['GETFD-08'] },
  addClientWantsSocket: { title: 'add_client looks for a socket before the protocol', clauses: ['GETFD-07'] },
  parallelMisfitClosesZero: { title: 'a device that is no parallel port closes descriptor 0', clauses: ['DEF-04'] },
  reopenMeasures: { title: 'blockdev-reopen moves the shared offset', clauses: ['OPEN-14'] },
  muxSlots: { title: 'slots of frontends that left a mux', clauses: ['MUX-03', 'CHR-12'] },
  muxFocus: { title: 'what C-a c moves the focus over', clauses: ['MUX-08'] },
  ptyTellsClosed: { title: 'a pty that loses its client tells CLOSED', clauses: ['PTY-07', 'CHR-55'] },
  ptyPathOption: { title: 'ptys take a path for a link', clauses: ['PTY-11'] },
  clientShowsPeer: { title: 'a connected unix client shows the path of its peer', clauses: ['SOCK-21'] },
  hangUpAfterOneRead: { title: 'a hang-up is honoured right after one read', clauses: ['SOCK-15'] },
  hangUpComesLast: { title: 'a hang-up that waits for room comes after output', clauses: ['VSER-62'] },
  consoleLogsItsName: { title: 'a text console logs what it draws of its own', clauses: ['VC-01'] },
  framesOverrun: { title: 'a websocket hands decoded data over whole', clauses: ['CHR-81'] },
  yanksOnceConnected: {
    title: 'a connection can be yanked once it is made, not while it is attempted',
    clauses: ['RACE-S05'],
  },
  waitingKeepsOpen: { title: 'a connection that is waited on for output stays open', clauses: ['Q-SOCK-1'] },
  replayMarks: { title: 'which chardev of -serial mon:… joins the replay log', clauses: ['RR-08'] },
  replayIoctl: { title: 'whether types with an ioctl join the replay log', clauses: ['RR-11'] },
  recordedWrites: { title: 'what a recorded write takes', clauses: ['RR-13', 'CHR-67'] },
  replayMissingWrite: { title: 'what a write does that the replay log lacks', clauses: ['RR-15'] },
  hotswap: { title: 'when a chardev in use is changed', clauses: ['SWAP-S01', 'ENG-17'] },
  hub: { title: 'the hub chardev exists', clauses: ['S0-8'] },
};
