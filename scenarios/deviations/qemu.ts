import type { Deviation } from './deviation.ts';

/** Known deviations of real QEMU processes: none. */
export const qemu: readonly Deviation[] = [];
