import type { Io } from './io.ts';

/** Ctrl-C as a signal for those who work. */
export type Interrupt = { readonly signal: AbortSignal; readonly release: () => void };

/** The first SIGINT or SIGTERM asks for a clean stop, the second ends the process at once with 130. */
export function catchInterrupt(io: Io): Interrupt {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    io.err('\ncharsim: stopping; what is under way may end (again to stop at once)');
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
