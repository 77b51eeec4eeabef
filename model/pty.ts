import { type Chardev, changeChardev, freshChardev } from './chardev.ts';
import { unlinksBlindly } from './defect.ts';
import { addDescription, addObject, isHeldBySome, objectOf, release } from './description.ts';
import { closeNumber, install, lowestFree, objectAt } from './descriptor.ts';
import { strerror } from './error-text.ts';
import { raise } from './event.ts';
import type { ObjectNumber } from './object.ts';
import { canonicalPath, lookUp, pathError } from './path.ts';
import { change, type ModelState, type Outcomed, type Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** Between two looks at a slave that nobody has open, nanoseconds. Source: PTY-03. */
const pollNs = 1_000_000_000;

/** A pseudo-terminal's own side. `dueNs`: the next look for a client; `path`: the link to the slave. Source: PTY. */
export type Pty = {
  readonly slave: ObjectNumber;
  readonly connected: boolean;
  readonly dueNs: number | null;
  readonly path: string | null;
};

/** How every witness writes the slave's path. */
export function ptyWord(id: string): string {
  return `{pty:${id}}`;
}

/** Where a new pty is to be found, for those who asked for it by options. Source: PTY-01, experiment. */
export function ptyNews(id: string, options: ReadonlyMap<string, string>): string {
  const label = options.get('mux') === 'on' ? `${id}-base` : id;
  return `char device redirected to ${ptyWord(label)} (label ${label})`;
}

/** Makes master and slave; disconnected. Source: PTY-01, PTY-11. */
export function openPty(turn: Turn, label: string, path: string | null): Outcomed<Chardev> {
  const master = turn.state.nextNumber;
  const end = { kind: 'terminal', name: '', inbox: [], byBytes: true } as const;
  addObject(turn, { side: 'master', peer: master + 1, ...end });
  const slave = addObject(turn, { side: 'slave', peer: master, ...end });
  const description = addDescription(turn, master, 'rw', ['nonblock']);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  const alsoSlave = installed.ok && lowestFree(turn.state) !== null; // it is open for a moment
  if (!installed.ok || !alsoSlave) {
    if (installed.ok) closeNumber(turn, installed.value);
    else release(turn, description);
    return { ok: false, text: `Failed to create PTY: ${strerror('EMFILE')}` };
  }
  if (path !== null) {
    const errno = lookUp(turn.state, path).ok ? 'EEXIST' : pathError(turn.state, path);
    if (errno !== null) {
      closeNumber(turn, installed.value);
      return { ok: false, text: `Failed to create PTY symlink: ${strerror(errno)}` };
    }
    putEntry(turn, 'paths', canonicalPath(path), slave);
  }
  const number = installed.value;
  return {
    ok: true,
    value: {
      ...freshChardev(label, 'pty', `pty:${ptyWord(label)}`),
      input: number,
      output: number,
      pty: { slave, connected: false, dueNs: null, path },
    },
  };
}

/** Whether poll(2) on the master says that nobody has the slave open. */
export function isSlaveAlone(state: ModelState, pty: Pty): boolean {
  return !isHeldBySome(state, pty.slave);
}

/** Looks at the master once: connected, or not and looked at again in a second. Source: PTY-02..04. */
export function pollPty(turn: Turn, label: string): void {
  const pty = turn.state.chardevs.get(label)?.pty;
  if (pty == null) return;
  if (isSlaveAlone(turn.state, pty)) {
    losePtyClient(turn, label);
    return;
  }
  changeChardev(turn, label, { pty: { ...pty, connected: true, dueNs: null } });
  if (pty.connected) return;
  raise(turn, label, 'OPENED');
  const number = turn.state.nextNumber; // its read watch is put up now (LOGMUX-13)
  changeChardev(turn, label, { watchedSince: number });
  change(turn, { nextNumber: number + 1 });
}

/** Those whose second is over look in one turn of the main loop, before anybody reads. Source: PTY-03, experiment. */
export function pollPtys(turn: Turn): void {
  const due = [...turn.state.chardevs.values()].filter(
    ({ pty }) => pty?.dueNs != null && pty.dueNs <= turn.state.nowNs,
  );
  due.sort((one, other) => one.watchedSince - other.watchedSince);
  for (const { label } of due) {
    if (turn.state.machine.state === 'exited' || turn.state.stall !== null) return;
    pollPty(turn, label);
  }
}

/** Nobody has the slave open any more: CLOSED in 10.0, and the timer. Source: PTY-07. */
export function losePtyClient(turn: Turn, label: string): void {
  const pty = turn.state.chardevs.get(label)?.pty;
  if (pty == null) return;
  changeChardev(turn, label, { pty: { ...pty, connected: false, dueNs: turn.state.nowNs + pollNs } });
  if (pty.connected && turn.state.profile.ptyTellsClosed) raise(turn, label, 'CLOSED');
}

/** Removal: the link goes with the master. Source: PTY-12, Q-PTY-1. */
export function unlinkPty(turn: Turn, pty: Pty): void {
  if (pty.path === null) return;
  const canonical = canonicalPath(pty.path);
  const there = turn.state.paths.get(canonical);
  if (there === undefined || (there !== pty.slave && !unlinksBlindly(turn.state))) return;
  if (objectOf(turn.state, there).kind === 'directory') return;
  dropEntry(turn, 'paths', canonical);
}

/** The slave object behind a chardev's master, `null` if it is no pty. Source: `open-pty` in language/action.ts. */
export function slaveOf(state: ModelState, label: string): ObjectNumber | null {
  const chardev = state.chardevs.get(label);
  const master = chardev?.pty == null ? null : objectAt(state, chardev.input);
  return master?.kind === 'terminal' ? master.peer : null;
}

/** What ioctl(2) says to a request of other devices: a slave without master knows none at all. Source: SER-02, experiment. */
export function errnoOfForeignRequest(state: ModelState, number: number): 'EIO' | 'ENOTTY' {
  const thing = objectAt(state, number);
  if (thing?.kind !== 'terminal' || thing.side !== 'slave') return 'ENOTTY';
  return thing.peer !== null && isHeldBySome(state, thing.peer) ? 'ENOTTY' : 'EIO';
}
