import type { QuirkId } from './language/quirk.ts';
import type { ModelState } from './state.ts';

/**
 * The defects that a system may have, each asked for here and nowhere else in the model. What a system without one does
 * instead is the `repair` of language/quirks.ts.
 */
function has(state: ModelState, id: QuirkId): boolean {
  return state.profile.quirks.includes(id);
}

/** A logfile's or parallel device's dup is closed without leaving its set. Source: DEF-01, FDSET-47. */
export const forgetsToUnregister = (state: ModelState): boolean => has(state, 'DEF-01');
/** A queued command takes its descriptor when it runs, not when its closing brace arrives. Source: DEF-02, FDSET-11. */
export const bindsDescriptorsLate = (state: ModelState): boolean => has(state, 'DEF-02');
/** A refused open leaves the flags it set, and a chardev waits in write(2) without O_NONBLOCK. Source: DEF-03. */
export const trustsSharedFlags = (state: ModelState): boolean => has(state, 'DEF-03');
/** A parallel chardev that failed closes descriptor 0. Source: DEF-04. */
export const closesDescriptorZero = (state: ModelState): boolean => has(state, 'DEF-04');
/** Output refused with EAGAIN is logged before it is sent. Source: DEF-05, LOG-02. */
export const logsRefusedOutput = (state: ModelState): boolean => has(state, 'DEF-05');
/** A member removed while the machine stands still is handed out until it is reaped. Source: DEF-06, FDSET-31. */
export const handsOutRemoved = (state: ModelState): boolean => has(state, 'DEF-06');
/** -add-fd cuts numbers to 32 bits, and sets that no path can name can be made. Source: DEF-07. */
export const ignoresNumberRanges = (state: ModelState): boolean => has(state, 'DEF-07');
/** Opening a FIFO and writing a log wait for the other end. Source: DEF-08, FILE-06, LOG-03. */
export const waitsForOthers = (state: ModelState): boolean => has(state, 'DEF-08');
/** Names outlive their client, and unused descriptors the command they came with. Source: DEF-09. */
export const keepsDescriptors = (state: ModelState): boolean => has(state, 'DEF-09');
