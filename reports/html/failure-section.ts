import type { Clause } from '../../model/language/clause.ts';
import { findClause } from '../../model/language/clauses.ts';
import type { Failure, ScenarioResult, StepRecord, TargetResults } from '../../scenarios/run/results.ts';
import { actionText, expectedText, outcomeText } from '../outcome-text.ts';
import { attentionOf, type Reproduce, verdictMarks, verdictWords } from '../summary.ts';
import { anchor, html, joined, type Markup, nothing, ruleMarkup } from './markup.ts';

/** Every failure, unexpected pass and unknown result, with the three witnesses side by side and the steps that led there. */
export function failureSection(results: readonly TargetResults[], reproduce?: Reproduce): Markup {
  const articles = results.flatMap(({ target, ...rest }) =>
    attentionOf({ target, ...rest }).map((result) => article(target, result, reproduce)),
  );
  return html`<section id="failures" aria-labelledby="failures-head">
<h2 id="failures-head">Failures</h2>
${articles.length === 0 ? html`<p class="soft">None: expectation, model and target agree everywhere.</p>` : articles}
</section>`;
}

/** Where on the page a result is explained. */
export function failureAnchor(target: string, scenario: string): string {
  return anchor('failure', target, scenario);
}

function article(target: TargetResults['target'], result: ScenarioResult, reproduce?: Reproduce): Markup {
  const { failure, verdict, steps } = result;
  const id = failureAnchor(target.id, result.id);
  return html`<article class="failure ${verdict}" id="${id}" aria-labelledby="${id}.head">
<h3 id="${id}.head"><span class="verdict ${verdict}">${verdictMarks[verdict]} ${verdictWords[verdict]}</span> <span class="mono">${result.id}</span> <span class="on">on ${target.id}</span></h3>
<p>${result.title}</p>
${result.reason === undefined ? nothing : html`<p>${result.reason}</p>`}
${failure === undefined ? nothing : failureMarkup(failure, target.profile)}
${clauseList(result.clauses)}
${steps === undefined || steps.length === 0 ? nothing : stepTable(steps, failure)}
${failure?.artifacts === undefined ? nothing : html`<p>Artifacts: <code>${failure.artifacts}</code></p>`}
${reproduce === undefined ? nothing : html`<p>Reproduce it:</p><pre class="reproduce">${reproduce(target, result)}</pre>`}
</article>
`;
}

function failureMarkup(failure: Failure, profile: string): Markup {
  const where =
    failure.action === undefined
      ? nothing
      : html`<p>${failure.step < 0 ? 'Launch' : `Step ${failure.step + 1}`}: <code>${actionText(failure.action)}</code></p>`;
  const model = (failure.model ?? []).map(outcomeText).join('\nor ');
  return html`${where}
<p class="message">${failure.message}</p>
<div class="witnesses">
${witness('expected', 'the scenario’s literal', failure.expected && expectedText(failure.expected, profile), failure.kind === 'target-against-literal')}
${witness('model', 'what the rules allow', model || undefined, failure.kind === 'model-against-literal')}
${witness('target', 'what was seen', failure.target && outcomeText(failure.target), failure.kind.startsWith('target-') || failure.kind === 'died')}
</div>`;
}

function witness(name: string, about: string, text: string | undefined, apart: boolean): Markup {
  const body = text === undefined ? html`<pre class="none">nothing stated here</pre>` : html`<pre>${text}</pre>`;
  return html`<section class="witness${apart ? ' apart' : ''}"><h4><span>${name}</span><span class="soft">${about}</span></h4>${body}</section>`;
}

function clauseList(ids: readonly string[]): Markup {
  if (ids.length === 0) return nothing;
  const rules = ids.map(findClause).filter((clause): clause is Clause => clause !== undefined);
  const names = joined(
    ids.map((id) => html`<span class="mono">${id}</span>`),
    ', ',
  );
  return html`<details><summary class="clauses">Clauses: ${names}</summary><ul class="plain">${rules.map(
    (clause) =>
      html`<li><strong>${clause.id}</strong> ${ruleMarkup(clause.rule)} <span class="soft">(${clause.source})</span></li>`,
  )}</ul></details>`;
}

/** Records run from the implicit launch, if there is one, up to the step where the scenario ended. */
function stepTable(steps: readonly StepRecord[], failure: Failure | undefined): Markup {
  const failed = failure?.action === undefined ? undefined : steps.length - 1;
  // the last record is the failing step, or the one before the end: how far records run ahead of the scenario's numbers
  const ahead = failure === undefined ? 0 : steps.length - failure.step - (failed === undefined ? 0 : 1);
  const rows = steps.map((step, index) => {
    const number = index + 1 - ahead;
    return html`<tr${index === failed ? html` class="here"` : nothing}><td class="count">${number < 1 ? 'launch' : number}</td><td>${actionText(step.action)}</td>
<td>${step.model.map(outcomeText).join('\nor ')}</td><td>${step.target === undefined ? '' : outcomeText(step.target)}</td></tr>
`;
  });
  return html`<details><summary>Steps (${steps.length})</summary><div class="scroll"><table class="steps">
<thead><tr><th scope="col" class="count">#</th><th scope="col">action</th><th scope="col">model</th><th scope="col">target</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
