import { clauses } from '../../model/language/clauses.ts';
import { properties } from '../../sut/engine/hotswap/violation.ts';
import { engineProperties } from '../explore/problems/engine-properties.ts';
import { foundEngineRaces } from '../explore/problems/found-engine-races.ts';
import { foundRaces } from '../explore/problems/found-races.ts';

const about = `Every defect of the hotswap as posted in 2017 (RACE) and of real QEMU's synchronous one (RACE-S) that
\`charsim explore\` finds by itself: nothing tells the search where to look. Where one defect hides another, the rows under
"after" are lifted first. Runs are those of the exhaustive strategy, complete or cut short, until the defect was found;
steps and preemptions are those of the shrunk schedule. With the row itself lifted the same search comes to an end without
it; with all rows lifted, and on the profile \`design\`, nothing is found at all. \`npx charsim explore --schedule STRING\`
prints a schedule step by step.`;

/** Rows of RACE that the table does not have, and who shows them. */
const elsewhere: readonly string[] = [
  '',
  'Rows that are not in the table:',
  '',
  '- RACE-37 (old and new want one path, port or file): the stand-ins have no such things; `engine/same-path` and the scenarios `safe/handed-over` and `race/unlinked-path` show it.',
  '- RACE-38 (outsiders see a change that never happens): on `design`, `engine/refused-server` shows that nobody reaches a server whose change is cancelled. No real QEMU and no stand-in can show the defect itself: it takes a backend that accepts clients, exists before it is certain and goes again; a real change is one command, within which nobody is accepted, and no device model refuses it (all four that can be changed always take it, SWAP-S08), not even one that sends two messages; the stand-ins have no clients that connect to what is not in its place.',
  '- RACE-39 (unread input of the old backend): the stand-ins have no input; `swap/old-peer` shows it.',
  '- RACE-S07 and RACE-S08 (a port that is unplugged, and gone after a grace period only): `engine/port-unplug` and `engine/port-freed-watch` with `--profile qemu-10.0` find them, among schedules in which the grace period ends at any time.',
  '- RACE-S02, S05 and S06: in the second table.',
];

/** How histories are judged. */
const histories: readonly string[] = [
  '',
  '## Histories judged by the model',
  '',
  'With `hist` behind the size (`--params W2,hist`; random strategies do so by themselves on `design`: with the quirks of a QEMU the model foresees what a race is to find) a problem `engine/*` is driven by actions of the language alone, and what each client saw, from call to return, is given to the model: is there an order of the actions, none before one that had returned when it began, with what the system does by itself (a bottom half, a deferred commit, a request that is read) anywhere in between, in which the model sees the same? The search remembers what was done and where the model stood; a history too large for it, or one where the model does not predict, is told as `not judged` and is no pass. A history that no order explains is printed with a column for each client, the longest order found, and what the model says to the actions that cannot follow.',
  '',
  'The stand-ins (`race/*`) are judged by rules of their own, a change or a write at one moment each: their far ends are open or full at the will of a peer, their write_all straddles a change, and a change of theirs may be refused at any moment, all of which the model, which knows kernels, files and sockets, has no words for. What both know (writes, changes, plugging, adding, removing) a test asks of both.',
];

/** Every guarantee and the named properties that are looked at for it. */
function guarantees(): readonly string[] {
  const namesOf = (table: Readonly<Record<string, readonly string[]>>, clause: string): string =>
    Object.entries(table)
      .flatMap(([name, clauses]) => (clauses.includes(clause) ? [name] : []))
      .join(', ');
  const rows = clauses
    .filter(({ family }) => family === 'SAFE')
    .map(({ id }) => `| ${id} | ${namesOf(properties, id)} | ${namesOf(engineProperties, id)} |`);
  return [
    '',
    '## Guarantees and what is looked at for them',
    '',
    'The properties by their names, as findings and `--json` tell them. Beside them, on both sides: `error` (an exception), `not linearizable` and `not judged` (histories), and on the stand-ins of the design `byte after the change` (SAFE-03). All findings are replayed before they are told (SAFE-20).',
    '',
    '| Guarantee | On the stand-ins (`race/*`, `mix`, `storm`) | On the engine (`engine/*`) |',
    '|---|---|---|',
    ...rows,
  ];
}

/** The table "race → problem, schedule, runs until found": what docs/races.md must hold. */
export function racesPage(): string {
  const rows = foundRaces().map(
    ({ race, problem, after, property, text, runs, steps, preemptions, schedule }) =>
      `| ${race} | \`${problem}\` | ${after?.join(', ') ?? ''} | ${property}: ${text ?? 'not found'} | ${runs} | ${steps} | ${preemptions} | \`${schedule}\` |`,
  );
  const head = '| Race | Problem | After | What is found | Runs | Steps | Preemptions | Schedule |';
  return `${[
    '# Races of the hotswap, found',
    '',
    '<!-- Generated by `npm run docs` from the explorations. Do not edit. -->',
    '',
    about,
    '',
    head,
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    ...elsewhere,
    ...engineSection(),
    ...histories,
    ...guarantees(),
  ].join('\n')}\n`;
}

/** What the races on the engine itself show where it does as QEMU 10.0. */
function engineSection(): readonly string[] {
  return [
    '',
    '## On the engine itself',
    '',
    "The problems `engine/*` run the simulated engine with its own chardevs, backends and kernel; a step is a turn of the main loop, a register access, a command, or what a peer does. On `design` each is exhausted without a finding (a test); with QEMU 10.0's quirks these break:",
    '',
    '| Problem | What happens | What is found | Runs | Steps | Schedule |',
    '|---|---|---|---|---|---|',
    ...foundEngineRaces().map(
      ({ id, title, text, runs, steps, schedule }) =>
        `| \`${id}\` | ${title} | ${text} | ${runs} | ${steps} | \`${schedule}\` |`,
    ),
  ];
}
