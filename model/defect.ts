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
/** chardev-send-break on a hub kills the process. Source: Q-HUB-1. */
export const breakKillsHub = (state: ModelState): boolean => has(state, 'Q-HUB-1');
/** A hub offers no watch after a short success. Source: Q-HUB-2. */
export const forgetsSlowestMember = (state: ModelState): boolean => has(state, 'Q-HUB-2');
/** An error of a member that stays open ends the hub's write. Source: Q-HUB-3. */
export const failsWithOpenMember = (state: ModelState): boolean => has(state, 'Q-HUB-3');
/** So does the error of a write that closes its member. Source: Q-HUB-14. */
export const failsWithClosedMember = (state: ModelState): boolean => has(state, 'Q-HUB-14');
/** A pty that takes no more never asks whether its client has left. Source: Q-HUB-13, PTY-06. */
export const trustsFullTerminal = (state: ModelState): boolean => has(state, 'Q-HUB-13');
/** A hub takes whatever is offered for the rest of the last buffer. Source: Q-HUB-4. */
export const trustsRepeats = (state: ModelState): boolean => has(state, 'Q-HUB-4');
/** A hub never is open itself. Source: Q-HUB-5, HUB-24. */
export const hubNeverOpens = (state: ModelState): boolean => has(state, 'Q-HUB-5');
/** A hub counts events instead of open members. Source: Q-HUB-6, HUB-20..22. */
export const hubCountsEvents = (state: ModelState): boolean => has(state, 'Q-HUB-6');
/** Members of types that never open get no output. Source: Q-HUB-7. */
export const skipsNeverOpen = (state: ModelState): boolean => has(state, 'Q-HUB-7');
/** Members whose input ended get no output. Source: Q-HUB-8. */
export const skipsInputEnded = (state: ModelState): boolean => has(state, 'Q-HUB-8');
/** Members that are readable in one pass are all given the same room. Source: Q-HUB-9. */
export const sharesRoom = (state: ModelState): boolean => has(state, 'Q-HUB-9');
/** A hub does not tell its members that there is room again. Source: Q-HUB-10, HUB-11. */
export const acceptStopsAtHub = (state: ModelState): boolean => has(state, 'Q-HUB-10');
/** A mux or hub lets a monitor of its own thread onto a chardev that cannot have one. Source: Q-HUB-12, CHR-37. */
export const claimsContext = (state: ModelState): boolean => has(state, 'Q-HUB-12');
/** An empty datagram, or a refusal, ends a udp chardev's input. Source: Q-UDP-1, UDP-03. */
export const stopsAtEmptyDatagram = (state: ModelState): boolean => has(state, 'Q-UDP-1');
/** A hub hears its members only once a frontend has set handlers. Source: Q-HUB-11, HUB-10. */
export const hubHearsLate = (state: ModelState): boolean => has(state, 'Q-HUB-11');
/** With stamps on, every refused byte counts as minus one, and the next is tried. Source: Q-MUX-1. */
export const countsRefusedNegative = (state: ModelState): boolean => has(state, 'Q-MUX-1');
/** The main loop waits until a stamp is written. Source: Q-MUX-2. */
export const waitsForStamp = (state: ModelState): boolean => has(state, 'Q-MUX-2');
/** Input kept for a slot stays there when the focus comes back. Source: Q-MUX-3. */
export const strandsInput = (state: ModelState): boolean => has(state, 'Q-MUX-3');
/** Input for a slot whose frontend left is kept, and blocks the base in the end. Source: Q-MUX-4. */
export const keepsInputForNobody = (state: ModelState): boolean => has(state, 'Q-MUX-4');
/** A mux is open whatever its base is. Source: Q-MUX-5. */
export const muxAlwaysOpen = (state: ModelState): boolean => has(state, 'Q-MUX-5');
/** A mux reads its base although nobody ever had the focus, and dies of it. Source: Q-MUX-6. */
export const readsWithoutFocus = (state: ModelState): boolean => has(state, 'Q-MUX-6');
/** A mux whose buffer is full reads as much as the frontend has room for, and writes over what it keeps. Source: Q-MUX-7. */
export const overrunsKeptInput = (state: ModelState): boolean => has(state, 'Q-MUX-7');
/** A failed log write replaces the error of the write that it logs. Source: Q-CORE-2. */
export const logOverwritesErrno = (state: ModelState): boolean => has(state, 'Q-CORE-2');
/** An id that ends in `[*]` is stored under a name of its own. Source: Q-CORE-3. */
export const numbersStarredIds = (state: ModelState): boolean => has(state, 'Q-CORE-3');
/** A ring buffer may have any power of two as its size, 0 included. Source: Q-RB-1. */
export const takesAnyRingSize = (state: ModelState): boolean => has(state, 'Q-RB-1');
/** A watch on output that waits while the connection ends is never told. Source: Q-SOCK-1. */
export const forgetsOutputWatch = (state: ModelState): boolean => has(state, 'Q-SOCK-1');
/** Half a telnet command that one client left is ended by the next one's first bytes. Source: Q-TEL-1. */
export const remembersTelnetCommand = (state: ModelState): boolean => has(state, 'Q-TEL-1');
/** Half a websocket frame hides the end of the connection for ever. Source: Q-WS-1. */
export const spinsOnHalfFrame = (state: ModelState): boolean => has(state, 'Q-WS-1');
/** A pong echoes all that came behind the ping's header, and one answers all pings of a read. Source: Q-WS-2. */
export const echoesBeyondPing = (state: ModelState): boolean => has(state, 'Q-WS-2');
/** What a websocket decoded before it failed is lost. Source: Q-WS-3. */
export const losesDataAtFailure = (state: ModelState): boolean => has(state, 'Q-WS-3');
/** A hang-up throws away what there was no room to read. Source: Q-SOCK-2. */
export const dropsUnreadAtHangUp = (state: ModelState): boolean => has(state, 'Q-SOCK-2');
/** Removal unlinks whatever lies at a pty's path. Source: Q-PTY-1. */
export const unlinksBlindly = (state: ModelState): boolean => has(state, 'Q-PTY-1');
/** A buffer that was begun when the host side closes is never given back. Source: Q-LOSTDESC. */
export const losesBegunBuffer = (state: ModelState): boolean => has(state, 'Q-LOSTDESC');
/** A pipe whose reader is gone stalls for ever who waits for it. Source: Q-EPIPE. */
export const waitsOnDeadPipe = (state: ModelState): boolean => has(state, 'Q-EPIPE');
/** A throttled port whose new backend offers no watch stays throttled. Source: Q-WEDGE-SWAP. */
export const wedgesAtSwap = (state: ModelState): boolean => has(state, 'Q-WEDGE-SWAP');
/** A port that the guest has open reads as closed after a swap. Source: SWAP-S14. */
export const forgetsOpenAtSwap = (state: ModelState): boolean => has(state, 'SWAP-S14');
/** A change of a chardev that nobody uses deletes it first. Source: RACE-S01. */
export const deletesBeforeMaking = (state: ModelState): boolean => has(state, 'RACE-S01');
/** A server listens as soon as it is made, whoever listens there already. Source: RACE-S02. */
export const bindsWhenMade = (state: ModelState): boolean => has(state, 'RACE-S02');
/** A byte that a 16550 could not send is never tried again at a backend without watches. Source: RACE-S03. */
export const forgetsHeldByte = (state: ModelState): boolean => has(state, 'RACE-S03');
/** A client that is replaced or removed while it waits in connect(2) keeps its yank instance. Source: RACE-S05, RACE-S06. */
export const attemptKeepsInstance = (state: ModelState): boolean => has(state, 'RACE-S06');
/** A port takes part in changes after its unplug. Source: RACE-S07. */
export const changesUnplugged = (state: ModelState): boolean => has(state, 'RACE-S07');
/** What a port that was unplugged waits for after a change is told to a port that is no more. Source: RACE-S08. */
export const watchesForFreed = (state: ModelState): boolean => has(state, 'RACE-S08');
/** A file is cut when the backend is made, also if the change is refused then. Source: RACE-S10. */
export const cutsWhenMade = (state: ModelState): boolean => has(state, 'RACE-S10');
/** A port does not hear after a stop that its backend closed meanwhile. Source: Q-WEDGE-STOP. */
export const missesCloseWhileStopped = (state: ModelState): boolean => has(state, 'Q-WEDGE-STOP');
/** A write that closes the host side throttles the port all the same. Source: Q-WEDGE-RACE. */
export const throttlesAfterClose = (state: ModelState): boolean => has(state, 'Q-WEDGE-RACE');
/** An event of the replay log that says more was taken than was written fails an assertion. Source: RR-04. */
export const trustsLoggedOffset = (state: ModelState): boolean => has(state, 'RR-04');
/** An index of the replay log without a driver is followed all the same. Source: RR-09. */
export const trustsDriverIndex = (state: ModelState): boolean => has(state, 'RR-09');
/** A blockdev-reopen of no node ends the process. Source: Q-FOUND-1. */
export const diesOfNoNodes = (state: ModelState): boolean => has(state, 'Q-FOUND-1');
/** So does a text console of negative size. Source: Q-FOUND-2. */
export const diesOfNegativeSize = (state: ModelState): boolean => has(state, 'Q-FOUND-2');
/** A testdev waits for room in its own buffer. Source: Q-FOUND-3. */
export const waitsForItself = (state: ModelState): boolean => has(state, 'Q-FOUND-3');
/** Standard input without standard output ends the process. Source: Q-FOUND-4. */
export const diesOfHalfStreams = (state: ModelState): boolean => has(state, 'Q-FOUND-4');
/** A node that was reopened to what it has takes its descriptor for a read-only one. Source: Q-FOUND-5. */
export const forgetsReopened = (state: ModelState): boolean => has(state, 'Q-FOUND-5');
/** A human monitor changes to a type without options as if none had been named. Source: Q-FOUND-6. */
export const changesToNothing = (state: ModelState): boolean => has(state, 'Q-FOUND-6');
/** A mux looks for the next frontend where there is none. Source: Q-FOUND-7. */
export const diesOfNoFrontend = (state: ModelState): boolean => has(state, 'Q-FOUND-7');
/** FIFOs outlast a reset, unsaid. Source: Q-FOUND-8. */
export const keepsFifos = (state: ModelState): boolean => has(state, 'Q-FOUND-8');
/** A text console of the command line opens at the end of the launch. Source: Q-FOUND-9. */
export const opensConsolesLate = (state: ModelState): boolean => has(state, 'Q-FOUND-9');
/** A testdev counts as closed. Source: Q-FOUND-10. */
export const leavesTestdevClosed = (state: ModelState): boolean => has(state, 'Q-FOUND-10');
/** A text console holds a descriptor for good. Source: Q-FOUND-11. */
export const keepsPictures = (state: ModelState): boolean => has(state, 'Q-FOUND-11');
/** A virtserialport is told that its pty is closed before it has a place. Source: Q-FOUND-12. */
export const diesOfEarlyClose = (state: ModelState): boolean => has(state, 'Q-FOUND-12');
/** A websocket whose write failed is not looked at any more. Source: Q-FOUND-13. */
export const forgetsWire = (state: ModelState): boolean => has(state, 'Q-FOUND-13');
/** A websocket stays open when its chardev goes. Source: Q-FOUND-14. */
export const outlivesChardev = (state: ModelState): boolean => has(state, 'Q-FOUND-14');
/** A server that waits for a client takes a descriptor meanwhile. Source: Q-FOUND-15. */
export const waitsInOwnContext = (state: ModelState): boolean => has(state, 'Q-FOUND-15');
/** A client that no number is free for keeps hang-ups from being looked at. Source: Q-FOUND-16. */
export const starvesHangUps = (state: ModelState): boolean => has(state, 'Q-FOUND-16');
/** A websocket request whose first line has no blank is refused without a word. Source: Q-FOUND-18. */
export const refusesWordlessly = (state: ModelState): boolean => has(state, 'Q-FOUND-18');
/** A datagram chardev offers no output watch. Source: Q-FOUND-19. */
export const datagramsGoUnwatched = (state: ModelState): boolean => has(state, 'Q-FOUND-19');
/** A write or a read that is tried in vain again and again keeps attempts from being looked at. Source: Q-FOUND-17. */
export const starvesAttempts = (state: ModelState): boolean => has(state, 'Q-FOUND-17');
