import type { PortSpec } from '../../../model/language/action.ts';
import type { CharEvent } from '../../../model/language/char-event.ts';
import { charLog, counting, logPath } from '../../char-log.ts';
import { type Area, kind, qmp, type Start } from '../area.ts';
import type { Draw } from '../draw.ts';
import { payload } from '../values.ts';

/** Mostly what a port of one byte a write may have met, sometimes what cannot be. */
function event(draw: Draw): CharEvent {
  if (draw.chance(0.3)) return { input: draw.of(payload).slice(0, 40), driver: draw.pick([0, 0, 0, 1, 9]) };
  return draw.pick<CharEvent>([
    { write: 1, offset: 1 },
    { write: 1, offset: 1 },
    { write: 0, offset: 0 },
    { write: -1, offset: 0 },
    { write: 1, offset: 0 },
    { write: 2, offset: 2 },
  ]);
}

/** Every serial port and witness is on a chardev that a -serial word gives to a device. */
export function logTraffic(draw: Draw, start: Start): void {
  const mode = draw.pick(['record', 'record', 'replay'] as const);
  if (mode === 'replay') {
    const events = Array.from({ length: draw.below(20) }, () => event(draw));
    const bytes = charLog(events, draw.pick(['\x27', '\x27', '\x27', '', '\xff']));
    start.before.push({ do: 'write-file', path: logPath, bytes });
  }
  for (const [at, port] of [...start.ports].entries()) {
    if (port.kind !== '16550' && port.kind !== 'witness') continue;
    if (port.chardev === undefined || draw.chance(0.2)) continue;
    start.args.push('-serial', `chardev:${port.chardev}`);
    if (port.kind === '16550') start.ports[at] = { ...port, board: true } satisfies PortSpec;
  }
  start.args.push(...counting(mode));
}

/** Record and replay: what goes on beside is drawn by the other areas. */
export const replay: Area = {
  name: 'replay',
  clauses: ['RR-03', 'RR-04', 'RR-06', 'RR-08', 'RR-10', 'RR-15'],
  needs: ['record-replay', 'serial'],
  kinds: [
    kind('a checkpoint', 6, (_draw, view) => (view.launched ? { do: 'advance', ms: 250 } : undefined)),
    kind('read the log', 1, () => ({ do: 'read-char-log', path: logPath })),
    kind('end and read the log', 1, (draw, view) =>
      view.launched && draw.chance(0.3)
        ? [qmp('quit'), { do: 'wait-exit' }, { do: 'read-char-log', path: logPath }]
        : undefined,
    ),
  ],
};
