import { immediate } from '../immediate.ts';
import type { Backend } from './chardev.ts';

/** Takes everything and keeps nothing. Source: NULL-01. */
export function createNullBackend(): Backend {
  return {
    filename: () => 'null',
    write: (bytes) => bytes.length,
    watchOutput: () => null,
    frontendChanged: () => immediate(undefined),
    close: () => {},
  };
}
