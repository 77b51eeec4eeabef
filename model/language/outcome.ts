import type { AccessMode, ControlEvent, StatusFlag } from './action.ts';
import type { CharEvent } from './char-event.ts';
import type { ByteString, Value } from './value.ts';

/** One message of a monitor, without time stamps. */
export type Message =
  | { readonly greeting: { readonly capabilities: readonly string[] } }
  | { readonly return: Value; readonly id?: Value }
  | { readonly error: { readonly class: string; readonly desc: string }; readonly id?: Value }
  | { readonly event: string; readonly data?: Value };

/** One descriptor that the system holds: `object` is the scenario's name for what it refers to (`p`, `s.a`, a path). */
export type HeldDescriptor = {
  readonly object: string;
  readonly access: AccessMode;
  readonly flags: readonly StatusFlag[];
  readonly closeOnExec: boolean;
};

/** One thing that a witness frontend was told; `read` joins what arrived in a row. */
export type WitnessRecord =
  | { readonly event: 'OPENED' | 'CLOSED' | 'BREAK' | 'MUX_IN' | 'MUX_OUT' }
  | { readonly read: ByteString }
  | { readonly watch: 'out' | 'hang-up' };

/** One control message that the guest received: `port` is the number; `name` only with PORT_NAME. Source: VSER-01. */
export type ControlMessage = {
  readonly event: ControlEvent;
  readonly port: number;
  readonly value: number;
  readonly name?: ByteString;
};

/** What can be seen from outside. */
export type Outcome =
  | { readonly see: 'done' }
  | { readonly see: 'errno'; readonly errno: string }
  | { readonly see: 'wrote'; readonly count: number }
  /** `end`: end of file (or hang-up) was met. `fds`: how many descriptors came, where the action asked for them. */
  | { readonly see: 'data'; readonly bytes: ByteString; readonly end: boolean; readonly fds?: number }
  /** `finished`: the head of the log is filled in. Nothing is told of what else a file holds: it may lie in a buffer. */
  | { readonly see: 'char-log'; readonly finished: boolean; readonly events: readonly CharEvent[] }
  | { readonly see: 'flags'; readonly access: AccessMode; readonly flags: readonly StatusFlag[] }
  | { readonly see: 'launched' }
  /** The process ended by itself; `stderr` are its lines, each without the line end. */
  | { readonly see: 'exit'; readonly status: number; readonly stderr: readonly string[] }
  /** The process was killed by a signal. */
  | { readonly see: 'died'; readonly signal: string; readonly stderr: readonly string[] }
  | { readonly see: 'greeting'; readonly capabilities: readonly string[] }
  | { readonly see: 'return'; readonly value: Value; readonly id?: Value }
  | { readonly see: 'error'; readonly class: string; readonly desc: string; readonly id?: Value }
  | { readonly see: 'messages'; readonly messages: readonly Message[] }
  | { readonly see: 'text'; readonly text: string }
  /** No answer within the patience. */
  | { readonly see: 'silent' }
  /** The connection was closed by the system, or the name is not connected. */
  | { readonly see: 'closed' }
  | { readonly see: 'accepted'; readonly count: number }
  | { readonly see: 'register'; readonly value: number }
  | { readonly see: 'descriptors'; readonly held: readonly HeldDescriptor[] }
  | { readonly see: 'records'; readonly records: readonly WitnessRecord[] }
  | { readonly see: 'guest-messages'; readonly control: readonly ControlMessage[] }
  /** Buffers of a virtio port that the device holds. */
  | { readonly see: 'queues'; readonly in: number; readonly out: number }
  /** A virtio port as the device tree shows it. */
  | {
      readonly see: 'port';
      readonly nr: number;
      readonly guest: boolean;
      readonly host: boolean;
      readonly throttled: boolean;
    }
  /** Whether a usb-serial is plugged in, as the guest sees it. */
  | { readonly see: 'usb-port'; readonly attached: boolean }
  /** A text console: its lines without trailing blanks and without the empty ones at the end; row and column from 0. */
  | {
      readonly see: 'screen';
      readonly lines: readonly string[];
      readonly cursor: { readonly row: number; readonly column: number };
    }
  /** Said by the model only: no rule of it speaks about this, so that literal and target decide alone. */
  | { readonly see: 'unknown' };
