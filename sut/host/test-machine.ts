import { type Chooser, firstChoice } from '../runtime/chooser.ts';
import { createClock } from '../runtime/clock.ts';
import { createKernel, type Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import type { Result } from './result.ts';

/** A machine with one process, for tests. */
export type Bench = { readonly kernel: Kernel; readonly process: Process };

/** Starts one. */
export function bench(options: { readonly diskBytes?: number; readonly chooser?: Chooser } = {}): Bench {
  const { chooser = firstChoice(), ...rest } = options;
  const kernel = createKernel({ clock: createClock(), chooser, ...rest });
  return { kernel, process: kernel.createProcess('test') };
}

/** The value of a call that must succeed. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.sleep === null ? result.errno : 'the call sleeps');
  return result.value;
}

/** How a call ended: 'ok', an errno, or 'sleeps'. */
export function ending(result: Result<unknown>): string {
  if (result.ok) return 'ok';
  return result.sleep === null ? result.errno : 'sleeps';
}

/** Text to bytes, one character (0..255) a byte. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
/** The bytes of a read that must succeed, as text. */
export function text(result: Result<Uint8Array>): string {
  return String.fromCharCode(...value(result));
}
/** `count` equal bytes. */
export function filled(count: number, byte: number = 120): Uint8Array {
  return new Uint8Array(count).fill(byte);
}
/** The count taken, or how else it ended. */
export function wrote(result: Result<number>): number | string {
  return result.ok ? result.value : ending(result);
}
