import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { constants } from 'node:os';
import type { Libc } from './libc.ts';
import { pause } from './pause.ts';

/** How the process ended. */
export type End =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'killed'; readonly signal: string };

/** One running QEMU, spawned by this thread and killed with it. */
export type QemuProcess = {
  readonly pid: number;
  readonly words: readonly string[];
  /** How many times as long as usual it may take for everything: more than 1 under a wrapper that slows it down. */
  readonly slowness: number;
  /** It did not come to rest when that was last awaited. */
  restless: boolean;
  /** How it ended, as soon as that is known; never waits. */
  end(): End | undefined;
  stderr(): string;
  /** Kills it, with all that a wrapper has started, and waits until it is reaped. */
  kill(): Promise<void>;
};

/** What to start, and with which descriptors. */
export type Spawning = {
  /** The program and all words after it. */
  readonly words: readonly [string, ...string[]];
  readonly folder: string;
  /** Number in the child -> our descriptor. Numbers from 3 on below 128 that neither are listed nor named are taken by something of ours. */
  readonly fds: ReadonlyMap<number, number>;
  /** Default 1. */
  readonly slowness?: number;
};

/** Name of the memfd that takes standard error. */
export const standardErrorName = 'charsim-stderr';

const stderrBytesMax = 1 << 20;
/**
 * Numbers below are taken from the start. poll(2) refuses more entries than the limit of descriptors: what QEMU opens itself is
 * to lie above as many as it waits for, so that each of its numbers can be the limit.
 */
const firstOwn = 128;

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

/**
 * Descriptors that this process was itself given would leak into every QEMU and shift its numbers (RT-11): they are
 * made close-on-exec. Node's and our own already are.
 */
export function closeStrayDescriptorsOnExec(libc: Libc): void {
  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name);
    if (fd < 3) continue;
    try {
      libc.setCloseOnExec(fd);
    } catch {
      // the descriptor of the listing itself is gone again
    }
  }
}

/** A parent that died before the signal was asked for is never announced: then QEMU must not start at all. */
const onlyBelow = ['sh', '-c', 'test "$PPID" = "$0" && exec "$@"', `${process.pid}`];

/** Numbers of descriptors that the words name: what is not inherited there is to be closed. */
function namedNumbers(words: readonly string[]): ReadonlySet<number> {
  return new Set(words.flatMap((word) => [...word.matchAll(/\bfd=0*(\d+)/g)].map(([, number]) => Number(number))));
}

/**
 * Starts QEMU under `setpriv --pdeathsig KILL`, so that it dies with this thread (RT-10), standard error in a memfd
 * (RT-7). Undefined and the reason if the system could not start it.
 */
export function spawnQemu(libc: Libc, spawning: Spawning): QemuProcess | { readonly problem: string } {
  const memory = libc.memfd(standardErrorName);
  const stdio: (number | 'ignore')[] = ['ignore', 'ignore', memory];
  const named = namedNumbers(spawning.words);
  while (stdio.length < firstOwn) stdio.push(named.has(stdio.length) ? 'ignore' : memory);
  for (const [number, fd] of spawning.fds) {
    while (stdio.length < number) stdio.push('ignore');
    stdio[number] = fd;
  }
  const environment = { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' }; // strerror texts are compared
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...onlyBelow, ...spawning.words], {
    cwd: spawning.folder,
    stdio,
    env: environment,
  });
  let problem: string | undefined;
  child.on('error', (error) => {
    problem = error.message;
  });
  if (child.pid === undefined) {
    closeSync(memory);
    return { problem: problem ?? 'cannot start `setpriv` (package util-linux)' };
  }
  return handleOf(libc, child, child.pid, memory, spawning);
}

function handleOf(libc: Libc, child: ChildProcess, pid: number, memory: number, spawning: Spawning): QemuProcess {
  let known: End | undefined;
  let closed = false;
  let kept = '';
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const end = (): End | undefined => {
    if (known !== undefined) return known;
    if (child.exitCode !== null) known = { kind: 'exited', status: child.exitCode };
    else if (child.signalCode !== null) known = { kind: 'killed', signal: child.signalCode };
    else {
      const status = libc.exitStatus(pid);
      if (status?.kind === 'exited') known = status;
      if (status?.kind === 'killed') known = { kind: 'killed', signal: signalName(status.signal) };
    }
    return known;
  };
  const stderr = (): string => {
    if (closed) return kept;
    const length = Math.min(fstatSync(memory).size, stderrBytesMax);
    const buffer = Buffer.alloc(length);
    return buffer.toString('utf8', 0, length === 0 ? 0 : readSync(memory, buffer, 0, length, 0));
  };
  return {
    pid,
    words: spawning.words,
    slowness: spawning.slowness ?? 1,
    restless: false,
    end,
    stderr,
    async kill() {
      if (end() === undefined) killWithChildren(pid);
      if (child.exitCode === null && child.signalCode === null) await gone;
      if (closed) return;
      kept = stderr();
      closed = true;
      closeSync(memory);
    },
  };
}

/** Under a wrapper that forks, as strace does, QEMU is a child of the wrapper, which it would outlive. */
function killWithChildren(pid: number): void {
  const children = childrenOf(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
  for (const child of children) killWithChildren(child);
}

/** Source: proc(5), /proc/pid/task/tid/children. */
function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'));
    return lists.flatMap((list) => list.split(' ').filter((word) => word !== '')).map(Number);
  } catch {
    return []; // it has ended, or this kernel tells no children
  }
}

/** Waits up to `timeoutMs` for the process to end. */
export function waitForEnd(qemu: QemuProcess, timeoutMs: number): End | undefined {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const end = qemu.end();
    if (end !== undefined || performance.now() >= deadline) return end;
    pause(1);
  }
}
