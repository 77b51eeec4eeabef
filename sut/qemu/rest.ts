import { readdirSync, readFileSync } from 'node:fs';
import { pause } from './pause.ts';

/** What every thread of a process was doing: asleep or not, and how often each has run so far. */
type Activity = { readonly asleep: boolean; readonly switches: string };

/** Undefined when the process, or a thread of it just now, has ended. */
function activityOf(pid: number): Activity | undefined {
  let asleep = true;
  let switches = '';
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'latin1');
      const state = /^State:\t(.)/m.exec(status)?.[1];
      if (state === 'Z' || state === 'X') return undefined;
      if (state !== 'S') asleep = false;
      const at = status.indexOf('voluntary_ctxt_switches');
      switches += `${thread}:${at < 0 ? '' : status.slice(at)}`;
    }
  } catch {
    return undefined;
  }
  return { asleep, switches };
}

/**
 * Waits until every thread of the process sleeps and none has run between two looks, at most `timeoutMs`; returns
 * whether that was reached. A thread that our last call woke counts as running from that call on (Linux wakes in the
 * caller), so rest means that everything caused so far by pipes and unix sockets has been worked off.
 */
export function awaitRest(pid: number, timeoutMs: number): boolean {
  const deadline = performance.now() + timeoutMs;
  let before = activityOf(pid);
  for (let looks = 0; ; looks += 1) {
    if (before === undefined) return true;
    const after = activityOf(pid);
    if (before.asleep && after?.asleep === true && before.switches === after.switches) return true;
    if (performance.now() >= deadline) return false;
    if (looks > 3) pause(0.2);
    before = after;
  }
}

/** True if no thread of the process ran during `ms`. */
export function restsFor(pid: number, ms: number): boolean {
  const before = activityOf(pid);
  pause(ms);
  const after = activityOf(pid);
  return (
    before !== undefined && after !== undefined && before.asleep && after.asleep && before.switches === after.switches
  );
}

/** Waits until a stop signal has reached every thread of the process. */
export function awaitStopped(pid: number, timeoutMs: number): boolean {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      const threads = readdirSync(`/proc/${pid}/task`);
      const running = threads.filter((thread) => {
        const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'latin1');
        return !/^State:\t[TZX]/m.test(status);
      });
      if (running.length === 0) return true;
    } catch {
      return true; // it ended instead
    }
    if (performance.now() >= deadline) return false;
    pause(0.2);
  }
}
