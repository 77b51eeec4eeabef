import { excerpt } from '../run/excerpt.ts';
import type { Divergence } from '../session/divergence.ts';
import type { ReplayResult } from '../session/replay-session.ts';
import type { SessionFile } from '../session/session-file.ts';
import { shellWord } from './words.ts';

const lineLength = 200;
const stateLines = 60;

/** A replay's result as lines for people; the last one is the command to look closer, where there is one. */
export function replayLines(file: SessionFile, result: ReplayResult, words: readonly string[]): readonly string[] {
  const { head, end } = file;
  const { verdict, divergence, steps, notes, reason } = result;
  const how = result.exact ? 'bit by bit' : 'outcome by outcome';
  const lines = [
    `session of ${head.scenario.name} on ${head.target?.id ?? head.variant}, ${file.records} records`,
    `replayed on ${result.target}, ${how}: ${steps} step${steps === 1 ? '' : 's'}`,
    ...notes.map((note) => `note: ${note}`),
  ];
  if (result.traceHash !== undefined) lines.push(`trace hash ${result.traceHash}`);
  const cut = end.kind === 'truncated' ? `truncated at ${end.i} (line ${end.line}, byte ${end.offset})` : '';
  if (end.kind === 'truncated' && end.problem !== undefined)
    lines.push(`salvaged up to record ${end.i}: ${end.problem}`);
  else if (cut !== '') lines.push(`the session is ${cut}`);
  if (divergence !== undefined) return [...lines, ...divergenceLines(divergence, verdict), closer(divergence, words)];
  if (verdict === 'inconclusive') return [...lines, `inconclusive: ${reason ?? 'no reason'}`];
  if (verdict === 'until') return [...lines, 'the model there:', ...stateText(result.state)];
  return [...lines, verdict === 'truncated' ? 'the same up to the cut' : 'the same to the end'];
}

function divergenceLines(divergence: Divergence, verdict: ReplayResult['verdict']): readonly string[] {
  const { record, step, tNs, kind, action, recorded, replayed, model, text, clauses, changes, before } = divergence;
  const what = verdict === 'failed' ? 'fails as recorded' : `differs (${kind})`;
  return [
    ...(before.length === 0 ? [] : ['', 'records before it:', ...before.map((line) => `  ${cut(line)}`), '']),
    `✗ record ${record}, step ${step + 1}, ${tNs} ns: ${what}`,
    ...(action === undefined ? [] : [`  action    ${excerpt(action)}`]),
    ...(recorded === undefined ? [] : [`  recorded  ${excerpt(recorded)}`]),
    ...(replayed === undefined ? [] : [`  replayed  ${excerpt(replayed)}`]),
    ...(model ?? []).map((outcome) => `  model     ${excerpt(outcome)}`),
    `  ${text}`,
    ...(clauses.length === 0 ? [] : [`  clauses   ${clauses.join(', ')}`]),
    ...(changes.length === 0 ? [] : ['  the model over this action, before → after:']),
    ...changes.map(({ path, before: old, after }) => `    ${path}: ${cut(old)} → ${cut(after)}`),
  ];
}

function closer({ record }: Divergence, words: readonly string[]): string {
  const rest = words.filter(
    (word, at) => !/^--(until|json)/.test(word) && !/^--(until|json)$/.test(words[at - 1] ?? ''),
  );
  return `to look closer: npx charsim replay ${[...rest, '--until', String(record)].map(shellWord).join(' ')}`;
}

function stateText(state: unknown): readonly string[] {
  const lines = (JSON.stringify(state, undefined, 1) ?? '').split('\n');
  const more = lines.length - stateLines;
  return more > 0 ? [...lines.slice(0, stateLines), `… and ${more} lines more; --json FILE has all of it`] : lines;
}

function cut(text: string): string {
  return text.length <= lineLength ? text : `${text.slice(0, lineLength)}…`;
}
