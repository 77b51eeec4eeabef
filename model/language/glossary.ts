import type { Area } from './clause.ts';

/** A short word of the clause texts and what it stands for. */
export type Term = { readonly word: string; readonly meaning: string };

/** The mailing-list threads behind the clauses, oldest first; E2E stories name them by these numbers. */
export const designThreads: readonly Term[] = [
  { word: '000', meaning: 'FD passing for chardevs and chardev backend multiplexing (libvir-list, December 2015)' },
  { word: '001', meaning: 'file descriptor passing using pass-fd, v4 (qemu-devel, June and July 2012)' },
  { word: '002', meaning: 'libvirt, libxl and channels (xen-devel, June 2014)' },
  { word: '003', meaning: 'chardev: implement backend chardev multiplexing, v9 (qemu-devel, January 2025)' },
  { word: '004', meaning: 'char: chardevice hotswap (qemu-devel, February 2017)' },
];

/** What `checked` says. QEMU versions: 7.2 is 7.2.22, 10.0 is 10.0.13, Linux x86-64. */
export const checkedWords: readonly Term[] = [
  { word: 'both', meaning: 'seen by experiment on QEMU 7.2 and 10.0' },
  { word: '7.2, 10.0', meaning: 'seen by experiment on that version' },
  { word: 'read', meaning: 'read in the source, not run' },
  { word: 'seed', meaning: 'stated in a design thread, nothing more' },
  { word: 'unit', meaning: "seen in QEMU's own chardev unit tests with a test added" },
  { word: 'model', meaning: 'recomputed with an independent statement of the rule' },
  { word: 'explored', meaning: 'found by exhaustive exploration of a small model of the variant' },
  { word: 'P', meaning: 'exploration of the 2017 patches as posted, on the sources of that time' },
  { word: 'P0', meaning: 'P without the refusal of a busy chardev on rollback' },
  { word: 'P1', meaning: "P0 without the finalizer that clears the frontend's pointer" },
  { word: 'E', meaning: 'exploration of the corrected design: nothing found' },
];

/** Short words of the rules and observables, by part of the domain. */
export const terms: Readonly<Record<Area, readonly Term[]>> = {
  'descriptor passing': [
    { word: 'OFD', meaning: 'open file description: object, access mode, status flags, offset; shared by every dup' },
    { word: 'pending', meaning: 'received, not yet taken by a command' },
    { word: 'member', meaning: 'descriptor held by an fd set' },
    { word: 'dup', meaning: 'descriptor that an open of /dev/fdset/N produced' },
    { word: 'stale dup', meaning: "number still in a set's list of dups although that descriptor was closed" },
    { word: 'E:text', meaning: 'QMP error of class GenericError with exactly this text' },
    { word: 'CA:', meaning: "the prefix `Failed to add chardev '<id>': ` of chardev-add; chardev-change has none" },
    { word: 'ACC, INV', meaning: 'refused with EACCES, EINVAL' },
    { word: 'C, Q, K', meaning: 'in the proposals: client, server, connection' },
  ],
  chardevs: [
    { word: 'reply', meaning: 'QMP reply' },
    { word: 'qc', meaning: 'query-chardev' },
    { word: 'peer', meaning: 'bytes at the other end' },
    { word: 'ring', meaning: 'ringbuf-read' },
    { word: 'guest', meaning: 'registers of the serial port' },
    { word: 'events', meaning: 'events that the frontend is told' },
    { word: 'exit', meaning: 'end of the process' },
    { word: 'fs', meaning: 'files of the host' },
    { word: '→ Q-…', meaning: 'real systems do this although it breaks a neighbouring rule' },
  ],
  'hotswap, replay and monitors': [
    { word: 'FE', meaning: "the frontend's handle on its chardev" },
    { word: 'BE', meaning: 'a backend: the chardev object' },
    { word: 'loop', meaning: 'the main loop, with the big lock held' },
    { word: 'L', meaning: 'a step of the main loop' },
    { word: 'writer', meaning: 'any thread that calls the write functions of the frontend' },
    { word: 'BH', meaning: 'bottom half: a callback that the loop runs later' },
    { word: 'told open', meaning: 'the last of OPENED and CLOSED that the frontend got was OPENED' },
  ],
  'channels and logging': [
    { word: 'qtree', meaning: 'the port line of HMP `info qtree`' },
    { word: 'ctl', meaning: 'messages that the guest gets on the virtio-serial control queue' },
    { word: 'out', meaning: 'output buffers that the device gives back' },
    { word: 'xs', meaning: 'xenstore' },
    { word: 'F, B', meaning: 'frontend and backend folder in xenstore' },
  ],
};
