import type { Summary, TargetResults } from '../../scenarios/run/results.ts';
import { countOf, totalSummary, verdicts, verdictWords } from '../summary.ts';
import { html, type Markup, nothing } from './markup.ts';

/** The verdict on the whole in one sentence, then a row of figures for each target. */
export function summarySection(results: readonly TargetResults[]): Markup {
  const total = totalSummary(results.map((each) => each.summary));
  const warnings = [...new Set(results.flatMap((each) => each.warnings))];
  const columns = verdicts.toReversed().filter((verdict) => verdict === 'passed' || countOf(total, verdict) > 0);
  return html`<section id="summary" aria-labelledby="summary-head">
<h2 id="summary-head" class="sr">Summary</h2>
${banner(results, total)}
${warnings.length === 0 ? nothing : html`<div class="banner warn" role="note">Warnings<small>${warnings.map((warning) => html`${warning}<br>`)}</small></div>`}
<h2>Targets</h2>
<div class="scroll"><table class="targets">
<thead><tr><th scope="col">target</th><th scope="col">version</th><th scope="col">profile</th>
${columns.map((verdict) => html`<th scope="col" class="count">${verdictWords[verdict]}</th>`)}
<th scope="col" class="count">not run</th><th scope="col">share</th></tr></thead>
<tbody>${results.map(
    ({
      target,
      summary,
      complete,
    }) => html`<tr><th scope="row">${target.id}${complete ? nothing : html` <span class="soft">(incomplete)</span>`}</th>
<td>${target.version}</td><td>${target.profile}${target.profileExact ? nothing : html` <span class="soft">${target.unlisted === true ? '(the nearest; it has none of its own)' : '(nearest older)'}</span>`}</td>
${columns.map((verdict) => figure(countOf(summary, verdict)))}${figure(summary.notRun)}
<td>${verdictBar(summary)}</td></tr>
`,
  )}</tbody></table></div>
</section>`;
}

function figure(count: number): Markup {
  return html`<td class="${count === 0 ? 'count zero' : 'count'}">${count}</td>`;
}

function banner(results: readonly TargetResults[], total: Summary): Markup {
  const bad = total.failed + total.unexpectedPasses;
  const incomplete = results.some((each) => !each.complete);
  const asAnother = total.asAnotherRelease ?? 0;
  const ran = total.passed + bad + total.knownDeviations + total.unknown + asAnother;
  const about = `${plural(ran, 'result')} on ${plural(results.length, 'target')}${
    total.notApplicable > 0 ? `, ${total.notApplicable} not applicable` : ''
  }${total.knownDeviations > 0 ? `, ${plural(total.knownDeviations, 'known deviation')}` : ''}${
    asAnother > 0 ? `, ${asAnother} as another release` : ''
  }${incomplete ? `. The run ended early: ${total.notRun} were not run` : ''}.`;
  if (bad > 0) {
    return html`<p class="banner bad">✗ Does not conform: ${plural(bad, 'non-conformance')}<small>${about}</small></p>`;
  }
  if (total.unknown > 0) {
    return html`<p class="banner warn">? Inconclusive: ${plural(total.unknown, 'result')} unknown, a limit was met<small>${about}</small></p>`;
  }
  if (incomplete)
    return html`<p class="banner warn">– Incomplete: no non-conformance so far<small>${about}</small></p>`;
  if (ran === 0) return html`<p class="banner warn">– Nothing was run<small>${about}</small></p>`;
  return html`<p class="banner good">✓ Conforms<small>${about}</small></p>`;
}

/** `1 result`, `2 results`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function verdictBar(summary: Summary): Markup {
  const parts = verdicts.map((verdict) => ({
    name: verdict,
    label: verdictWords[verdict],
    count: countOf(summary, verdict),
  }));
  return bar(parts.toReversed(), summary.notRun);
}

/** A bar of shares: each part by its class, what is left over as background. Read aloud as its figures. */
export function bar(
  parts: readonly { readonly name: string; readonly label: string; readonly count: number }[],
  rest: number,
): Markup {
  const present = parts.filter((part) => part.count > 0);
  const total = Math.max(
    present.reduce((sum, part) => sum + part.count, rest),
    1,
  );
  let x = 0;
  const rects = present.map((part) => {
    const width = (100 * part.count) / total;
    const rect = html`<rect class="${part.name}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="6"/>`;
    x += width;
    return rect;
  });
  const label = present.map((part) => `${part.count} ${part.label}`).join(', ') || 'none';
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="back" width="100" height="6"/>${rects}</svg>`;
}
