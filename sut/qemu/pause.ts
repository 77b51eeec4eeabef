const cell = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this thread for `ms` of real time: sessions of the real target are synchronous. */
export function pause(ms: number): void {
  Atomics.wait(cell, 0, 0, ms);
}
