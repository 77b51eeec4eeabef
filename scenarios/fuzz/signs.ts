import type { Action } from '../../model/language/action.ts';
import type { Target } from '../../sut/target.ts';
import type { Step } from '../scenario.ts';
import type { FuzzSession } from './session.ts';

/**
 * Memory that a campaign shares with one of its threads: signs of life, the wish to stop, and, when one session is played
 * again because it stood still, its steps as they are taken. A thread that hangs tells nothing in any other way.
 */
export type Signs = {
  readonly shared: SharedArrayBuffer;
  /** Counts up with every action. */
  beat(): void;
  beats(): number;
  askStop(): void;
  stopAsked(): boolean;
  /** A word for the journal; what does not fit is lost. */
  write(word: JournalWord): void;
  /** The steps so far, the last one under way. */
  steps(): readonly Step[];
};

/** An action was asked for, a step taken, or the action left out. */
type JournalWord = { readonly asked: Action } | { readonly took: Step } | { readonly left: true };

const headBytes = 12;
const journalBytes = 1 << 20;

/** Signs over shared memory, in the thread that it was given to, or over fresh memory. */
export function createSigns(shared: SharedArrayBuffer = new SharedArrayBuffer(headBytes + journalBytes)): Signs {
  const [beats, stop, used] = [0, 1, 2];
  const words = new Int32Array(shared, 0, headBytes / 4);
  const journal = new Uint8Array(shared, headBytes);
  return {
    shared,
    beat: () => void Atomics.add(words, beats, 1),
    beats: () => Atomics.load(words, beats),
    askStop: () => void Atomics.store(words, stop, 1),
    stopAsked: () => Atomics.load(words, stop) === 1,
    write(word): void {
      const bytes = new TextEncoder().encode(`${JSON.stringify(word)}\n`);
      const at = Atomics.load(words, used);
      if (at + bytes.length > journal.length) return;
      journal.set(bytes, at);
      Atomics.store(words, used, at + bytes.length);
    },
    steps(): readonly Step[] {
      const text = new TextDecoder().decode(journal.slice(0, Atomics.load(words, used)));
      const taken: Step[] = [];
      let asked: Action | undefined;
      for (const line of text.split('\n')) {
        if (line === '') continue;
        const word = JSON.parse(line) as JournalWord;
        asked = 'asked' in word ? word.asked : undefined;
        if ('took' in word) taken.push(word.took);
      }
      return asked === undefined ? taken : [...taken, [asked]];
    },
  };
}

/** The target with a sign of life before each action. */
export function beating(target: Target, signs: Signs): Target {
  return {
    ...target,
    async open(opening) {
      const session = await target.open(opening);
      return {
        ...session,
        perform(action) {
          signs.beat();
          return session.perform(action);
        },
      };
    },
  };
}

/** The session with every step in the journal. */
export function journalled(session: FuzzSession, signs: Signs): FuzzSession {
  return {
    ...session,
    next(states) {
      const asked = session.next(states);
      if (asked !== undefined) signs.write({ asked });
      return asked;
    },
    weigh(action, foreseen) {
      const took = session.weigh(action, foreseen);
      signs.write(took === undefined ? { left: true } : { took });
      return took;
    },
    unpredicted(limit) {
      signs.write({ left: true });
      session.unpredicted(limit);
    },
  };
}
