import type { TargetResults } from '../../scenarios/run/results.ts';
import { releasesOf, type TraitCell, traitRows } from '../release.ts';
import { html, type Markup, nothing } from './markup.ts';
import { plural } from './summary-section.ts';

/** Releases without a profile of their own, side by side: a row a quirk or rule, as what each of them does shows. */
export function releaseSection(results: readonly TargetResults[]): Markup {
  const releases = releasesOf(results);
  const rows = traitRows(releases);
  if (rows.length === 0) return nothing;
  return html`<section id="releases" aria-labelledby="releases-head">
<h2 id="releases-head">Releases</h2>
<p>Quirks and rules in which the known releases differ, and how it is on ${releases.map(({ target }) => target.id).join(', ')}: read off what was seen, for no profile speaks about ${releases.length === 1 ? 'it' : 'them'}.</p>
<div class="scroll"><table><thead><tr><th scope="col">quirk or rule</th>${releases.map(
    ({ target }) => html`<th scope="col">${target.id}</th>`,
  )}</tr></thead><tbody>
${rows.map(
  ({ id, title, cells }) =>
    html`<tr><th scope="row"><span class="mono">${id}</span><br><span class="title">${title}</span></th>${cells.map(cell)}</tr>
`,
)}</tbody></table></div>
</section>`;
}

function cell(found: TraitCell | undefined): Markup {
  if (found === undefined) return html`<td><span class="soft">not shown</span></td>`;
  const { text, scenarios } = found;
  return html`<td>${text}<details><summary>${plural(scenarios.length, 'scenario')}</summary><span class="mono">${scenarios.join('\n')}</span></details></td>`;
}
