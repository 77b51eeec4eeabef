import { splitOptions } from './options.ts';
import type { Outcomed } from './state.ts';

/** What `-icount` asks for: `counts`, instructions are counted (`shift` is given). Source: RR-01. */
export type ReplayOption = {
  readonly mode: 'record' | 'replay' | null;
  readonly path: string | null;
  readonly counts: boolean;
};

const keys = ['shift', 'align', 'sleep', 'rr', 'rrfile'];

/** Reads the word; the mode is looked at later, when all words are read. Source: RR-01, experiment. */
export function readReplayOption(word: string): Outcomed<ReadonlyMap<string, string>> {
  const pairs = splitOptions(word, 'shift');
  const wrong = pairs.find(([key]) => !keys.includes(key));
  return wrong === undefined
    ? { ok: true, value: new Map(pairs.map(([key, value]) => [key, value])) }
    : { ok: false, text: `Invalid parameter '${wrong[0]}'` };
}

/** What the options come to, or the text of what is wrong. Source: experiment on both releases. */
export function replayOptionOf(options: ReadonlyMap<string, string>): Outcomed<ReplayOption> {
  const mode = options.get('rr') ?? null;
  if (mode !== null && mode !== 'record' && mode !== 'replay')
    return { ok: false, text: `Invalid icount rr option: ${mode}` };
  return { ok: true, value: { mode, path: options.get('rrfile') ?? null, counts: options.has('shift') } };
}
