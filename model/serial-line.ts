import { changeChardev } from './chardev.ts';
import { giveKept } from './kept-input.ts';
import { isDriver } from './replay.ts';
import { powerMouse } from './serial-mouse.ts';
import type { Turn } from './state.ts';
import { put, uartOf } from './uart.ts';
import { freshTablet } from './wctablet.ts';

/** What a 16550 divides to make its speed, in bit/s. Source: MISC-01, SER-01. */
const clock = 115_200;

/**
 * Types that are asked for the state of the line's other end say that nobody is there. `afresh`: the port has just come to
 * this chardev, and lines that have fallen with that are told by the next read. Source: experiment.
 */
export function hearLines(turn: Turn, id: string, afresh = false): void {
  const { chardev, msr } = uartOf(turn.state, id);
  const type = isDriver(turn.state, chardev) ? null : turn.state.chardevs.get(chardev)?.type; // RR-11
  if (type === 'serial' || type === 'msmouse') put(turn, id, { msr: (msr & 0x0f) | (afresh ? msr >> 4 : 0) });
}

/** The port's speed, for those who care: another one makes a tablet forget what it was about. Source: MISC-01. */
export function tellSpeed(turn: Turn, label: string, divisor: number): void {
  const tablet = turn.state.chardevs.get(label)?.tablet;
  if (tablet == null || divisor === 0) return;
  const speed = Math.trunc(clock / divisor);
  if (speed !== tablet.speed) changeChardev(turn, label, { tablet: { ...freshTablet, speed }, kept: '' });
}

/** The port's DTR and RTS, for those who care: they power a mouse. Source: MISC-01, experiment. */
export function tellLines(turn: Turn, label: string, modemControl: number): void {
  const chardev = turn.state.chardevs.get(label);
  if (chardev?.mouse == null) return;
  const powered = (modemControl & 3) !== 0;
  changeChardev(turn, label, { mouse: { powered }, kept: powerMouse(chardev.mouse, powered, chardev.kept) });
  if (powered && !chardev.mouse.powered) giveKept(turn, label);
}
