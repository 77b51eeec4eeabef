import type { Task } from '../../runtime/task.ts';
import type { Machine } from '../machine.ts';
import { type JsonObject, object } from './json-value.ts';
import { jsonText } from './json-writer.ts';
import { print } from './monitor.ts';

const nsPerSecond = 1_000_000_000;
const nsPerMicrosecond = 1000;

/** Sends an event to every QMP client that has negotiated. The time stamp is virtual. */
export function* emitEvent(machine: Machine, event: string, data?: JsonObject): Task<void> {
  const { nowNs } = machine.clock;
  const timestamp = object({
    seconds: BigInt(Math.floor(nowNs / nsPerSecond)),
    microseconds: BigInt(Math.floor((nowNs % nsPerSecond) / nsPerMicrosecond)),
  });
  const line = `${jsonText(object({ timestamp, event, data }))}\r\n`;
  for (const monitor of machine.monitors) if (monitor.session?.negotiated) yield* print(machine, monitor, line);
}
