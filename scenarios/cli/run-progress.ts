import { barLine, progressed, startProgress } from '../../reports/terminal.ts';
import { terminalStyle } from '../../reports/terminal-text.ts';
import type { RunEvent } from '../run/results.ts';
import type { Scenario } from '../scenario.ts';
import { heartbeatMs, type Io } from './io.ts';
import type { RunRequest } from './run-options.ts';

/** Shows how far a run is: lines for families, a bar on a terminal, a heartbeat elsewhere. */
export type ProgressDisplay = { readonly take: (event: RunEvent) => void; readonly close: () => void };

const barEveryMs = 80;

/** Family lines go where results go, bar and heartbeat to standard error. Quiet: nothing at all. */
export function openProgress(io: Io, scenarios: readonly Scenario[], request: RunRequest): ProgressDisplay {
  if (request.quiet) return { take: () => undefined, close: () => undefined };
  const ids = scenarios.map(({ id }) => id);
  const line = request.json === '-' ? io.err : io.out;
  const style = terminalStyle(request.json === '-' ? io.stderr : io.stdout, io.environment);
  const barStyle = terminalStyle(io.stderr, io.environment);
  const hasBar = io.stderr.isTTY === true && io.environment['TERM'] !== 'dumb';
  const total = ids.length * request.targets.length;
  let progress = startProgress(ids, style);
  let done = 0;
  let current = '';
  let drawnAt = 0;
  let drawn = false;
  const wipe = (): void => {
    if (drawn) io.raw('\r\u001b[K');
    drawn = false;
  };
  const draw = (): void => {
    if (!hasBar || performance.now() - drawnAt < barEveryMs) return;
    io.raw(`\r\u001b[K${barLine(done, total, current, barStyle)}`);
    drawnAt = performance.now();
    drawn = true;
  };
  const heartbeat = hasBar
    ? undefined
    : setInterval(
        () => io.err(`charsim: ${done} of ${total} done${current === '' ? '' : `, last ${current}`}`),
        heartbeatMs,
      );
  return {
    take(event) {
      if (event.type === 'scenario-finished') {
        done += 1;
        current = event.result.id;
      }
      const next = progressed(progress, event);
      progress = next.progress;
      if (next.lines.length > 0) wipe();
      for (const each of next.lines) line(each);
      draw();
    },
    close() {
      clearInterval(heartbeat);
      wipe();
    },
  };
}
