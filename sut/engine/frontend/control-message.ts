import type { ControlEvent } from '../../../model/language/action.ts';
import type { ControlMessage } from '../../../model/language/outcome.ts';
import { byteString, bytesOf } from '../bytes.ts';

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

/** A control message as it stands in a buffer: number, event, value, and a name with a final NUL. Source: VSER-01. */
export function encodeControl({ port, event, value, name }: ControlMessage): Uint8Array {
  const text = name === undefined ? new Uint8Array(0) : bytesOf(`${name}\0`);
  const bytes = new Uint8Array(headerBytes + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, port, true);
  view.setUint16(4, events.indexOf(event), true);
  view.setUint16(6, value, true);
  bytes.set(text, headerBytes);
  return bytes;
}

/** The message in a buffer; null when it is too short or of an unknown kind. Source: VSER-01. */
export function decodeControl(bytes: Uint8Array): ControlMessage | null {
  if (bytes.length < headerBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const event = events[view.getUint16(4, true)];
  if (event === undefined) return null;
  const message = { event, port: view.getUint32(0, true), value: view.getUint16(6, true) };
  if (event !== 'PORT_NAME') return message;
  return { name: byteString(bytes.subarray(headerBytes)).replace(/\0$/, ''), ...message };
}
