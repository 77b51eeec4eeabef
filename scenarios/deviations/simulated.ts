import type { Deviation } from './deviation.ts';

/** Known deviations of the simulated target: none. */
export const simulated: readonly Deviation[] = [];
