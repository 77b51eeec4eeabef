import type { ByteString } from './language/value.ts';
import type { ModelState, Turn } from './state.ts';
import { controllerOf, putQueues, queuesOf, type VirtioPort, virtioPortOf } from './virtio-port.ts';

/** Posted bytes are counted up to here. Source: CHR-81. */
const countedMax = 4096;

/**
 * How many bytes a port takes now: the posted buffers, once the guest has it open; a driver of a single port is not asked
 * for that. Source: VSER-44, VSER-03, experiment (a console that is plugged in after the driver began).
 */
export function virtioRoom(state: ModelState, port: VirtioPort): number {
  const { driver } = controllerOf(state, port.controller);
  if (driver === 'none' || (driver === 'multiport' && !port.guestOpen) || port.leaving) return 0;
  let room = 0;
  for (const size of queuesOf(state, port.controller, port.nr).posted) if (room < countedMax) room += size;
  return room;
}

/** Input goes into as many posted buffers as it needs; what finds none is lost. Source: VSER-44, LOGMUX-14. */
export function receiveVirtio(turn: Turn, id: string, bytes: ByteString): void {
  const { controller, nr, hostOpen, guestOpen } = virtioPortOf(turn.state, id);
  if (!hostOpen || !guestOpen) return;
  const { posted, arrived } = queuesOf(turn.state, controller, nr);
  let taken = 0;
  let used = 0;
  for (const size of posted) {
    if (taken >= bytes.length) break;
    taken += size;
    used += 1;
  }
  putQueues(turn, controller, nr, { posted: posted.slice(used), arrived: arrived + bytes.slice(0, taken) });
}
