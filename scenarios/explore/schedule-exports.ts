import type { Access } from '../../sut/runtime/step.ts';
import type { PlainExport } from '../session/exports.ts';
import type { Execution, Taken } from './execution.ts';
import { scenarioOf } from './keep-finding.ts';
import type { ProblemSpec } from './problems.ts';
import { formatSchedule } from './schedule.ts';

/** Steps of a diagram at most: more is no picture. */
const diagramStepsMax = 200;

/** What was run, and how it went. */
export type RunSchedule = { readonly problem: ProblemSpec; readonly execution: Execution };

/** A schedule as text of that kind: a lane for each thread, a step for each microsecond. Source: XF-2. */
export function exportedSchedule(run: RunSchedule, kind: PlainExport): string {
  switch (kind) {
    case 'perfetto':
      return perfetto(run);
    case 'mermaid':
      return mermaid(run);
    case 'scenario':
      return scenarioModule(run);
  }
}

const objectsOf = (accesses: readonly Access[]): readonly string[] => [
  ...new Set(accesses.map(({ object }) => object)),
];

/** Threads that took a step, in the order of their creation. */
function actingThreads({ taken }: Execution): readonly number[] {
  return [...new Set(taken.map(({ thread }) => thread))].sort((a, b) => a - b);
}

/** Chrome trace-event JSON; an instant where a property broke. */
function perfetto({ problem, execution }: RunSchedule): string {
  const { broken, taken } = execution;
  const named = (name: string, tid: number, text: string): object => ({
    ph: 'M',
    pid: 1,
    tid,
    name,
    args: { name: text },
  });
  const slice = ({ thread, step, data }: Taken, at: number): object => {
    const args = { step: at + 1, accesses: step.data.accesses, data };
    return { ph: 'X', pid: 1, tid: thread + 1, ts: at, dur: 1, name: step.text, args };
  };
  const last = taken.at(-1);
  const instant = (property: string, text: string): object => {
    return { ph: 'i', s: 'p', pid: 1, tid: (last?.thread ?? 0) + 1, ts: taken.length, name: property, args: { text } };
  };
  const traceEvents = [
    named('process_name', 0, `${problem.id} ${problem.params} on ${problem.profile}`),
    ...actingThreads(execution).map((thread) => named('thread_name', thread + 1, execution.name(thread))),
    ...taken.map(slice),
    ...(broken === null ? [] : [instant(broken.property, broken.text)]),
  ];
  return `${JSON.stringify({ displayTimeUnit: 'ns', traceEvents }, undefined, 1)}\n`;
}

/** A sequence diagram: threads and the objects that they touch; a solid arrow writes, a dotted one reads. */
function mermaid({ execution }: RunSchedule): string {
  const { broken, taken } = execution;
  const shown = taken.slice(0, diagramStepsMax);
  const objects = new Map<string, string>();
  for (const { step } of shown) {
    for (const name of objectsOf(step.data.accesses)) if (!objects.has(name)) objects.set(name, `o${objects.size}`);
  }
  const lines = ['sequenceDiagram'];
  for (const thread of actingThreads(execution)) lines.push(`  actor t${thread} as ${plain(execution.name(thread))}`);
  for (const [name, alias] of objects) lines.push(`  participant ${alias} as ${plain(name)}`);
  for (const [at, { thread, step }] of shown.entries()) {
    const { kind, accesses } = step.data;
    const fields = accesses.filter(({ object }) => object === accesses[0]?.object);
    const arrow = fields.some(({ write }) => write) ? '->>' : '-->>';
    const what = fields.map(({ field }) => field).join(', ');
    lines.push(`  t${thread}${arrow}${objects.get(accesses[0]?.object ?? '')}: ${at + 1} ${kind} ${plain(what)}`);
  }
  const over = `t${taken.at(-1)?.thread ?? 0}`;
  if (taken.length > shown.length) lines.push(`  Note over ${over}: ${taken.length - shown.length} steps more`);
  if (broken !== null) lines.push(`  Note over ${over}: ${plain(`${broken.property}, ${broken.text}`)}`);
  return `${lines.join('\n')}\n`;
}

/** A text without what Mermaid takes for its own. */
function plain(text: string): string {
  return text.replace(/[;#<>\r\n:%]/g, ' ');
}

/** The scenario that `charsim run` follows, and that says that nothing may break. */
function scenarioModule({ problem, execution }: RunSchedule): string {
  const { id, params, profile } = problem;
  const schedule = formatSchedule({ problem: id, params, strategy: `replay@${profile}`, turns: execution.taken });
  const name = `${id}-${params}`.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
  const scenario = scenarioOf({ problem, execution }, schedule, name);
  return `import type { Scenario } from 'charsim';\n\nexport const explored: Scenario = ${JSON.stringify(scenario, undefined, 2)};\n`;
}
