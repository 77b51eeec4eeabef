import { firstStep, goOn, type Stepper, type StepperCommand, take } from '../session/stepper.ts';
import type { Walk } from '../session/walk.ts';

/** Who walks through a session as somebody types: where that is, and what is still to come of it. */
export type Walker = {
  now(): Stepper;
  /** A step is played elsewhere, and has not come yet. */
  isWaiting(): boolean;
  /** A command, or news to show. */
  give(command: StepperCommand | string): void;
  /** Stops what goes on over many steps. */
  pause(): void;
};

/** `changed`: there is something to draw that no command brought. */
export type WalkerEvents = { readonly changed: () => void; readonly fail: (error: unknown) => void };

/** Steps that are taken before anybody may interrupt a run to a breakpoint. */
const burst = 200;
/** A step that takes longer is said to. */
const longMs = 300;

/** At the first step. Never blocks for longer than a walk that plays by itself does. */
export function createWalker(walk: Walk, { changed, fail }: WalkerEvents): Walker {
  let now = firstStep;
  let isRunning = false;
  let isWaiting = false;
  const isThere = (index: number): boolean =>
    walk.reach === undefined || index < walk.played() || walk.end() !== undefined;
  const reach = async (index: number): Promise<void> => {
    if (isThere(index)) return;
    isWaiting = true;
    const said = setTimeout(changed, longMs);
    try {
      await walk.reach?.(index);
    } finally {
      clearTimeout(said);
      isWaiting = false;
    }
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    while (now.going !== undefined) {
      await reach(now.at + now.going.way);
      now = goOn(now, walk, walk.reach === undefined ? burst : 1);
      await new Promise((resolve) => setImmediate(resolve)); // keys are heard
    }
    isRunning = false;
    changed();
  };
  const perform = (command: StepperCommand): void => {
    now = take(now, command, walk);
    if (now.going !== undefined && !isRunning) void run().catch(fail);
  };
  return {
    now: () => now,
    isWaiting: () => isWaiting,
    give(command) {
      if (typeof command === 'string') {
        now = { ...now, message: command };
        return;
      }
      const goal = goalOf(now, command);
      if (goal === undefined || isThere(goal)) perform(command);
      else if (!isWaiting) {
        const done = reach(goal).then(() => {
          perform(command);
          changed();
        });
        void done.catch(fail);
      }
    },
    pause() {
      if (now.going !== undefined) now = { ...now, going: undefined, message: 'stopped' };
    },
  };
}

/** The step that has to be played before a command can be taken, if it names one. */
function goalOf({ at }: Stepper, command: StepperCommand): number | undefined {
  if (command.ask === 'move') return at + command.by;
  return command.ask === 'go' && typeof command.to === 'number' ? command.to : undefined;
}
