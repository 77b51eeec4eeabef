import type { Action } from '../../model/language/action.ts';
import type { Happening } from '../../model/language/happening.ts';
import { excerpt } from '../run/excerpt.ts';
import type { Scenario } from '../scenario.ts';
import { actorOf } from './record.ts';
import { type SessionFile, sessionSteps } from './session-file.ts';
import type { RecordedStep } from './steps.ts';

/** What a session can be exported as. */
export const exportKinds = ['perfetto', 'mermaid', 'scenario', 'html'] as const;
/** One of them. */
export type ExportKind = (typeof exportKinds)[number];
/** Those that need no replay. */
export type PlainExport = Exclude<ExportKind, 'html'>;

/** Steps of a diagram at most: more is no picture. */
const diagramStepsMax = 200;
const labelLength = 60;

/** The session as text of that kind. Throws SessionProblem. */
export function exported(file: SessionFile, kind: PlainExport): string {
  const steps = allSteps(file);
  switch (kind) {
    case 'perfetto':
      return perfetto(file, steps);
    case 'mermaid':
      return mermaid(steps);
    case 'scenario':
      return scenarioModule(file, steps);
  }
}

function allSteps(file: SessionFile): readonly RecordedStep[] {
  const steps: RecordedStep[] = [];
  const reader = sessionSteps(file);
  for (;;) {
    const { done, value } = reader.next();
    if (done) return steps;
    steps.push(value);
  }
}

const actors = ['process', 'client', 'host', 'guest', 'world'] as const;
/** Of a trace, beside those of the actors. */
const insideThread = actors.length + 1;

function labelOf(action: Action): string {
  if (action.do === 'qmp') return action.execute;
  if (action.do === 'hmp') return action.line;
  return action.do;
}

function labelOfHappening(happening: Happening): string {
  if (happening.k === 'ev') return `${happening.e} of ${happening.id} to ${happening.fe}`;
  return `change ${happening.seq} of ${happening.id}: ${happening.st}`;
}

/** Chrome trace-event JSON: a thread for each actor, a slice for each action; times in microseconds, `ns` as recorded. */
function perfetto({ head }: SessionFile, steps: readonly RecordedStep[]): string {
  const name = (tid: number, thread: string): object => ({
    ph: 'M',
    pid: 1,
    tid,
    name: 'thread_name',
    args: { name: thread },
  });
  let free = 0;
  const slices = steps.flatMap(({ action, seen, tNs, at, record, happened }, index) => {
    // most steps take no virtual time: each gets a microsecond at least, and none overlaps another
    const ts = Math.max(free, Number(tNs) / 1000);
    const next = steps[index + 1];
    const dur = Math.max(1, next === undefined ? 1 : Number(next.tNs) / 1000 - ts);
    free = ts + dur;
    const args = { step: at + 1, record, ns: String(tNs), action, outcome: seen ?? null };
    const slice = { ph: 'X', pid: 1, tid: actors.indexOf(actorOf(action)) + 1, ts, dur, name: labelOf(action), args };
    const inside = happened.map((each) => {
      return {
        ph: 'i',
        s: 't',
        pid: 1,
        tid: insideThread,
        ts,
        name: labelOfHappening(each),
        args: { ...each, record },
      };
    });
    return [slice, ...inside];
  });
  const process = { ph: 'M', pid: 1, name: 'process_name', args: { name: head.scenario.name } };
  const threads = [...actors.map((actor, at) => name(at + 1, actor)), name(insideThread, 'inside')];
  const traceEvents = [process, ...threads, ...slices];
  return `${JSON.stringify({ displayTimeUnit: 'ns', traceEvents }, undefined, 1)}\n`;
}

/** A sequence diagram of the first 200 steps: who asks the system for what, and what is seen. */
function mermaid(steps: readonly RecordedStep[]): string {
  const lines = ['sequenceDiagram', ...actors.map((actor) => `  participant ${actor}`), '  participant system'];
  for (const { action, seen, at, happened } of steps.slice(0, diagramStepsMax)) {
    const actor = actorOf(action);
    lines.push(`  ${actor}->>system: ${at + 1} ${plain(labelOf(action))}`);
    for (const each of happened) lines.push(`  Note over system: ${plain(labelOfHappening(each))}`);
    if (seen !== undefined && seen.see !== 'done') lines.push(`  system-->>${actor}: ${plain(excerpt(seen))}`);
  }
  const more = steps.length - diagramStepsMax;
  if (more > 0) lines.push(`  Note over system: ${more} steps more`);
  return `${lines.join('\n')}\n`;
}

/** A text without what Mermaid takes for its own. */
function plain(text: string): string {
  const short = text.length <= labelLength ? text : `${text.slice(0, labelLength)}…`;
  return short.replace(/[;#<>\r\n:%]/g, ' ');
}

/** A scenario file: the actions, with the literals of the recorded scenario, else with what was seen as far as it is fixed. */
function scenarioModule({ head }: SessionFile, steps: readonly RecordedStep[]): string {
  const scenario: Scenario = {
    id: `session/${head.scenario.name.replaceAll(/[^a-z0-9.-]+/g, '-')}`,
    title: head.title ?? `recorded from ${head.target?.name ?? head.variant}`,
    clauses: head.clauses ?? [],
    launch: 'manual',
    steps: steps.map(({ action, expectation }) => (expectation === undefined ? [action] : [action, expectation])),
  };
  return `import type { Scenario } from 'charsim';\n\nexport const recorded: Scenario = ${JSON.stringify(scenario, undefined, 2)};\n`;
}
