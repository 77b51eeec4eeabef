import type { CharEvent } from '../model/language/char-event.ts';
import type { Outcome } from '../model/language/outcome.ts';
import { type ReplayFault, readReplayLog, replaySourceOf } from './replay-log.ts';

const headFaults: ReadonlySet<ReplayFault> = new Set(['empty', 'unfinished', 'version', 'foreign']);

/** What `read-char-log` sees of a file: nothing of one that its process has not finished. */
export function charLogSeen(bytes: Uint8Array): Outcome {
  const events: CharEvent[] = [];
  for (const item of readReplayLog(replaySourceOf(bytes))) {
    if ('event' in item && item.event.is === 'char') events.push(item.event.event);
    if ('fault' in item && headFaults.has(item.fault)) return { see: 'char-log', finished: false, events: [] };
  }
  return { see: 'char-log', finished: true, events };
}
