import type { ControlEvent } from '../../model/language/action.ts';
import type { ControlMessage } from '../../model/language/outcome.ts';
import { littleEndian, numberAt } from './guest-machine.ts';

/** Events by number. Source: VSER-01. */
const events: readonly ControlEvent[] = [
  'DEVICE_READY',
  'PORT_ADD',
  'PORT_REMOVE',
  'PORT_READY',
  'CONSOLE_PORT',
  'RESIZE',
  'PORT_OPEN',
  'PORT_NAME',
];
const headerBytes = 8;

/** A control message as the device reads it: port, event, value. Source: VSER-01. */
export function encodeControl(port: number, event: ControlEvent, value: number): string {
  return littleEndian(port, 4) + littleEndian(events.indexOf(event), 2) + littleEndian(value, 2);
}

/** A control message as the device wrote it; a name loses its final NUL. Throws for what no device sends. */
export function decodeControl(bytes: string): ControlMessage {
  if (bytes.length < headerBytes) throw new Error(`a control message of ${bytes.length} bytes: want >= ${headerBytes}`);
  const number = numberAt(bytes, 4, 2);
  const event = events[number];
  if (event === undefined) throw new Error(`a control message with event ${number}: want 0..${events.length - 1}`);
  const message = { event, port: numberAt(bytes, 0, 4), value: numberAt(bytes, 6, 2) };
  if (event !== 'PORT_NAME') return message;
  return { ...message, name: bytes.slice(headerBytes).replace(/\0$/, '') };
}
