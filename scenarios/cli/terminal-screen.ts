import { emitKeypressEvents } from 'node:readline';
import type { Paint, ScreenSize } from '../../reports/stepper-screen.ts';

/** A key as Node names it; `text` is what it writes, if anything. */
export type Key = { readonly name: string; readonly text: string; readonly ctrl: boolean };

/** The whole terminal, taken over until `leave`. */
export type TerminalScreen = {
  size(): ScreenSize;
  draw(lines: readonly string[]): void;
  /** Gives the terminal back as it was; any number of times. */
  leave(): void;
  /** Back to the shell until it continues this process, then anew. */
  suspend(): void;
};

const csi = '\u001b[';
const enter = `${csi}?1049h${csi}?25l${csi}?7l`;
const restore = `${csi}?7h${csi}?25h${csi}?1049l`;
const fallback: ScreenSize = { columns: 80, rows: 24 };

/** What goes on in the terminal. `onGone`: it was closed, or the process is to end (with this exit code). */
export type ScreenEvents = {
  readonly onKey: (key: Key) => void;
  readonly onResize: () => void;
  readonly onGone: (exitCode: number) => void;
};

const signalCodes = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130 } as const;

/** Takes the terminal over. It is given back at `leave`, at the end of the process and when an exception ends it. */
export function openScreen(input: NodeJS.ReadStream, output: NodeJS.WriteStream, events: ScreenEvents): TerminalScreen {
  let isOurs = false;
  const take = (): void => {
    isOurs = true;
    input.setRawMode(true);
    output.write(enter);
  };
  const leave = (): void => {
    if (!isOurs) return;
    isOurs = false;
    output.write(restore);
    if (!input.destroyed) input.setRawMode(false);
  };
  const onKey = (text: string | undefined, key: { name?: string; ctrl?: boolean; sequence?: string }): void => {
    events.onKey({ name: key.name ?? text ?? '', text: text ?? '', ctrl: key.ctrl ?? false });
  };
  const onEnd = (): void => events.onGone(signalCodes.SIGHUP);
  const onContinue = (): void => {
    take();
    events.onResize();
  };
  const onSignal = (signal: NodeJS.Signals): void => events.onGone(signalCodes[signal as keyof typeof signalCodes]);
  const signals = Object.keys(signalCodes) as (keyof typeof signalCodes)[];
  emitKeypressEvents(input);
  input.on('keypress', onKey).on('end', onEnd).on('error', onEnd);
  output.on('resize', events.onResize);
  process.on('exit', leave).on('SIGCONT', onContinue);
  for (const signal of signals) process.on(signal, onSignal);
  take();
  input.resume();
  return {
    size: () => ({ columns: output.columns || fallback.columns, rows: output.rows || fallback.rows }),
    draw(lines) {
      output.write(`${csi}H${lines.map((line) => `${csi}2K${line}${csi}0m`).join('\r\n')}${csi}J`);
    },
    leave() {
      leave();
      input.off('keypress', onKey).off('end', onEnd).off('error', onEnd).pause();
      output.off('resize', events.onResize);
      process.off('exit', leave).off('SIGCONT', onContinue);
      for (const signal of signals) process.off(signal, onSignal);
    },
    suspend() {
      leave();
      process.kill(process.pid, 'SIGTSTP');
    },
  };
}

const looks: Readonly<Record<Parameters<Paint>[0], string>> = {
  title: '7',
  current: '7',
  soft: '2',
  bad: '31',
  changed: '33',
};

/** Colours of the terminal, or nothing where they are not wanted. */
export function painter(color: boolean): Paint {
  return (look, text) => (color ? `${csi}${looks[look]}m${text}${csi}0m` : text);
}
