import type { ObjectKind, Poll } from './process.ts';
import { fail, type Immediate, type Ok, ok } from './result.ts';
import { type AccessMode, nonblockBit, pathBit, type StatusBits } from './status-flags.ts';

/**
 * What a description refers to: the operations of one kind of file. They never sleep: where the call would have to wait
 * they fail with EAGAIN, or take less than was offered; the calls (file-calls.ts) turn that into a sleep.
 */
export type FileObject = {
  readonly kind: ObjectKind;
  /** lseek: moves the offset, is accepted without effect (0), or is refused (ESPIPE). */
  readonly seeking: 'moves' | 'ignored' | 'refused';
  /** O_DIRECT: allowed, allowed by F_SETFL but not at open (pipes: packet mode), or refused. */
  readonly direct: 'allowed' | 'set-only' | 'refused';
  /** Whether reads and writes can have to wait. */
  readonly waits: boolean;
  /** A description on it comes to life. */
  attach(description: Description): void;
  /** Its last descriptor was closed. */
  detach(description: Description): void;
  /** The same of one that names it and does nothing else (O_PATH). */
  named(): void;
  unnamed(): void;
  read(description: Description, max: number): Immediate<Uint8Array>;
  /** `continued`: the rest of a write that slept. */
  write(description: Description, bytes: Uint8Array, continued: boolean): Immediate<number>;
  /** Pure: a read would not have to wait now. */
  wakesReader(description: Description): boolean;
  /** Pure: a sleeping write could go on now. */
  wakesWriter(description: Description): boolean;
  poll(description: Description): Poll;
  truncate(description: Description, size: number): Immediate<void>;
  ioctl(description: Description, request: string): Immediate<number>;
  size(): number;
  /** open(2) through another name: makes the object that the new description refers to. */
  reopened(): Immediate<FileObject>;
};

/** An open file description: what every dup and every passed copy shares. */
export type Description = {
  /** Order of creation in its kernel, from 1. */
  readonly number: number;
  readonly object: FileObject;
  readonly name: string;
  readonly access: AccessMode;
  readonly readable: boolean;
  readonly writable: boolean;
  bits: StatusBits;
  offset: number;
  /** Descriptors, copies in flight and sleeping calls that hold it. */
  references: number;
  /** FIFOs: the count of writers that had ever opened when this end was opened without one; else -1. */
  writersSeen: number;
};

/** All live descriptions of a kernel, oldest first. */
export type Descriptions = {
  /** A new description with one reference, attached to its object. */
  create(object: FileObject, access: AccessMode, bits: StatusBits, name: string): Description;
  hold(description: Description): Description;
  /** Drops one reference; the last one detaches the object. */
  release(description: Description): void;
  list(): readonly Description[];
};

/** No description yet. */
export function createDescriptions(): Descriptions {
  const live = new Set<Description>();
  let created = 0;
  return {
    create(object: FileObject, access: AccessMode, bits: StatusBits, name: string): Description {
      created += 1;
      const path = (bits & pathBit) !== 0;
      const description: Description = {
        number: created,
        object,
        name,
        access,
        readable: !path && access !== 'w',
        writable: !path && access !== 'r',
        bits,
        offset: 0,
        references: 1,
        writersSeen: -1,
      };
      live.add(description);
      if (path) object.named();
      else object.attach(description);
      return description;
    },
    hold(description: Description): Description {
      description.references += 1;
      return description;
    },
    release(description: Description): void {
      if (description.references <= 0) throw new Error(`description ${description.number} released too often`);
      description.references -= 1;
      if (description.references > 0) return;
      live.delete(description);
      if (isPath(description)) description.object.unnamed();
      else description.object.detach(description);
    },
    list: () => [...live],
  };
}

/** An O_PATH description: it names its object and does nothing else. */
export function isPath(description: Description): boolean {
  return (description.bits & pathBit) !== 0;
}

/** O_NONBLOCK is set. */
export function isNonblocking(description: Description): boolean {
  return (description.bits & nonblockBit) !== 0;
}

const polls: readonly Poll[] = Array.from({ length: 16 }, (_, bits) =>
  Object.freeze({ in: (bits & 1) !== 0, out: (bits & 2) !== 0, hup: (bits & 4) !== 0, err: (bits & 8) !== 0 }),
);
const noPoll: Poll = Object.freeze({ in: false, out: false, hup: false, err: false });

/** A shared, frozen Poll value. */
export function pollOf(readable: boolean, writable: boolean, hup: boolean, err: boolean): Poll {
  return polls[(readable ? 1 : 0) | (writable ? 2 : 0) | (hup ? 4 : 0) | (err ? 8 : 0)] ?? noPoll;
}

const results: readonly Ok<Poll>[] = polls.map((poll) => Object.freeze(ok(poll)));

/** The result of a poll(2): whoever waits looks again and again, so it takes no allocation. */
export function polled(poll: Poll): Ok<Poll> {
  return results[(poll.in ? 1 : 0) | (poll.out ? 2 : 0) | (poll.hup ? 4 : 0) | (poll.err ? 8 : 0)] ?? ok(poll);
}

const ready: Poll = pollOf(true, true, false, false);

const nothing = (): void => {};
const always = (): boolean => true;
const alwaysReady = (): Poll => ready;
const notTruncated = (): Immediate<void> => fail('EINVAL');
const noTerminal = (): Immediate<number> => fail('ENOTTY');
const empty = (): number => 0;

/** What an object does unless it says otherwise: never waits, no truncation, no tty, same object when reopened. */
export function plainObject(object: Pick<FileObject, 'kind' | 'read' | 'write'> & Partial<FileObject>): FileObject {
  // one literal: spreading costs V8 several times as much
  const made: FileObject = {
    kind: object.kind,
    seeking: object.seeking ?? 'refused',
    direct: object.direct ?? 'refused',
    waits: object.waits ?? false,
    attach: object.attach ?? nothing,
    detach: object.detach ?? nothing,
    named: object.named ?? nothing,
    unnamed: object.unnamed ?? nothing,
    read: object.read,
    write: object.write,
    wakesReader: object.wakesReader ?? always,
    wakesWriter: object.wakesWriter ?? always,
    poll: object.poll ?? alwaysReady,
    truncate: object.truncate ?? notTruncated,
    ioctl: object.ioctl ?? noTerminal,
    size: object.size ?? empty,
    reopened: object.reopened ?? ((): Immediate<FileObject> => ok(made)),
  };
  return made;
}
