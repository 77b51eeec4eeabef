import type { StepView } from '../scenarios/session/step-view.ts';
import { happeningText } from './happening-text.ts';
import { insideRows } from './inside-rows.ts';
import { actionText, outcomeText } from './outcome-text.ts';

/** What the stepper shows. */
export type StepperScreen = {
  readonly title: string;
  /** The step that is looked at, and those around it as far as they are known. */
  readonly step: StepView | undefined;
  readonly around: (index: number) => StepView | undefined;
  /** Steps played so far, and whether there are no more. */
  readonly played: number;
  readonly complete: boolean;
  readonly breakpoints: number;
  readonly pane: 'inside' | 'detail';
  readonly scroll: number;
  /** The line above the last one: news, or what is being typed. */
  readonly message: string;
  /** All keys, a line each, instead of everything else. */
  readonly help: readonly string[] | undefined;
};

/** Characters across, lines down. */
export type ScreenSize = { readonly columns: number; readonly rows: number };

/** Looks of a text: plain where colours are not wanted. */
export type Paint = (look: 'title' | 'current' | 'soft' | 'bad' | 'changed', text: string) => string;

/** Smaller than this there is no room for two columns. */
const smallest: ScreenSize = { columns: 40, rows: 12 };

const keysLine =
  '←→ step  ↑↓ state  PgUp/PgDn 10  Home End  c C to break  b break  / n N search  : command  Tab detail  ? keys  q quit';
const keysShort = '←→ step  c C run  b break  / n search  Tab detail  : command  ? keys  q quit';

/** The screen, exactly `rows` lines of at most `columns` characters each, before painting. */
export function stepperScreen(screen: StepperScreen, size: ScreenSize, paint: Paint): readonly string[] {
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) {
    return filled([clip(`wanted ${smallest.columns}x${smallest.rows}, have ${columns}x${rows}`, columns)], rows);
  }
  const bottom = [clip(screen.message, columns), paint('soft', clip(columns < 118 ? keysShort : keysLine, columns))];
  const top = [paint('title', pad(titleLine(screen, columns), columns))];
  const room = rows - top.length - bottom.length;
  const middle = screen.help === undefined ? middleOf(screen, { columns, rows: room }, paint) : screen.help;
  return [...top, ...filled(middle.slice(0, room), room), ...bottom];
}

function titleLine({ title, step, played, complete, breakpoints }: StepperScreen, columns: number): string {
  const marks = breakpoints === 0 ? '' : `${breakpoints} break  `;
  const place =
    step === undefined
      ? 'no step '
      : `${marks}step ${step.index + 1}/${played}${complete ? '' : '+'}  record ${step.record}  ${step.tNs} ns `;
  return pad(` ${title}`, columns - place.length) + place;
}

function middleOf(screen: StepperScreen, { columns, rows }: ScreenSize, paint: Paint): readonly string[] {
  const { step, pane, scroll } = screen;
  if (step === undefined) return [' the session has no step'];
  if (pane === 'detail') return scrolled(detailLines(step, columns), scroll, rows);
  const list = listLines(screen, step, columns, Math.max(3, Math.min(12, Math.floor(rows / 3))), paint);
  const facts = factLines(step, columns, paint);
  const left = rows - list.length - facts.length - 2;
  const rule = paint('soft', '─'.repeat(columns));
  return [...list, rule, ...facts, ...columnsOf(screen, step, columns, left, paint)];
}

const marks: Readonly<Record<StepView['mark'], string>> = {
  same: ' ',
  unseen: '?',
  differs: '✗',
  fails: '✗',
  inconclusive: '?',
};

function listLines(
  { around, played }: StepperScreen,
  step: StepView,
  columns: number,
  rows: number,
  paint: Paint,
): readonly string[] {
  const from = Math.max(0, Math.min(step.index - Math.floor(rows / 2), played - rows));
  return Array.from({ length: rows }, (_, at) => {
    const one = from + at < played ? around(from + at) : undefined;
    if (one === undefined) return '';
    const isHere = one.index === step.index;
    const seen = one.recorded === undefined ? '' : ` → ${oneLine(outcomeText(one.recorded))}`;
    const text = `${isHere ? '▸' : ' '}${marks[one.mark]}${String(one.index + 1).padStart(5)} ${actionText(one.action)}${seen}`;
    const line = pad(clip(text, columns), columns);
    if (isHere) return paint('current', line);
    return one.mark === 'differs' || one.mark === 'fails' ? paint('bad', line) : line;
  });
}

/** What was seen, once where all agree, else each for itself. */
function factLines(step: StepView, columns: number, paint: Paint): readonly string[] {
  const { recorded, replayed, model, mark, text, clauses, decisions, deviations, happened } = step;
  const shown = (name: string, value: string): string => clip(`${name.padEnd(9)} ${value}`, columns);
  const texts = {
    recorded: recorded === undefined ? undefined : oneLine(outcomeText(recorded)),
    replayed: replayed === undefined ? undefined : oneLine(outcomeText(replayed)),
    model: model.map((each) => oneLine(outcomeText(each))).join(' or ') || '-',
  };
  const lines = [shown('action', actionText(step.action))];
  if (texts.recorded === texts.model && texts.replayed === texts.model) lines.push(shown('all see', texts.model));
  else {
    lines.push(shown('recorded', texts.recorded ?? 'nothing: the recording ended here'));
    if (texts.replayed !== undefined) lines.push(shown('replayed', texts.replayed));
    lines.push(shown('model', texts.model));
  }
  if (happened.length > 0) lines.push(shown('inside', happened.map(happeningText).join('; ')));
  const decided =
    decisions === 0 ? '' : `   decisions ${decisions}${deviations > 0 ? `, ${deviations} not the first` : ''}`;
  lines.push(paint('soft', shown('clauses', `${clauses.join(', ') || '-'}${decided}`)));
  if (text !== undefined) lines.push(mark === 'same' ? clip(text, columns) : paint('bad', clip(text, columns)));
  return lines;
}

/** Both states, name by name; `≠` where they say different things, `*` where the step changed something. */
function columnsOf(
  { around, scroll }: StepperScreen,
  step: StepView,
  columns: number,
  rows: number,
  paint: Paint,
): readonly string[] {
  const half = Math.floor((columns - 3) / 2);
  const two = (left: string, right: string): string =>
    `${pad(clip(left, half), half)} │ ${clip(right, columns - half - 3)}`;
  const engine = step.inside.engine === undefined ? 'engine (this target does not show its own)' : 'engine';
  const lines: string[] = [];
  let section = '';
  let first = -1;
  for (const row of insideRows(step.inside, step.index === 0 ? undefined : around(step.index - 1)?.inside)) {
    if (row.section !== section) lines.push(paint('soft', two(row.section, row.section)));
    section = row.section;
    if (first < 0 && (row.apart || row.changed)) first = lines.length;
    const mark = row.apart ? '≠' : row.changed ? '*' : ' ';
    const text = two(`${mark} ${row.name}  ${row.model ?? '-'}`, `${row.name}  ${row.engine ?? '-'}`);
    lines.push(row.apart ? paint('bad', text) : row.changed ? paint('changed', text) : text);
  }
  const head = paint('title', pad(two('model', engine), columns));
  const room = Math.max(0, rows);
  // what the step changed is in sight at first
  const news = lines.length <= room || first < 0 ? 0 : Math.max(0, first - room + 3);
  return [head, ...scrolled(lines, scroll + news, room)];
}

/** The step in full, wrapped. */
function detailLines(step: StepView, columns: number): readonly string[] {
  const { action, recorded, replayed, model, text, clauses, at, seenRecord, record } = step;
  const parts: readonly (readonly [string, unknown])[] = [
    ['step', `${at + 1} of the scenario; records ${record} to ${seenRecord ?? record}`],
    ['action', action],
    ['recorded', recorded],
    ['replayed', replayed],
    ...model.map((outcome) => ['model', outcome] as const),
    ['clauses', clauses.join(', ')],
    ['text', text],
  ];
  return parts.flatMap(([name, value]) => {
    if (value === undefined) return [];
    const long = typeof value === 'string' ? value : JSON.stringify(value, undefined, 1);
    return [`${name}:`, ...long.split('\n').flatMap((line) => wrapped(line, columns - 2).map((piece) => `  ${piece}`))];
  });
}

function wrapped(line: string, columns: number): readonly string[] {
  const safe = plain(line);
  const count = Math.max(1, Math.ceil(safe.length / columns));
  return Array.from({ length: count }, (_, at) => safe.slice(at * columns, (at + 1) * columns));
}

function scrolled(lines: readonly string[], scroll: number, rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  const from = Math.min(scroll, lines.length - rows + 1);
  const shown = lines.slice(from, from + rows - 1);
  return [...shown, ` ${from + 1} to ${from + shown.length} of ${lines.length} lines (↑↓)`];
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ⏎ ');
}

/** Only characters that take exactly one column: the rest is shown by number, and nothing moves the cursor. */
function plain(text: string): string {
  return text.replace(
    /[^\x20-\x7e\u00a1-\u02ff…→↑↓←│─▸✗≠⏎]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function clip(text: string, columns: number): string {
  const safe = plain(text);
  return safe.length <= columns ? safe : `${safe.slice(0, Math.max(0, columns - 1))}…`;
}

function pad(text: string, columns: number): string {
  return text.length > columns ? clip(text, columns) : text.padEnd(Math.max(0, columns));
}

function filled(lines: readonly string[], rows: number): readonly string[] {
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => '')];
}
