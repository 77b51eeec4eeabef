/**
 * What a test breaks in the engine, to see that it is found: a dup of an fd set that is never struck off, a log that stays
 * open behind its chardev, a write of which the far end took a part and which counts as whole. Nothing else sets it.
 */
export type Planted = 'dup stays counted' | 'log stays open' | 'short write counts whole';
