import type { SessionView, StepMark, StepView } from '../scenarios/session/step-view.ts';
import { happeningText } from './happening-text.ts';
import { html, joined, type Markup, nothing } from './html/markup.ts';
import { pageText } from './html/page.ts';
import { type InsideRow, insideRows } from './inside-rows.ts';
import { actionText, outcomeText } from './outcome-text.ts';

/** Marks and words for how a step compares. */
const marks: Readonly<Record<StepMark, readonly [string, string, string]>> = {
  same: ['✓', 'the same', 'passed'],
  unseen: ['?', 'the recording ended here', 'unknown'],
  differs: ['✗', 'differs', 'failed'],
  fails: ['✗', 'fails as recorded', 'failed'],
  inconclusive: ['?', 'nothing can be said', 'unknown'],
};

/** A session as people look at it, and the command that replays it. */
export type ShownSession = { readonly view: SessionView; readonly command?: string };

/** One self-contained page on replayed sessions. */
export function sessionHtml(sessions: readonly ShownSession[]): string {
  const parted = sessions.filter(({ view }) => standing(view) === 'bad').length;
  const names = sessions.map(({ view }) => view.scenario).join(', ');
  return pageText({
    title: `${parted > 0 ? `(${parted}) ` : ''}charsim session: ${names}`,
    heading: sessions.length === 1 ? 'charsim session' : 'charsim sessions',
    about: nothing,
    sections: sessions.map(({ view }, at) => [anchorOf(at), view.scenario]),
    body: [sessionSections(sessions)],
  });
}

/**
 * Each session: every step with what was recorded, what came now and what the model allows, and with what model and
 * engine have inside after it, side by side.
 */
export function sessionSections(sessions: readonly ShownSession[]): Markup {
  return joined(
    sessions.map((session, at) => sessionSection(session, anchorOf(at))),
    '\n',
  );
}

/** Where the first session stands on its page. */
export const sessionAnchor: string = anchorOf(0);

function anchorOf(at: number): string {
  return `session-${at + 1}`;
}

type Standing = 'good' | 'warn' | 'bad';

const standingWords: Readonly<Record<Standing, string>> = {
  good: 'The same to the end',
  warn: 'Nothing differs as far as it goes',
  bad: 'The replay parts from the record, or fails as it does',
};

function standing({ steps }: SessionView): Standing {
  if (steps.some(({ mark }) => mark === 'differs' || mark === 'fails')) return 'bad';
  return steps.some(({ mark }) => mark !== 'same') ? 'warn' : 'good';
}

function sessionSection({ view, command }: ShownSession, anchor: string): Markup {
  const { scenario, steps, recordedOn, replayedOn, records, end, title, left } = view;
  const look = standing(view);
  const apart = steps.filter(({ mark }) => mark !== 'same');
  const place = (step: StepView): string => `${anchor}.${step.index + 1}`;
  return html`<section id="${anchor}" aria-labelledby="${anchor}.head">
<h2 id="${anchor}.head">Session <span class="mono">${scenario}</span></h2>
<p>${title === undefined ? nothing : html`${title}. `}Recorded on <span class="mono">${recordedOn}</span>, replayed on <span class="mono">${replayedOn}</span>; ${records} records.</p>
<p class="banner ${look}">${standingWords[look]}<small>${steps.length + left} steps; ${end}</small></p>
${apart.map((step) => html`<p><a href="#${place(step)}">Step ${step.index + 1}</a>: ${step.text ?? marks[step.mark][1]}</p>`)}
${command === undefined ? nothing : html`<pre class="reproduce">${command}</pre>`}
<p class="soft">Open a step to see who saw what, and what both witnesses have inside after it. ≠: they differ; *: the step changed it.${left === 0 ? '' : ` ${left} earlier steps are left out.`}</p>
${steps.map((step, at) => stepMarkup(step, steps[at - 1], place(step)))}
</section>`;
}

function stepMarkup(step: StepView, previous: StepView | undefined, id: string): Markup {
  const [mark, words, look] = marks[step.mark];
  const seen = step.recorded === undefined ? nothing : html` <span class="soft">→ ${outcomeText(step.recorded)}</span>`;
  const isApart = step.mark !== 'same';
  const texts = {
    recorded: step.recorded === undefined ? undefined : outcomeText(step.recorded),
    model: step.model.map(outcomeText).join('\nor ') || undefined,
    replayed: step.replayed === undefined ? undefined : outcomeText(step.replayed),
  };
  const odd = isApart ? oddOneOf(texts) : undefined;
  return html`<details class="step" id="${id}"${isApart ? html` open` : nothing}><summary><span class="verdict ${look}">${mark}<span class="sr"> ${words}</span></span> <span class="count">${step.index + 1}</span> <span class="mono">${actionText(step.action)}</span>${seen}</summary>
${step.text === undefined ? nothing : html`<p class="message">${step.text}</p>`}
<p class="soft">Records ${step.record}${step.seenRecord === undefined ? '' : ` to ${step.seenRecord}`}; ${String(step.tNs)} ns${step.decisions === 0 ? '' : `; ${step.decisions} decisions, ${step.deviations} not the first option`}${step.clauses.length === 0 ? '' : `; clauses ${step.clauses.join(', ')}`}</p>
${step.happened.length === 0 ? nothing : html`<p class="soft">Inside: ${step.happened.map(happeningText).join('; ')}</p>`}
<div class="witnesses">
${witness('recorded', 'what the file says', texts.recorded, odd === 'recorded')}
${witness('model', 'what the rules allow', texts.model, odd === 'model')}
${witness('replayed', 'what was seen now', texts.replayed, odd === 'replayed')}
</div>
${insideTable(step, previous)}
</details>
`;
}

/** Who stands alone; the replay where nobody agrees. */
function oddOneOf({ recorded, model, replayed }: { [name: string]: string | undefined }): string {
  if (model === replayed) return 'recorded';
  return recorded === replayed ? 'model' : 'replayed';
}

function witness(name: string, about: string, text: string | undefined, apart: boolean): Markup {
  const body = text === undefined ? html`<pre class="none">nothing</pre>` : html`<pre>${text}</pre>`;
  return html`<section class="witness${apart ? ' apart' : ''}"><h4><span>${name}</span><span class="soft">${about}</span></h4>${body}</section>`;
}

/** Both states; what did not change is folded away where there is much of it. */
function insideTable(step: StepView, previous: StepView | undefined): Markup {
  const rows = insideRows(step.inside, previous?.inside);
  if (rows.length === 0) return nothing;
  const engine = step.inside.engine === undefined ? 'engine (this target does not show its own)' : 'engine';
  return html`<div class="scroll"><table class="inside"><caption class="sr">Inside after step ${step.index + 1}</caption>
<thead><tr><th scope="col"></th><th scope="col">model</th><th scope="col">${engine}</th></tr></thead>
<tbody>${joined(rows.map(insideRow), '')}</tbody></table></div>`;
}

function insideRow({ section, name, model, engine, changed, apart }: InsideRow): Markup {
  const mark = apart ? '≠ ' : changed ? '* ' : '';
  return html`<tr class="${apart ? 'apart' : changed ? 'changed' : ''}"><th scope="row">${mark}<span class="soft">${section}</span> ${name}</th><td>${model ?? '-'}</td><td>${engine ?? '-'}</td></tr>
`;
}
