import type { RunEvent, ScenarioResult, Summary, TargetResults, Verdict } from '../scenarios/run/results.ts';
import { actionText, expectedText, outcomeText } from './outcome-text.ts';
import {
  attentionOf,
  countOf,
  type Reproduce,
  scenarioFamily,
  verdictMarks,
  verdicts,
  verdictWords,
} from './summary.ts';
import { cells, columnsOf, paint, sideBySide, type TerminalStyle, wrapped } from './terminal-text.ts';

/** What is known of a run while it goes on. Make one with `startProgress`. */
export type Progress = {
  readonly style: TerminalStyle;
  /** Scenarios to come by family; decides when a family's line is complete. */
  readonly planned: ReadonlyMap<string, number>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, FamilyTally>>;
};
type FamilyTally = { readonly verdicts: readonly Verdict[]; readonly durationMs: number };

/** Progress of a run over the scenarios of these ids (on each target the same). */
export function startProgress(scenarioIds: readonly string[], style: TerminalStyle): Progress {
  const planned = new Map<string, number>();
  for (const family of scenarioIds.map(scenarioFamily)) planned.set(family, (planned.get(family) ?? 0) + 1);
  return { style, planned, targets: new Map() };
}

/** Takes one event: the next progress, and the lines to print for it. One line per family and target, as each completes. */
export function progressed(
  progress: Progress,
  event: RunEvent,
): { readonly progress: Progress; readonly lines: readonly string[] } {
  const { style } = progress;
  switch (event.type) {
    case 'target-started': {
      const { id, version, profile } = event.target;
      const about = [`version ${version}`, `profile ${profile}${profileNote(event.target)}`];
      return {
        progress,
        lines: [
          `${paint(style, 'bold', id)}  ${paint(style, 'dim', `${about.join(', ')}, ${event.count} scenario${event.count === 1 ? '' : 's'}`)}`,
        ],
      };
    }
    case 'scenario-finished': {
      const family = scenarioFamily(event.result.id);
      const families = new Map(progress.targets.get(event.target.id));
      const before = families.get(family);
      const tally: FamilyTally = {
        verdicts: [...(before?.verdicts ?? []), event.result.verdict],
        durationMs: (before?.durationMs ?? 0) + event.result.durationMs,
      };
      families.set(family, tally);
      const complete = tally.verdicts.length === progress.planned.get(family);
      const targets = new Map(progress.targets).set(event.target.id, families);
      return { progress: { ...progress, targets }, lines: complete ? [familyLine(style, family, tally)] : [] };
    }
    case 'target-finished': {
      const families = progress.targets.get(event.results.target.id) ?? new Map<string, FamilyTally>();
      const partial = [...families].filter(([family, tally]) => tally.verdicts.length !== progress.planned.get(family));
      return {
        progress,
        lines: partial.map(([family, tally]) => familyLine(style, family, tally, progress.planned.get(family))),
      };
    }
  }
}

/** Why that profile, where it is not the release's own. */
function profileNote({ profileExact, unlisted }: TargetResults['target']): string {
  if (unlisted === true)
    return ' (the nearest: this release has none of its own; what is as in another is told as such)';
  return profileExact ? '' : ' (nearest older)';
}

function familyLine(style: TerminalStyle, family: string, tally: FamilyTally, planned?: number): string {
  const counts = verdicts
    .map((verdict) => ({ verdict, count: tally.verdicts.filter((each) => each === verdict).length }))
    .filter(({ count }) => count > 0)
    .reverse()
    .map(({ verdict, count }) => verdictCount(style, verdict, count));
  if (planned !== undefined) counts.push(`${planned - tally.verdicts.length} not run`);
  const worst = verdicts.find((verdict) => tally.verdicts.includes(verdict)) ?? 'passed';
  return `  ${paintVerdict(style, worst, verdictMarks[worst])} ${family.padEnd(12)} ${counts.join(', ')}  ${paint(style, 'dim', milliseconds(tally.durationMs))}`;
}

/**
 * Everything that needs a look, target by target: what was expected, what the model allows, what the target did, side by
 * side within `style.columns`. Nothing to see: no lines. The last line of each is the command that reproduces it.
 */
export function failureLines(
  results: readonly TargetResults[],
  style: TerminalStyle,
  reproduce?: Reproduce,
): readonly string[] {
  return results.flatMap((each) =>
    attentionOf(each).flatMap((result) => [...oneFailure(each.target, result, style, reproduce), '']),
  );
}

function oneFailure(
  target: TargetResults['target'],
  result: ScenarioResult,
  style: TerminalStyle,
  reproduce?: Reproduce,
): readonly string[] {
  const { failure, verdict } = result;
  const width = columnsOf(style);
  const mark = `${verdictMarks[verdict]} ${verdictWords[verdict]}`;
  const on = `on ${target.id}`;
  // ids, folders and commands are never broken: they are there to be copied
  const oneLine = mark.length + result.id.length + on.length + 2 <= width;
  const head = `${paintVerdict(style, verdict, mark)} ${paint(style, 'bold', result.id)}`;
  const lines = [
    ...(oneLine ? [`${head} ${on}`] : [head, `  ${on}`]),
    ...wrapped(result.title, width - 2).map((line) => `  ${line}`),
    ...wrapped(`clauses ${result.clauses.join(', ')}`, width - 2).map((line) => paint(style, 'dim', `  ${line}`)),
  ];
  if (result.reason !== undefined)
    lines.push(...wrapped(`reason: ${result.reason}`, width - 2).map((line) => `  ${line}`));
  if (failure !== undefined) {
    const where = failure.action === undefined ? '' : `${stepWord(failure.step)}: ${actionText(failure.action)}`;
    if (where !== '') lines.push(...wrapped(where, width - 2).map((line) => `  ${line}`));
    lines.push(...wrapped(`${failure.kind}: ${failure.message}`, width - 2).map((line) => `  ${line}`));
    const model = (failure.model ?? []).map(outcomeText).join('\nor ');
    const witnesses = [
      ['expected', failure.expected === undefined ? '' : expectedText(failure.expected, target.profile)],
      ['model', model],
      ['target', failure.target === undefined ? '' : outcomeText(failure.target)],
    ] as const;
    if (witnesses.some(([, text]) => text !== '')) {
      const columns = witnesses.map(([head, text]) => ({ head, text: text === '' ? '(nothing)' : text }));
      lines.push(...sideBySide(columns, width - 2, style).map((line) => `  ${line}`));
    }
    if (failure.artifacts !== undefined) lines.push(`  artifacts: ${failure.artifacts}`);
  }
  if (reproduce !== undefined) lines.push(`  ${reproduce(target, result)}`);
  return lines;
}

function stepWord(step: number): string {
  return step < 0 ? 'launch' : `step ${step + 1}`;
}

/** The figures at the end: a line per target, a total when there are several, and the warnings. */
export function totalsLines(results: readonly TargetResults[], style: TerminalStyle): readonly string[] {
  const width = Math.max(...results.map((each) => each.target.id.length), 0);
  const lines = results.map(
    ({ target, summary, complete, scenarios }) =>
      `${target.id.padEnd(width)}  ${summaryText(summary, style)}${complete ? '' : ' (incomplete)'}  ${paint(
        style,
        'dim',
        milliseconds(scenarios.reduce((sum, each) => sum + each.durationMs, 0)),
      )}`,
  );
  const warnings = [...new Set(results.flatMap((each) => each.warnings))];
  return [...warnings.flatMap((warning) => wrapped(`warning: ${warning}`, columnsOf(style))), ...lines];
}

/** One line with every figure that is not zero; passed always. */
export function summaryText(summary: Summary, style: TerminalStyle): string {
  const counts = [...verdicts]
    .reverse()
    .map((verdict) => ({ verdict, count: countOf(summary, verdict) }))
    .filter(({ verdict, count }) => count > 0 || verdict === 'passed')
    .map(({ verdict, count }) => verdictCount(style, verdict, count));
  if (summary.notRun > 0) counts.push(`${summary.notRun} not run`);
  return counts.join(', ');
}

/** `[#####-----] 50/100 fd…`: fits `style.columns`, without line end. */
export function barLine(done: number, total: number, current: string, style: TerminalStyle): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(share * 20);
  const line = `[${'#'.repeat(filled)}${'-'.repeat(20 - filled)}] ${done}/${total} ${current}`;
  return cells(line, columnsOf(style) - 1);
}

function verdictCount(style: TerminalStyle, verdict: Verdict, count: number): string {
  const many =
    count === 1
      ? verdictWords[verdict]
      : verdictWords[verdict].replace(/pass$/, 'passes').replace(/deviation$/, 'deviations');
  return paintVerdict(style, verdict, `${count} ${many}`);
}

function paintVerdict(style: TerminalStyle, verdict: Verdict, text: string): string {
  switch (verdict) {
    case 'passed':
      return paint(style, 'green', text);
    case 'failed':
    case 'unexpected-pass':
      return paint(style, 'red', text);
    case 'unknown':
    case 'known-deviation':
    case 'as-another-release':
      return paint(style, 'yellow', text);
    case 'not-applicable':
      return paint(style, 'dim', text);
  }
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
