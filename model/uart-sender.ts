import { readBefore, takeInput } from './backend-input.ts';
import { chardevBelow, chardevOf } from './chardev.ts';
import { forgetsHeldByte } from './defect.ts';
import { objectAt } from './descriptor.ts';
import { resumingCall } from './fault.ts';
import type { Taken } from './hub.ts';
import type { ByteString } from './language/value.ts';
import { logOutput, type Sent, writeChardev } from './output.ts';
import { hearLines, tellLines, tellSpeed } from './serial-line.ts';
import { socketAt } from './socket-end.ts';
import { isHungUp } from './socket-link.ts';
import type { Stall } from './stall.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { lineStatus, put, receive, type Uart, uartOf } from './uart.ts';
import { askWatch, outputNumber, watchFires } from './watch.ts';

const { thrEmpty, allSent } = lineStatus;
/** How often a refused byte is tried again before it is dropped. Source: the frontends used as witnesses. */
const triesMax = 4;

function offersWatch(state: ModelState, label: string): boolean {
  return askWatch(state, label) !== 'none';
}

/** Zero bytes taken, or EAGAIN. */
function isRefused(taken: Taken): boolean {
  return 'count' in taken ? taken.count === 0 : taken.errno === 'EAGAIN';
}

/** Goes on after the byte in the shift register was answered. */
function answered(turn: Turn, id: string, byte: ByteString, sent: Sent): void {
  if ('stuck' in sent) {
    const napped = sent.stuck === 'log' && sent.napping ? turn.state.nowNs : null;
    change(turn, {
      stall:
        sent.stuck === 'output'
          ? { kind: 'output', port: id, byte, triedNs: sent.napping ? turn.state.nowNs : null }
          : { kind: 'log', port: id, byte, triedNs: napped, taken: sent.taken },
    });
    return;
  }
  const uart = uartOf(turn.state, id);
  const tries = uart.refused?.tries ?? 0;
  if (isRefused(sent.taken) && tries < triesMax && offersWatch(turn.state, uart.chardev)) {
    watch(turn, id, { byte, tries: tries + 1 });
    return;
  }
  put(turn, id, { refused: null });
  transmit(turn, id);
}

function watch(turn: Turn, id: string, refused: { readonly byte: ByteString; readonly tries: number }): void {
  const since = turn.state.nextNumber;
  change(turn, { nextNumber: since + 1 });
  put(turn, id, { refused: { ...refused, watching: true, since } });
}

/** Ports whose refused byte is to be tried again now: who asked first has its turn first. Source: experiment. */
export function readyToRetry(state: ModelState): readonly string[] {
  let ready: Uart[] | undefined;
  for (const uart of state.uarts.values()) {
    if (!isWatchReady(state, uart)) continue;
    ready ??= [];
    ready.push(uart);
  }
  if (ready === undefined) return nobody;
  return ready.sort((one, other) => (one.refused?.since ?? 0) - (other.refused?.since ?? 0)).map(({ id }) => id);
}

const nobody: readonly string[] = [];

/** Sends what waits in the FIFO, until it is empty or the backend refuses. Source: RT-32, SWAP-S16. */
export function transmit(turn: Turn, id: string): void {
  const uart = uartOf(turn.state, id);
  if (uart.toSend === '') {
    put(turn, id, { lsr: uart.lsr | thrEmpty | allSent });
    return;
  }
  const byte = uart.toSend.slice(0, 1);
  const rest = uart.toSend.slice(1);
  put(turn, id, {
    toSend: rest,
    lsr: rest === '' ? uart.lsr | thrEmpty : uart.lsr,
    thrInterrupt: rest === '' ? true : uart.thrInterrupt,
  });
  shiftOut(turn, id, byte);
}

function shiftOut(turn: Turn, id: string, byte: ByteString): void {
  const uart = uartOf(turn.state, id);
  if ((uart.mcr & 0x10) !== 0) {
    receive(turn, id, byte);
    put(turn, id, { refused: null });
    transmit(turn, id);
    return;
  }
  answered(turn, id, byte, writeChardev(turn, uart.chardev, byte));
}

/** Whether the refused byte's watch fires now. */
function isWatchReady(state: ModelState, uart: Uart): boolean {
  if (uart.refused?.watching !== true) return false;
  return watchFires(state, uart.chardev, uart.refused.since) !== null;
}

/**
 * The chardev whose reading finds the end of the connection that a watch waits on, and before the watch is told of it, as the
 * watch that reads is older. Source: SOCK-15, experiment (a client that leaves a hub behind which a port waits).
 */
function endReadBefore(state: ModelState, label: string, since: number): string | null {
  const chardev = state.profile.hangUpComesLast ? readBefore(state, label, since) : null;
  if (chardev === null || chardev.link === null || !isHungUp(state, chardev.input)) return null;
  return socketAt(state, chardev.input)?.inbox.length === 0 ? chardev.label : null;
}

/** The watch fired. Who was due in the same poll has its turn even if the connection ends within this one's. Source: Q-SOCK-1, experiment. */
export function retryReady(turn: Turn, id: string): void {
  const others = readyToRetry(turn.state).filter((other) => other !== id);
  const { chardev, refused } = uartOf(turn.state, id);
  const ended = refused === null ? null : endReadBefore(turn.state, chardev, refused.since);
  if (ended !== null) takeInput(turn, ended);
  retryRefused(turn, id);
  for (const other of others) if (isCutOff(turn.state, other)) retryRefused(turn, other);
}

/** Whether a port still waits whose connection has ended. */
function isCutOff(state: ModelState, id: string): boolean {
  const uart = state.uarts.get(id);
  if (uart?.refused?.watching !== true || state.machine.state === 'exited') return false;
  const { link, input } = chardevOf(state, chardevBelow(state, uart.chardev));
  return link !== null && input === null;
}

/** The refused byte is tried again. */
export function retryRefused(turn: Turn, id: string): void {
  const { refused } = uartOf(turn.state, id);
  if (refused === null) return;
  put(turn, id, { refused: { ...refused, watching: false } });
  shiftOut(turn, id, refused.byte);
}

type StalledOutput = Extract<Stall, { kind: 'output' }>;
type StalledLog = Extract<Stall, { kind: 'log' }>;

/** The main loop got out of write(2) to the backend: the byte is written now. */
export function finishOutput(turn: Turn, { port, byte, triedNs }: StalledOutput): void {
  change(turn, { stall: null });
  const { chardev } = uartOf(turn.state, port);
  const slept = triedNs === null ? outputNumber(turn.state, chardev) : null;
  answered(
    turn,
    port,
    byte,
    afterSleep(turn, slept, () => writeChardev(turn, chardev, byte)),
  );
}

/** The same for the log. */
export function finishLog(turn: Turn, { port, byte, triedNs, taken }: StalledLog): void {
  change(turn, { stall: null });
  const chardev = chardevOf(turn.state, uartOf(turn.state, port).chardev);
  const slept = triedNs === null ? chardev.log : null;
  answered(
    turn,
    port,
    byte,
    afterSleep(turn, slept, () => logOutput(turn, chardev, byte, taken)),
  );
}

/** What begins with the rest of a write(2) that slept on the number, if one did. */
function afterSleep(turn: Turn, number: number | null, act: () => Sent): Sent {
  const object = objectAt(turn.state, number);
  return object === null ? act() : resumingCall(turn, 'write', object.name, act);
}

/** The port moved to another backend: a pending watch moves too, or is lost. Source: SWAP-S10, SWAP-S16. */
export function rewatch(turn: Turn, id: string): void {
  const uart = uartOf(turn.state, id);
  tellSpeed(turn, uart.chardev, uart.divisor);
  hearLines(turn, id, true);
  if ((uart.mcr & 0x10) === 0) tellLines(turn, uart.chardev, uart.mcr);
  if (uart.refused?.watching !== true) return;
  const offered = offersWatch(turn.state, uart.chardev);
  if (offered) watch(turn, id, uart.refused);
  else if (forgetsHeldByte(turn.state)) put(turn, id, { refused: { ...uart.refused, watching: false } });
  else retryRefused(turn, id);
}
