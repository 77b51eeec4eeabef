import type { Task } from '../../runtime/task.ts';
import type { Machine } from '../machine.ts';
import { type JsonObject, object } from './json-value.ts';
import { print } from './monitor.ts';
import { messageLine } from './qmp-session.ts';

const nsPerSecond = 1_000_000_000;
const nsPerMicrosecond = 1000;

/** Sends an event to every QMP client that has negotiated. The time stamp is virtual. */
export function* emitEvent(machine: Machine, event: string, data?: JsonObject): Task<void> {
  const { nowNs } = machine.clock;
  const timestamp = object({
    seconds: BigInt(Math.floor(nowNs / nsPerSecond)),
    microseconds: BigInt(Math.floor((nowNs % nsPerSecond) / nsPerMicrosecond)),
  });
  const message = object({ timestamp, event, data });
  for (const monitor of machine.monitors)
    if (monitor.session?.negotiated) yield* print(machine, monitor, messageLine(monitor.session, message));
}

/**
 * The same, at most once a second for each `key`: the first at once, of those that follow within the second the last, at
 * its end. Source: VSER-42.
 */
export function* emitAtMostEachSecond(machine: Machine, event: string, key: string, data: JsonObject): Task<void> {
  const name = `${event}:${key}`;
  const recent = machine.recentEvents.get(name);
  if (recent !== undefined) {
    recent.latest = data;
    return;
  }
  const kept: Recent = { event, name, latest: null };
  machine.recentEvents.set(name, kept);
  startSecond(machine, kept);
  yield* emitEvent(machine, event, data);
}

type Recent = { readonly event: string; readonly name: string; latest: JsonObject | null };

function startSecond(machine: Machine, kept: Recent): void {
  machine.mainLoop.addTimer(nsPerSecond, () => endSecond(machine, kept));
}

function* endSecond(machine: Machine, kept: Recent): Task<void> {
  const { event, name, latest } = kept;
  kept.latest = null;
  if (latest === null) {
    machine.recentEvents.delete(name);
    return;
  }
  startSecond(machine, kept);
  yield* emitEvent(machine, event, latest);
}
