import type { Action } from '../../model/language/action.ts';
import { clauses } from '../../model/language/clauses.ts';
import type { Outcome } from '../../model/language/outcome.ts';

const shownMax = 5;
/** Characters of an error text that must stand in a rule before it counts as quoted. */
const quotedMin = 12;

/**
 * The clauses that a difference concerns: first those that the scenario cites and whose rule speaks of the command or
 * text, then others that do, best first, at most five; when none does, those that the scenario cites.
 */
export function clausesAbout(
  action: Action,
  outcomes: readonly (Outcome | undefined)[],
  cited: readonly string[],
): readonly string[] {
  const words = wordsOf(action);
  const texts = outcomes.flatMap((outcome) => textsOf(outcome));
  const scored = clauses
    .map(({ id, rule }) => {
      const spoken = words.filter((word) => rule.includes(word)).length;
      const quoted = texts.filter((text) => quotes(rule, text)).length;
      return { id, score: spoken + 4 * quoted + (cited.includes(id) && spoken + quoted > 0 ? 8 : 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score);
  const found = scored.slice(0, shownMax).map(({ id }) => id);
  return found.length > 0 ? found : cited.slice(0, shownMax);
}

function wordsOf(action: Action): readonly string[] {
  if (action.do === 'qmp') return [action.execute];
  if (action.do === 'hmp') return [action.line.split(' ')[0] ?? ''].filter((word) => word.length > 2);
  return [];
}

function textsOf(outcome: Outcome | undefined): readonly string[] {
  if (outcome?.see === 'error') return [outcome.desc];
  if (outcome?.see === 'text') return [outcome.text];
  return outcome?.see === 'exit' || outcome?.see === 'died' ? outcome.stderr : [];
}

/** Whether a rule quotes the text, its own values replaced by `%s`: by the longest run between quotes and numbers. */
function quotes(rule: string, text: string): boolean {
  return text
    .split(/'[^']*'|[-+]?\d+/)
    .map((piece) => piece.trim())
    .some((piece) => piece.length >= quotedMin && rule.includes(piece));
}
