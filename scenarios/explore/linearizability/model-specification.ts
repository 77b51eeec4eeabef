import type { Action } from '../../../model/language/action.ts';
import type { Outcome } from '../../../model/language/outcome.ts';
import { ModelLimit } from '../../../model/limit.ts';
import { internalSteps, type ModelState, step } from '../../../model/model.ts';
import { agreementOf } from '../../run/agreement.ts';
import { standardStreams } from '../../run/descriptor-numbers.ts';
import type { Specification } from './history.ts';
import { stateKey } from './state-key.ts';

/** An action of the language. `atRest`: it is done when nothing is left to happen, as what is looked at in the end is. */
export type Asked = { readonly action: Action; readonly atRest: boolean };

/** The model as rules of one moment each. `gaveUp`: where it does not predict; a rejection then means nothing. */
export type ModelRules = Specification<ModelState, Asked, Outcome> & { gaveUp(): string | null };

/**
 * What the model lets actions see that come one after the other, with what the system does by itself (a bottom half, a
 * deferred commit, a request that is read) between any two of them. Numbers of descriptors are compared within one
 * outcome only. `initial`: held. Source: XL-1, XL-3.
 */
export function modelRules(initial: ModelState): ModelRules {
  let limit: string | null = null;
  const within = <T>(ask: () => readonly T[]): readonly T[] => {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof ModelLimit)) throw error;
      limit = error.message;
      return [];
    }
  };
  return {
    initial,
    outcomes: (state, asked) =>
      within(() => performed(state, asked).map(({ state: next, outcome }) => ({ state: next, result: outcome }))),
    moves: (state) => (state.held ? within(() => internalSteps(state)) : []),
    key: stateKey,
    same: (model, seen) => agreementOf(model, seen, standardStreams).agree,
    callText: ({ action }) => actionWords(action),
    resultText: outcomeWords,
    gaveUp: () => limit,
  };
}

/** From the first look at rest on everything settles by itself again. */
function performed(state: ModelState, { action, atRest }: Asked): ReturnType<typeof step> {
  if (!atRest || !state.held) return step(state, action);
  if (internalSteps(state).length > 0) return [];
  return step(state, { do: 'release' }).flatMap((branch) => step(branch.state, action));
}

const shownMax = 90;

/** `chardev-change c ringbuf`, `witness-detach w`: the words of an action without the names of its members. */
function actionWords(action: Action): string {
  if (action.do !== 'qmp') {
    const { do: verb, ...members } = action;
    return cut([verb, ...Object.values(members).map(words)].join(' '));
  }
  return cut([action.execute, words(action.arguments ?? '')].join(' ').trim());
}

function outcomeWords({ see, ...members }: Outcome): string {
  const said = Object.values(members).map(words);
  return cut([see, ...said].join(' '));
}

function words(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(words).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([name, member]) => `${name}: ${words(member)}`);
  return entries.length === 0 ? '{}' : entries.join(', ');
}

function cut(text: string): string {
  return text.length > shownMax ? `${text.slice(0, shownMax - 1)}…` : text;
}
