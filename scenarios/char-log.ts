import type { CharEvent } from '../model/language/char-event.ts';
import type { Step } from './scenario.ts';

/** Where scenarios keep the log of record and replay. */
export const logPath: string = '{dir}/rr.log';

/** Words that switch record or replay on. Source: RR-01. */
export function counting(mode: 'record' | 'replay', path: string = logPath): readonly string[] {
  return ['-icount', `shift=0,rr=${mode},rrfile=${path}`];
}

/** Four bytes, the highest first. */
export function dword(value: number): string {
  return [24, 16, 8, 0].map((shift) => String.fromCharCode((value >> shift) & 0xff)).join('');
}

/** The head of a finished log, of this version. Source: RR-01. */
export function logHead(version: number = 0xe0200c): string {
  return dword(version) + '\0'.repeat(8);
}

/** One character event as bytes. Source: RR-02. */
export function eventBytes(event: CharEvent): string {
  if ('write' in event) return `\x16${dword(event.write)}${dword(event.offset)}`;
  if ('input' in event) return `\x07${String.fromCharCode(event.driver)}${dword(event.input.length)}${event.input}`;
  if ('readAll' in event) return `\x17${dword(event.readAll.length)}${event.readAll}`;
  return `\x18${dword(event.readAllError)}`;
}

/** A log of these events and nothing else; `tail`: what stands behind them, by default its end. Source: RR-01, RR-02. */
export function charLog(events: readonly CharEvent[], tail: string = '\x27', head: string = logHead()): string {
  return head + events.map(eventBytes).join('') + tail;
}

/** The same head of the version that the system under test writes. */
export const ownHead: string = `{replay-version}${'\0'.repeat(8)}`;

/** A log of the version that the system under test writes. */
export function ownLog(events: readonly CharEvent[], tail?: string): string {
  return charLog(events, tail, ownHead);
}

/** Puts a log there before the launch. */
export function givenLog(events: readonly CharEvent[], tail?: string): Step {
  return [{ do: 'write-file', path: logPath, bytes: ownLog(events, tail) }];
}

/** A write of one byte that was taken. */
export const byteTaken: Extract<CharEvent, { write: number }> = { write: 1, offset: 1 };

/** The character events of the log are these, and it was ended in good order. */
export function logged(...events: readonly CharEvent[]): Step {
  return [
    { do: 'read-char-log', path: logPath },
    { see: 'char-log', finished: true, events },
  ];
}

/** The system is asked to end, and ends: so does its log. */
export const ends: readonly Step[] = [
  [
    { do: 'qmp', execute: 'quit' },
    { see: 'return', value: {} },
  ],
  [{ do: 'wait-exit' }, { see: 'exit', status: 0 }],
];
