import { createHash } from 'node:crypto';
import type { TargetResults } from '../scenarios/run/results.ts';
import { coverageSection } from './html/coverage-section.ts';
import { failureSection } from './html/failure-section.ts';
import { html, type Markup, nothing } from './html/markup.ts';
import { scenarioSection } from './html/scenario-section.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { summarySection } from './html/summary-section.ts';
import { attentionOf, type Reproduce } from './summary.ts';

/** What the page says beside the results. */
export type HtmlOptions = {
  /** When the run ended, in words; the page itself reads no clock. */
  readonly finishedAt?: string;
  /** The command line of the run. */
  readonly command?: string;
  readonly reproduce?: Reproduce;
};

/**
 * One self-contained page on one or several targets: summary, failures with their three witnesses side by side, the matrix
 * of scenarios, and the coverage of clauses. Opens from disk, loads nothing; its content policy allows only its own style
 * and script, by their hashes. Everything that comes from results is escaped.
 */
export function htmlReport(results: readonly TargetResults[], options: HtmlOptions = {}): string {
  const attention = results.reduce((sum, each) => sum + attentionOf(each).length, 0);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${attention > 0 ? `(${attention}) ` : ''}charsim: ${results.map((each) => each.target.id).join(', ')}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#summary">Skip to the results</a>
<header><div class="wide">
<h1>charsim conformance report</h1>
${about(options)}
</div></header>
<nav aria-label="Sections"><div class="wide"><ul>
<li><a href="#summary">Summary</a></li>
<li><a href="#failures">Failures (${attention})</a></li>
<li><a href="#scenarios">Scenarios</a></li>
<li><a href="#clauses">Clauses</a></li>
</ul></div></nav>
<main><div class="wide">
${summarySection(results)}
${failureSection(results, options.reproduce)}
${scenarioSection(results)}
${coverageSection(results)}
</div></main>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.markup;
}

function about({ finishedAt, command }: HtmlOptions): Markup {
  if (finishedAt === undefined && command === undefined) return nothing;
  return html`<p>${command === undefined ? nothing : html`<code>${command}</code> `}${finishedAt === undefined ? '' : `finished ${finishedAt}`}</p>`;
}

/** The project's own style and script, which must not be escaped. */
function trusted(text: string): Markup {
  return { markup: text };
}

const contentPolicy: string = [
  "default-src 'none'",
  `style-src '${hashSource(style)}'`,
  `script-src '${hashSource(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Source expression of a content policy for exactly this inline text. */
function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
