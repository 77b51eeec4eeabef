import type { Parsed } from './json-parser.ts';
import type { JsonStream } from './json-stream.ts';
import type { JsonValue } from './json-value.ts';
import { jsonText, prettyJsonText } from './json-writer.ts';

/** A message that waits for its turn. `fds`: what is bound to it; null when nothing is bound (DEF-02). */
export type QmpRequest = {
  readonly message: Parsed;
  readonly fds: readonly number[] | null;
  readonly epoch: number;
};

/** The state of one QMP monitor. */
export type QmpSession = {
  readonly stream: JsonStream;
  /** Messages go over several lines. */
  readonly pretty: boolean;
  negotiated: boolean;
  outOfBand: boolean;
  /** Oldest first; one without oob, at most eight with it. */
  queue: QmpRequest[];
  /** Reading stops while a request is queued (without oob) or eight are. */
  suspended: boolean;
  /** A command of it is answered later: no other is served before. Source: ENG-30. */
  busy: boolean;
  /** Bytes read but not parsed, because reading stopped; a character 0..255 each. */
  unparsed: string;
};

/** Requests that wait with the oob capability before reading stops. Source: QMP-12 (QMP_REQ_QUEUE_LEN_MAX). */
export const queueMax = 8;

/** A message as the monitor sends it, with the end of its line. Source: QMP-01. */
export function messageLine({ pretty }: QmpSession, message: JsonValue): string {
  return pretty ? `${prettyJsonText(message).replaceAll('\n', '\r\n')}\r\n` : `${jsonText(message)}\r\n`;
}
