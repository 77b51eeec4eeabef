import type { FrontendKey } from './frontend.ts';
import type { ByteString } from './language/value.ts';

/** Frontends that a mux takes. Source: MUX-02. */
export const muxSlotsMax = 4;
/** Bytes of input kept for each slot. Source: MUX-06. */
export const muxBufferBytes = 32;
/** One frontend's place: who is there (`null`: left, or never used) and the input kept for it. */
export type MuxSlot = { readonly user: FrontendKey | null; readonly buffer: ByteString };

/** A multiplexer on its base. `focus`: a slot, -1 before anybody took it. Source: MUX. */
export type Mux = {
  readonly base: string;
  readonly slots: readonly MuxSlot[];
  readonly focus: number;
  readonly escaped: boolean;
  readonly stamps: boolean;
  /** When the first stamp after switching on was written, nanoseconds. */
  readonly stampsStartNs: number | null;
  readonly lineStart: boolean;
  /** The rest of a stamp that the base has not taken. Source: Q-MUX-2, repaired. */
  readonly stampRest: ByteString;
};

/** What is kept after one byte more: beyond 32 each goes over the one 32 before it, which then comes twice. Source: Q-MUX-7. */
export function bufferAfter(buffer: ByteString, byte: ByteString): ByteString {
  if (buffer.length < muxBufferBytes) return buffer + byte;
  const bytes = buffer.split('');
  for (let at = bytes.length % muxBufferBytes; at < bytes.length; at += muxBufferBytes) bytes[at] = byte;
  return bytes.join('') + byte;
}

/** A mux that nobody uses yet. */
export function freshMux(base: string): Mux {
  return {
    base,
    slots: [],
    focus: -1,
    escaped: false,
    stamps: false,
    stampsStartNs: null,
    lineStart: false,
    stampRest: '',
  };
}

/** What one byte of input asks for. */
export type MuxDeed = 'nothing' | 'help' | 'quit' | 'break' | 'switch' | { readonly pass: ByteString };

/** The escape parser: the mux after one byte, and what is to be done. Source: MUX-08. */
export function parseByte(
  mux: Mux,
  byte: ByteString,
  escapeCode: number,
): { readonly mux: Mux; readonly deed: MuxDeed } {
  const isEscape = byte.charCodeAt(0) === escapeCode;
  if (!mux.escaped) {
    if (isEscape) return { mux: { ...mux, escaped: true }, deed: 'nothing' };
    return { mux, deed: { pass: byte } };
  }
  const after: Mux = { ...mux, escaped: false };
  if (isEscape) return { mux: after, deed: { pass: byte } };
  switch (byte) {
    case 'h':
    case '?':
      return { mux: after, deed: 'help' };
    case 'x':
      return { mux: after, deed: 'quit' };
    case 'b':
      return { mux: after, deed: 'break' };
    case 'c':
      return { mux: after, deed: 'switch' };
    case 't':
      return { mux: { ...after, stamps: !mux.stamps, stampsStartNs: null, lineStart: false }, deed: 'nothing' };
    default:
      return { mux: after, deed: 'nothing' };
  }
}

const helpLines: readonly string[] = [
  '% h    print this help',
  '% x    exit emulator',
  '% s    save disk data back to file (if -snapshot)',
  '% t    toggle console timestamps',
  '% b    send break (magic sysrq)',
  '% c    switch between console and monitor',
  '% %  sends %',
];

/**
 * The help, write by write: it names the escape, or says what it is. Beyond its head each character is a write of its own
 * (a frame, a datagram, a piece in a socket's queue), but for the escape's name. Source: MUX-09, experiment.
 */
export function muxHelp(escapeCode: number): readonly ByteString[] {
  const isControl = escapeCode > 0 && escapeCode < 26;
  const name = isControl ? `C-${String.fromCharCode(0x60 + escapeCode)}` : 'Escape-Char';
  const code = escapeCode.toString(16).padStart(2, '0');
  const start = isControl ? '' : `Escape-Char set to Ascii: 0x${code}\n\r\n\r`;
  const characters = helpLines.flatMap((line) => [...`${line}\n\r`]);
  return [`\n\r${start}`, ...characters.map((each) => (each === '%' ? name : each))];
}

/** What is written before the emulator ends. Source: MUX-08. */
export const muxTerminated: ByteString = 'QEMU: Terminated\n\r';

/** The next used slot above, wrapping; `null` when none is used. `every`: used or not (7.2). Source: MUX-08, experiment. */
export function nextSlot(mux: Mux, every: boolean): number | null {
  for (let step = 1; step <= mux.slots.length; step += 1) {
    const slot = (mux.focus + step) % mux.slots.length;
    if (every || mux.slots[slot]?.user != null) return slot;
  }
  return null;
}

/** The mux with one slot's members replaced. */
export function withSlot(mux: Mux, index: number, members: Partial<MuxSlot>): Mux {
  return { ...mux, slots: mux.slots.map((slot, at) => (at === index ? { ...slot, ...members } : slot)) };
}

/** A stamp: hours, minutes, seconds and milliseconds since the first one. Source: MUX-12. */
export function stampText(elapsedNs: number): ByteString {
  const ms = Math.floor(elapsedNs / 1_000_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `[${two(hours)}:${two(minutes)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}] `;
}
