import { trustsDriverIndex } from './defect.ts';
import { deliverNow } from './input.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { die } from './machine.ts';
import { giveUp, pass } from './replay.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { uartOf } from './uart.ts';
import { readyToRetry } from './uart-sender.ts';

/** Delivers input of the log, or what was queued for it, whatever room there is. Source: RR-06, RR-07, RR-09. */
export function deliverReplayed(turn: Turn): void {
  const { replay } = turn.state;
  if (replay?.mode === 'record') {
    const events = [...replay.events, ...replay.queued];
    change(turn, { replay: { ...replay, events, queued: [], checkpointNs: null } });
    for (const { driver, input } of replay.queued) toDriver(turn, replay.drivers, driver, input);
    return;
  }
  const event = replay?.events[replay.next];
  if (replay?.drivers.some((label) => hasRetry(turn.state, label)) === true)
    throw new ModelLimit('replayed input that is due beside a byte to be tried again');
  if (replay === null || event === undefined || !('input' in event) || !pass(turn)) return;
  toDriver(turn, replay.drivers, event.driver, event.input);
}

/** Whether a driver's port tries a byte again now: which of the two takes the log's next event is a race. Source: experiment. */
function hasRetry(state: ModelState, label: string): boolean {
  return readyToRetry(state).some((port) => uartOf(state, port).chardev === label);
}

function toDriver(turn: Turn, drivers: readonly string[], index: number, input: ByteString): void {
  const label = drivers[index];
  if (label !== undefined) deliverNow(turn, label, input);
  else if (trustsDriverIndex(turn.state)) die(turn, 'SIGSEGV');
  else giveUp(turn, 'Replay: cannot find char driver');
}
