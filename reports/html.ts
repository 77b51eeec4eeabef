import type { TargetResults } from '../scenarios/run/results.ts';
import { coverageSection } from './html/coverage-section.ts';
import { failureSection } from './html/failure-section.ts';
import { html, type Markup, nothing } from './html/markup.ts';
import { pageText } from './html/page.ts';
import { releaseSection } from './html/release-section.ts';
import { scenarioSection } from './html/scenario-section.ts';
import { summarySection } from './html/summary-section.ts';
import { releasesOf } from './release.ts';
import { type ShownSession, sessionAnchor, sessionSections } from './session-html.ts';
import { attentionOf, type Reproduce } from './summary.ts';

/** What the page says beside the results. */
export type HtmlOptions = {
  /** When the run ended, in words; the page itself reads no clock. */
  readonly finishedAt?: string;
  /** The command line of the run. */
  readonly command?: string;
  readonly reproduce?: Reproduce;
  /** Sessions that are shown on the same page, replayed. */
  readonly sessions?: readonly ShownSession[];
};

/**
 * One self-contained page on one or several targets: summary, failures with their three witnesses side by side, the matrix
 * of scenarios, and the coverage of clauses. Everything that comes from results is escaped.
 */
export function htmlReport(results: readonly TargetResults[], options: HtmlOptions = {}): string {
  const attention = results.reduce((sum, each) => sum + attentionOf(each).length, 0);
  const { sessions = [] } = options;
  const count = attention > 0 ? `(${attention}) ` : '';
  return pageText({
    title: `${count}charsim: ${results.map((each) => each.target.id).join(', ')}`,
    heading: 'charsim conformance report',
    about: about(options),
    sections: [
      ['summary', 'Summary'],
      ['failures', `Failures (${attention})`],
      ['scenarios', 'Scenarios'],
      ...(releasesOf(results).length === 0 ? [] : [['releases', 'Releases'] as const]),
      ['clauses', 'Clauses'],
      ...(sessions.length === 0 ? [] : [[sessionAnchor, `Sessions (${sessions.length})`] as const]),
    ],
    body: [
      summarySection(results),
      failureSection(results, options.reproduce),
      scenarioSection(results),
      releaseSection(results),
      coverageSection(results),
      ...(sessions.length === 0 ? [] : [sessionSections(sessions)]),
    ],
  });
}

function about({ finishedAt, command }: HtmlOptions): Markup {
  if (finishedAt === undefined && command === undefined) return nothing;
  return html`<p>${command === undefined ? nothing : html`<code>${command}</code> `}${finishedAt === undefined ? '' : `finished ${finishedAt}`}</p>`;
}
