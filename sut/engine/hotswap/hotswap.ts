import type { Task } from '../../runtime/task.ts';
import type { Exchange } from './exchange.ts';
import type { FarEnd, FarEndSpec } from './far-end.ts';
import type { Handle, User } from './handle.ts';
import type { Call } from './ledger.ts';

/**
 * One way to replace the backend of a live chardev. What is marked (loop) is called by who holds the big lock, the rest
 * by any thread.
 */
export type Hotswap = {
  readonly exchange: Exchange;
  /** A frontend's place, at no chardev yet. */
  createHandle(name: string): Handle;
  /** (set-up) A chardev, and a handle that is attached to it, listening, and was told what is true. */
  settle(handle: Handle, end: FarEnd, user: User, open: boolean): void;
  /** -1, or how many bytes were taken; what call.returns is told. */
  write(handle: Handle, call: Call): Task<number>;
  /** read_all, ioctl: anything else that uses the backend. */
  control(handle: Handle): Task<void>;
  /** Descriptors for the next message. */
  giveDescriptors(handle: Handle, count: number): Task<void>;
  /** Sleeps until output may go on. `no watch`: nothing will ever be said. */
  awaitRoom(handle: Handle): Task<'retry' | 'no watch'>;
  /** The far end's peer leaves or comes back, seen by the thread that serves it. */
  peerLeaves(end: FarEnd): Task<void>;
  peerReturns(end: FarEnd): Task<void>;
  /** (loop) False: refused. */
  attach(handle: Handle, id: string, user: User): Task<boolean>;
  /** (loop) */
  detach(handle: Handle): Task<void>;
  /** (loop) With or without fe_open. */
  setHandlers(handle: Handle, listening: boolean, setOpen: boolean): Task<void>;
  /** (loop) */
  setChanged(handle: Handle, changed: User['changed']): Task<void>;
  /** (loop) */
  change(id: string, spec: FarEndSpec): Task<void>;
  /** (loop) */
  add(id: string, spec: FarEndSpec): void;
  /** (loop) chardev-remove: refused while it is used. */
  remove(id: string): Task<void>;
  /** (loop) Its owner deletes it, used or not. */
  dispose(id: string): Task<void>;
  /** (loop) Everything ends. */
  shutDown(): Task<void>;
};

/** Prefix of the ids that a change as posted uses for itself. Source: SWAP-D04. */
export const temporaryPrefix = 'tmp-chardev-xchg-';
