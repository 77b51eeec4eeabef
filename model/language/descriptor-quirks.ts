import type { Quirk } from './quirk.ts';

/** The part of the registry that is about descriptors, their sets and their logs. Source: spec DEF rows. */
export const descriptorQuirks: readonly Quirk[] = [
  {
    id: 'DEF-01',
    title: 'a logfile (or parallel device) closes its descriptor without unregistering it from the fd set',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['FDSET-47', 'FDSET-48', 'FDSET-23', 'FDSET-33'],
    repair: 'every descriptor opened through an fd set is unregistered when it is closed, whoever opened it',
  },
  {
    id: 'DEF-02',
    title: 'with oob, a pipelined command may be given the descriptor of a later message',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['FDSET-11'],
    repair: 'the descriptors of a message are bound to the command whose closing brace that message carries',
  },
  {
    id: 'DEF-03',
    title: 'another user of the open file description makes a live chardev blocking and so freezes the main loop',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['FDSET-05', 'OPEN-10', 'OPEN-11'],
    repair:
      'a refused open restores the status flags it found, and a chardev never waits in write(2) whatever O_NONBLOCK says',
  },
  {
    id: 'DEF-04',
    title: 'a failing parallel chardev closes descriptor 0',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['DEF-04', 'OPEN-09'],
    repair: 'a chardev that never opened its device closes nothing',
  },
  {
    id: 'DEF-05',
    title: 'a write refused with EAGAIN is logged at once and logged again after the retry',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['LOG-02'],
    repair: 'only what the backend accepted is logged',
  },
  {
    id: 'DEF-06',
    title: 'while the machine is stopped, a removed member is still handed out',
    profiles: ['qemu-7.2'],
    clauses: ['FDSET-31', 'OPEN-18'],
    repair: 'a removed member is closed at once and never matches again',
  },
  {
    id: 'DEF-07',
    title: '-add-fd truncates the descriptor number to 32 bits, and sets above 2^31-1 can be made but never opened',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['FDSET-19', 'FDSET-42'],
    repair:
      "numbers are not truncated (`fd is not valid or already in use`) and add-fd refuses such an id with `Parameter 'fdset-id' expects a value of at most 2147483647`",
  },
  {
    id: 'DEF-08',
    title: 'a FIFO without a reader, or a full log pipe, stalls the main loop',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['FILE-06', 'LOG-03'],
    repair:
      'a FIFO is opened without waiting (ENXIO while nobody reads), and log bytes that cannot be written at once are dropped',
  },
  {
    id: 'DEF-09',
    title: 'getfd names outlive their client, and descriptors of a failed command are used by a later one',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['FDSET-06', 'FDSET-12', 'GETFD-05', 'GETFD-06'],
    repair:
      'names are closed when their client disconnects, and pending descriptors that a finished command did not take are closed with it',
  },
];
