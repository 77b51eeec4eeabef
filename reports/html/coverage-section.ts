import { unreachable } from '../../model/language/clause-reach.ts';
import { clauseFamilies, clauses } from '../../model/language/clauses.ts';
import type { TargetResults } from '../../scenarios/run/results.ts';
import { type ClauseCoverage, coverageOf, type FamilyCoverage } from '../coverage.ts';
import { html, type Markup, nothing, ruleMarkup } from './markup.ts';
import { bar } from './summary-section.ts';

/** How a clause stands in these results, best first. */
type Standing = 'contradicted' | 'shown' | 'cited' | 'uncovered' | 'elsewhere' | 'unreachable';

const standingWords: Readonly<Record<Standing, string>> = {
  contradicted: 'contradicted',
  shown: 'shown',
  cited: 'cited, not shown',
  uncovered: 'uncovered',
  elsewhere: 'of other profiles',
  unreachable: 'unreachable',
};

/** Which clauses the results show, family by family, with what is missing; families that no scenario touches last. */
export function coverageSection(results: readonly TargetResults[]): Markup {
  const profiles = new Set(results.map((each) => each.target.profile));
  const families = coverageOf(clauses, unreachable, results);
  const touched = families.filter((family) => family.clauses.some((row) => row.scenarios.length > 0));
  const untouched = families.filter((family) => !touched.includes(family));
  return html`<section id="clauses" aria-labelledby="clauses-head">
<h2 id="clauses-head">Clauses</h2>
<p class="soft">A clause is shown where a scenario that cites it passed. Open a family to see what is missing.</p>
<div class="scroll"><table class="families">
<thead><tr><th scope="col">family</th><th scope="col" class="count">shown</th><th scope="col" class="count">uncovered</th>
<th scope="col" class="count">unreachable</th><th scope="col" class="count">of other profiles</th><th scope="col">share</th></tr></thead>
<tbody>${touched.map((family) => familyRow(family, profiles))}</tbody></table></div>
${touched.map((family) => familyDetails(family, profiles))}
${untouched.length === 0 ? nothing : html`<details><summary>${untouched.length} families that no scenario of these results touches</summary><ul class="plain">${untouched.map((family) => html`<li><strong>${family.family}</strong> ${titleOf(family.family)} <span class="soft">(${family.clauses.length} clauses)</span></li>`)}</ul></details>`}
</section>`;
}

function titleOf(family: string): string {
  return clauseFamilies.find((each) => each.id === family)?.title ?? '';
}

function standing(row: ClauseCoverage, profiles: ReadonlySet<string>): Standing {
  if (row.contradictedOn.length > 0) return 'contradicted';
  if (row.shownOn.length > 0) return 'shown';
  if (row.unreachable !== undefined) return 'unreachable';
  if (!row.clause.profiles.some((profile) => profiles.has(profile))) return 'elsewhere';
  return row.scenarios.length > 0 ? 'cited' : 'uncovered';
}

function familyRow(family: FamilyCoverage, profiles: ReadonlySet<string>): Markup {
  const standings = family.clauses.map((row) => standing(row, profiles));
  const count = (...wanted: readonly Standing[]): number => standings.filter((each) => wanted.includes(each)).length;
  const figure = (value: number): Markup => html`<td class="${value === 0 ? 'count zero' : 'count'}">${value}</td>`;
  const reachable = standings.length - count('unreachable', 'elsewhere');
  const parts = [
    { name: 'shown', label: 'shown', count: count('shown') },
    { name: 'contradicted', label: 'contradicted', count: count('contradicted') },
  ];
  return html`<tr><th scope="row"><a href="#family-${family.family}">${family.family}</a> <span class="title">${titleOf(family.family)}</span></th>
<td class="count">${count('shown')} of ${reachable}</td>${figure(count('uncovered', 'cited'))}${figure(count('unreachable'))}${figure(count('elsewhere'))}
<td>${bar(parts, count('uncovered', 'cited'))}</td></tr>
`;
}

function familyDetails(family: FamilyCoverage, profiles: ReadonlySet<string>): Markup {
  const rows = family.clauses.map((row) => ({ row, state: standing(row, profiles) }));
  const missing = rows.filter(({ state }) => state !== 'shown');
  const shown = rows.filter(({ state }) => state === 'shown');
  return html`<details id="family-${family.family}"><summary><strong>${family.family}</strong> ${titleOf(family.family)} <span class="soft">${
    missing.length === 0 ? 'all shown' : `${missing.length} not shown`
  }</span></summary>
<ul class="plain">${[...missing, ...shown].map(({ row, state }) => clauseItem(row, state))}</ul></details>
`;
}

function clauseItem(row: ClauseCoverage, state: Standing): Markup {
  const look = state === 'shown' ? 'shown' : state === 'contradicted' ? 'contradicted' : 'absent';
  const notes = [
    row.unreachable === undefined ? '' : `no scenario can show it: ${row.unreachable}`,
    row.clause.strength === 'must' ? '' : row.clause.strength,
    row.contradictedOn.length === 0 ? '' : `contradicted on ${row.contradictedOn.join(', ')}`,
    row.repairedOn.length === 0 ? '' : `repaired on ${row.repairedOn.join(', ')}`,
    row.shownOn.length === 0 ? '' : `shown on ${row.shownOn.join(', ')}`,
    row.scenarios.length === 0 ? '' : `scenarios ${row.scenarios.join(', ')}`,
  ].filter((note) => note !== '');
  return html`<li id="clause-${row.clause.id}"><strong class="mono">${row.clause.id}</strong> <span class="verdict ${look}">${standingWords[state]}</span> ${ruleMarkup(row.clause.rule)}${
    notes.length === 0 ? nothing : html`<br><span class="soft">${notes.join('; ')}</span>`
  }</li>
`;
}
