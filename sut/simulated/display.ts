import { createRequire } from 'node:module';
import type * as Xterm from '@xterm/headless';
import type { DisplayAction } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { bytesOf } from '../engine/bytes.ts';
import type { ConsoleScreen } from '../engine/chardev/console.ts';
import type { Task } from '../runtime/task.ts';
import { type Launched, settle, type World } from './world.ts';

/** The synchronous writer behind a terminal's own queue, which would wait for a timer. */
type Core = { readonly _core: { writeSync(data: Uint8Array): void } };

/** Loaded at the first look at a screen: few scenarios have one. */
function loadXterm(): typeof Xterm {
  return createRequire(import.meta.url)('@xterm/headless') as typeof Xterm;
}

/** What a terminal of that size shows after everything that was drawn. */
function shown({ columns, rows, drawn }: ConsoleScreen): Outcome {
  const terminal = new (loadXterm().Terminal)({
    cols: columns,
    rows,
    scrollback: 0,
    allowProposedApi: true,
    logLevel: 'off',
  });
  for (const piece of drawn()) (terminal as unknown as Core)._core.writeSync(piece);
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    lines.push(
      active
        .getLine(active.baseY + row)
        ?.translateToString(true)
        .trimEnd() ?? '',
    );
  }
  while (lines.at(-1) === '') lines.pop();
  const cursor = { row: active.cursorY, column: active.cursorX };
  terminal.dispose();
  return { see: 'screen', lines, cursor };
}

/** Looks at a text console, or types at it: one stroke a byte. Source: VC-01, VC-02. */
export function performDisplayAction(world: World, launched: Launched, action: DisplayAction): Outcome {
  const { machine } = launched;
  const screen = machine.chardevs.get(action.chardev)?.backend.screen;
  if (screen === undefined) throw new Error(`the scenario looks at chardev ${action.chardev}, which has no screen`);
  if (action.do === 'screen') return shown(screen);
  for (const byte of bytesOf(action.bytes)) {
    machine.mainLoop.scheduleBottomHalf('key', () => stroke(screen, byte));
  }
  settle(world);
  return { see: 'done' };
}

function stroke(screen: ConsoleScreen, byte: number): Task<void> {
  return screen.type(Uint8Array.of(byte));
}
