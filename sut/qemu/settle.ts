import { type ControlMonitor, controlRoundTrip } from './control-monitor.ts';
import type { Libc } from './libc.ts';
import { pause } from './pause.ts';
import type { QemuProcess } from './qemu-process.ts';
import { type Qtest, qtestRoundTrip } from './qtest.ts';
import { awaitRest } from './rest.ts';

/** What settling goes through. */
export type Barrier = {
  readonly qemu: QemuProcess;
  readonly qtest: Qtest;
  /** Absent when a scenario watches for the last monitor to leave: a permanent one would spoil that. */
  control: ControlMonitor | undefined;
};

const restMs = 500;
/** For a process that did not come to rest last time: its main loop spins, and more waiting would not help. */
const restlessMs = 40;
const rounds = 3;
/** How long bytes may lie in a terminal's kernel buffer before its other side sees them. */
const terminalMs = 4;

/**
 * Lets QEMU work off everything caused so far. Three rounds of qtest and QMP round trips force as many turns of its
 * main loop (RT-42), and rest of all its threads is awaited before and after, which also covers what the QMP thread
 * does by itself (a client's hang-up) where there is no control monitor. A main loop that is held up inside a call
 * does not answer qtest: that counts as settled, and no command is sent, which would be one of those that wait for the
 * loop and take turns with the scenario's own (QMP-09). `gone`: QEMU has closed the conversation, it is ending.
 */
export function settle(libc: Libc, barrier: Barrier, terminals: boolean): 'settled' | 'held up' | 'gone' {
  if (terminals) pause(terminalMs);
  rest(barrier.qemu);
  for (let round = 0; round < rounds; round += 1) {
    const { control, qemu, qtest } = barrier;
    const turn = qtestRoundTrip(libc, qemu, qtest);
    if (control !== undefined) control.isHeldUp = turn === 'silent';
    const both = turn === 'answered' && control !== undefined ? controlRoundTrip(libc, qemu, control) : turn;
    if (both !== 'answered') return both === 'gone' ? 'gone' : 'held up';
  }
  rest(barrier.qemu);
  return 'settled';
}

function rest(qemu: QemuProcess): void {
  qemu.restless = !awaitRest(qemu.pid, (qemu.restless ? restlessMs : restMs) * qemu.slowness);
}
