import type { ScenarioResult, TargetResults, Verdict } from '../../scenarios/run/results.ts';
import { grouped } from '../grouped.ts';
import { isNonConformance, scenarioFamily, verdictMarks, verdicts, verdictWords } from '../summary.ts';
import { failureAnchor } from './failure-section.ts';
import { html, type Markup, nothing } from './markup.ts';
import { plural } from './summary-section.ts';

type Row = { readonly id: string; readonly title: string; readonly results: readonly (ScenarioResult | undefined)[] };

/** The matrix: a row a scenario, a column a target, grouped by family; then the reasons of what was not simply judged. */
export function scenarioSection(results: readonly TargetResults[]): Markup {
  const rows = rowsOf(results);
  const families = grouped(rows, (row) => scenarioFamily(row.id));
  const present = verdicts.filter((verdict) =>
    rows.some((row) => row.results.some((each) => each?.verdict === verdict)),
  );
  return html`<section id="scenarios" aria-labelledby="scenarios-head">
<h2 id="scenarios-head">Scenarios</h2>
<div id="filters" class="filters" role="search" aria-label="Scenarios" hidden>
<label><span class="sr">Filter by id, title or clause</span><input type="search" id="search" placeholder="id, title or clause ( / )" autocomplete="off"></label>
<fieldset><legend>Verdict</legend>${present.map(
    (verdict) =>
      html`<label><input type="checkbox" name="verdict" value="${verdict}" checked> ${verdictWords[verdict]}</label>`,
  )}</fieldset>
${results.length > 1 ? html`<label><input type="checkbox" id="differing"> only where targets differ</label>` : nothing}
<output id="shown-count" class="soft"></output>
</div>
<div class="matrix-wrap"><table class="matrix" id="matrix">
<thead><tr><th scope="col">scenario</th>${results.map(({ target }) => html`<th scope="col">${target.id}</th>`)}</tr></thead>
${[...families].map(([family, own]) => familyBody(family, own, results))}
</table></div>
${reasonList(results)}
</section>`;
}

function rowsOf(results: readonly TargetResults[]): readonly Row[] {
  const byTarget = results.map((each) => new Map(each.scenarios.map((result) => [result.id, result])));
  const titles = new Map(
    results.flatMap((each) => each.scenarios.map((result): [string, string] => [result.id, result.title])),
  );
  return [...titles.keys()].sort().map((id) => ({
    id,
    title: titles.get(id) ?? '',
    results: byTarget.map((map) => map.get(id)),
  }));
}

function familyBody(family: string, rows: readonly Row[], results: readonly TargetResults[]): Markup {
  return html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="${results.length + 1}">${family} <span class="share">${plural(rows.length, 'scenario')}</span></th></tr>
${rows.map((row) => scenarioRow(row, results))}</tbody>
`;
}

function scenarioRow(row: Row, results: readonly TargetResults[]): Markup {
  const clauses = [...new Set(row.results.flatMap((each) => each?.clauses ?? []))];
  const text = [row.id, row.title, ...clauses].join(' ').toLowerCase();
  return html`<tr class="scenario" data-verdicts="${row.results.map((each) => each?.verdict ?? 'absent').join(' ')}" data-text="${text}"><th scope="row"><span class="mono">${row.id}</span><br><span class="title">${row.title}</span></th>${row.results.map(
    (result, index) => html`<td class="cell">${cell(result, results[index]?.target.id ?? '')}</td>`,
  )}</tr>
`;
}

function cell(result: ScenarioResult | undefined, target: string): Markup {
  if (result === undefined) return html`<span class="verdict absent"><span aria-hidden="true">·</span> not run</span>`;
  const { verdict } = result;
  const badge = html`<span class="verdict ${verdict}"><span aria-hidden="true">${verdictMarks[verdict]}</span> ${verdictWords[verdict]}</span>`;
  return isNonConformance(verdict) || verdict === 'unknown'
    ? html`<a href="#${failureAnchor(target, result.id)}">${badge}</a>`
    : badge;
}

/** What was not applicable or deviates as known, by target and reason. */
function reasonList(results: readonly TargetResults[]): Markup {
  const groups = (
    ['as-another-release', 'known-deviation', 'not-applicable'] as const satisfies readonly Verdict[]
  ).flatMap((verdict) =>
    results.flatMap(({ target, scenarios }) =>
      [
        ...grouped(
          scenarios.filter((each) => each.verdict === verdict),
          (each) => each.reason ?? 'no reason given',
        ),
      ].map(([reason, own]) => ({ verdict, target: target.id, reason, ids: own.map((each) => each.id) })),
    ),
  );
  if (groups.length === 0) return nothing;
  return html`<details id="reasons"><summary>Why ${plural(
    groups.reduce((sum, each) => sum + each.ids.length, 0),
    'result',
  )} ${'were'} not applicable or deviate as known</summary>
<div class="scroll"><table><thead><tr><th scope="col">verdict</th><th scope="col">target</th><th scope="col">reason</th><th scope="col">scenarios</th></tr></thead><tbody>
${groups.map(
  ({
    verdict,
    target,
    reason,
    ids,
  }) => html`<tr><td>${verdictWords[verdict]}</td><td>${target}</td><td>${reason}</td><td class="mono">${ids.join('\n')}</td></tr>
`,
)}</tbody></table></div></details>`;
}
