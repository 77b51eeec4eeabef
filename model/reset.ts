import { keepsFifos } from './defect.ts';
import { publish } from './monitor.ts';
import { resetController } from './port-device.ts';
import { hearLines } from './serial-line.ts';
import type { Turn } from './state.ts';
import { change } from './state.ts';
import { freshUart, put, uartOf } from './uart.ts';
import { controllerIds } from './virtio-serial.ts';

/** system_reset: every device as at power on; ports that were open say so before RESET. Source: VSER-41, experiment. */
export function resetMachine(turn: Turn): void {
  for (const id of turn.state.uarts.keys()) {
    const { chardev, driven, fcr } = uartOf(turn.state, id);
    const kept = keepsFifos(turn.state) ? { fcr, fifosUnsaid: true } : {};
    put(turn, id, { ...freshUart(id, chardev), driven, ...kept }); // its driver does not start anew
    hearLines(turn, id);
  }
  for (const id of controllerIds(turn.state)) resetController(turn, id);
  const { machine } = turn.state;
  if (machine.state === 'paused') change(turn, { machine: { ...machine, state: 'prelaunch' } });
  publish(turn, { event: 'RESET', data: { guest: false, reason: 'host-qmp-system-reset' } });
}
