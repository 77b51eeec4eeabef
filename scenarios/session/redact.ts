import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { crc32c, hex8 } from './check-value.ts';

/** What stands for a text that was left out: its length in bytes and its CRC-32C. */
export function redactedText(text: string): string {
  const bytes = Buffer.from(text, isBytes(text) ? 'latin1' : 'utf8');
  return `redacted: ${bytes.length} bytes, crc32c ${hex8(crc32c(bytes))}`;
}

function isBytes(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 255) return false;
  return true;
}

/** Members that hold payloads wherever they stand in an action, an outcome or a command's arguments. */
const payloadMembers: ReadonlySet<string> = new Set(['bytes', 'data', 'read', 'line', 'lines', 'text', 'name']);
/** Members that may hold names of files. */
const fileMembers: ReadonlySet<string> = new Set(['path', 'filename', 'in', 'out', 'logfile', 'args']);

/** The action without payloads, names of files and words of a command line; what it does stays readable. */
export function redactedAction(action: Action): Action {
  return redacted(action, '') as Action;
}

/** The outcome without payloads; a reply that is nothing but a text (ringbuf-read) is one. */
export function redactedOutcome(outcome: Outcome): Outcome {
  const plain = outcome.see === 'return' && typeof outcome.value === 'string';
  return (plain ? { ...outcome, value: redactedText(outcome.value) } : redacted(outcome, '')) as Outcome;
}

function redacted(value: unknown, member: string): unknown {
  if (typeof value === 'string') {
    return payloadMembers.has(member) || fileMembers.has(member) ? redactedText(value) : value;
  }
  if (Array.isArray(value)) return value.map((item) => redacted(item, member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redacted(each, key)]));
}
