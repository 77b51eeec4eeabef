import type { Task } from '../../runtime/task.ts';
import { bytesOf } from '../bytes.ts';
import { crash } from '../end.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { type Backend, type Chardev, raise } from './chardev.ts';
import { createHeldInput } from './held-input.ts';
import { writeLog } from './log.ts';
import type { OpenedBackend } from './open-backend.ts';

const cell = { width: 8, height: 16 } as const;
const standard = { columns: 80, rows: 24 } as const;
/** Keys that wait for the frontend. Source: VC-02. */
const keysMax = 16;
/** What is remembered of what was drawn: more than any screen shows. */
const drawnMax = 1 << 18;

/** What a text console has drawn so far, for whoever has a terminal to show it on. */
export type ConsoleScreen = {
  readonly columns: number;
  readonly rows: number;
  /** The bytes since the console was made, oldest first; of very many only the last. */
  drawn(): readonly Uint8Array[];
  /** One key was pressed that stands for these bytes. */
  type(bytes: Uint8Array): Task<void>;
};
/** The size in pixels or cells, as asked for; null or 0 is the usual one. */
export type ConsoleSize = {
  readonly width: number | null;
  readonly height: number | null;
  readonly columns: number | null;
  readonly rows: number | null;
};

/** The size that some options name. */
export function consoleSize(number: (key: string) => bigint | null): ConsoleSize {
  const asked = (key: string): number | null => {
    const value = number(key);
    return value === null ? null : Number(BigInt.asIntN(32, value));
  };
  return { width: asked('width'), height: asked('height'), columns: asked('cols'), rows: asked('rows') };
}

function cells(pixels: number | null, asked: number | null, of: number, usual: number): number {
  if (pixels !== null && pixels !== 0) return Math.max(1, Math.floor(pixels / of));
  return asked === null || asked === 0 ? usual : asked;
}

/** Whether a size is one: where one of its measures is the usual one, the other does not count. Source: VC-01. */
export function isDrawable({ width, height, columns, rows }: ConsoleSize): boolean {
  const across = width ?? columns ?? 0;
  const down = height ?? rows ?? 0;
  return across === 0 || down === 0 || (across > 0 && down > 0);
}

function createScreen(chardev: Chardev, size: ConsoleSize): { screen: ConsoleScreen; backend: Backend } {
  const keys = createHeldInput(chardev, keysMax);
  let pieces: Uint8Array[] = [];
  let total = 0;
  const screen: ConsoleScreen = {
    columns: cells(size.width, size.columns, cell.width, standard.columns),
    rows: cells(size.height, size.rows, cell.height, standard.rows),
    drawn: () => pieces,
    type(bytes: Uint8Array): Task<void> {
      keys.push(bytes);
      return keys.offer();
    },
  };
  const backend: Backend = {
    filename: () => 'vc',
    write(bytes: Uint8Array): Task<number> {
      pieces.push(bytes.slice());
      total += bytes.length;
      while (total > drawnMax && pieces.length > 1) total -= pieces.shift()?.length ?? 0;
      return immediate(bytes.length);
    },
    watchOutput: () => null,
    frontendChanged: () => immediate(undefined),
    close(): void {
      pieces = [];
    },
    acceptInput: () => keys.offer(),
    screen,
  };
  return { screen, backend };
}

/** A text console; it begins with its own name. Source: VC-01. */
export function* openConsole(machine: Machine, chardev: Chardev, size: ConsoleSize): Task<OpenedBackend> {
  yield* takePicture(machine);
  const { backend } = createScreen(chardev, size);
  const name = bytesOf(`${chardev.label} console\r\n`);
  const given = backend.write(name);
  if (typeof given !== 'number') yield* given;
  if (chardev.logFd >= 0 && machine.profile.consoleLogsItsName) yield* writeLog(machine, chardev.logFd, name);
  if (machine.started || !opensLate(machine)) return { backend, open: true };
  return { backend: { ...backend, startUpEnds: () => raise(chardev, 'opened') }, open: false };
}

/** Memory for what is drawn, behind a descriptor that nobody ever closes. Source: Q-FOUND-11. */
function* takePicture(machine: Machine): Task<void> {
  if (!hasQuirk(machine, 'Q-FOUND-11')) return;
  const memory = machine.process.socket('stream', { closeOnExec: true });
  if (memory.ok) machine.pictures.push(memory.value);
  else yield* crash(machine, 'SIGABRT');
}

/** Whether one of the command line waits for the end of start-up. Source: Q-FOUND-9. */
function opensLate(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-9');
}
