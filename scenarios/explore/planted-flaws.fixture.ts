/** A defect as it would slip in: a text of a source file, and what stands in its place. Each text stands there once. */
export type PlantedFlaw = {
  readonly name: string;
  /** Problems whose ids begin so are hunted in. */
  readonly where: 'race/' | 'engine/';
  readonly edits: readonly { readonly file: string; readonly text: string; readonly instead: string }[];
};

const hotswap = 'sut/engine/hotswap/';
const chardev = 'sut/engine/chardev/';

/** Defects of the corrected hotswap and of the engine's change path that `explore` finds within 5 s of one core. */
export const plantedFlaws: readonly PlantedFlaw[] = [
  {
    name: 'a lock dropped: two writers do not stand in line',
    where: 'race/',
    edits: [
      {
        file: `${hotswap}design-write.ts`,
        text: '  if (!onLoop) {\n    yield order.locking;\n    entered(exchange, order);\n  }\n',
        instead: '',
      },
      {
        file: `${hotswap}design-write.ts`,
        text: '  if (!onLoop) {\n    yield order.unlocking;\n    left(exchange, order);\n  }\n',
        instead: '',
      },
    ],
  },
  {
    name: 'two statements in the other order: a write_all waits before it leaves the gate',
    where: 'race/',
    edits: [
      {
        file: `${hotswap}design-write.ts`,
        text: '    if (locks) {\n      yield gate.unlocking;',
        instead:
          '    if (isSwapping) yield waits(handle.name, "state", () => state.value !== "swapping");\n    if (locks) {\n      yield gate.unlocking;',
      },
    ],
  },
  {
    name: 'a wake-up lost: a commit wakes nobody who waits for room',
    where: 'race/',
    edits: [
      {
        file: `${hotswap}design-commit.ts`,
        text: '  yield* wakeAll(handle);\n  yield fresh.open.reading;',
        instead: '  yield fresh.open.reading;',
      },
    ],
  },
  {
    name: 'a watch not removed: that of a socket that is removed',
    where: 'engine/',
    edits: [
      {
        file: `${chardev}socket.ts`,
        text: '  link.closed = true;\n  stopWatches(link);',
        instead: '  link.closed = true;',
      },
    ],
  },
  {
    name: 'CLOSED missed: what differs after a change is not told',
    where: 'engine/',
    edits: [
      {
        file: `${chardev}change.ts`,
        text: "  if (told !== made.open) yield* raise(made, made.open ? 'opened' : 'closed');\n",
        instead: '',
      },
    ],
  },
  {
    name: 'a double free on unplug: the bottom half of a cancelled change runs',
    where: 'engine/',
    edits: [{ file: `${chardev}deferred-change.ts`, text: '    if (isOver) return;\n', instead: '' }],
  },
  {
    name: 'a rollback forgotten: a refused change leaves the handlers as they are',
    where: 'race/',
    edits: [
      {
        file: `${hotswap}design-commit.ts`,
        text: '  handle.listening.value = before.listening;\n',
        instead: '',
      },
    ],
  },
  {
    name: 'a count one off: a hub counts a member that opens twice',
    where: 'engine/',
    edits: [{ file: `${chardev}hub.ts`, text: 'hub.count = open ? 1 : 0;', instead: 'hub.count += open ? 1 : -1;' }],
  },
  {
    name: 'a stale pointer in a bottom half: an event goes to whoever had the far end when it was queued',
    where: 'race/',
    edits: [
      {
        file: `${hotswap}design-state.ts`,
        text: '  yield* schedule(design.exchange, { name: kind, ready: null, run: () => deliverEvent(design, end, kind) });',
        instead:
          '  yield end.owner.reading;\n  const whose = end.owner.value;\n  yield* schedule(design.exchange, { name: kind, ready: null, run: () => deliverEvent(design, end, kind, whose) });',
      },
      {
        file: `${hotswap}design-state.ts`,
        text: "kind: 'opened' | 'closed' | 'look'): Task<void> {\n  yield end.steps.connecting;",
        instead:
          "kind: 'opened' | 'closed' | 'look', handle: Handle | null): Task<void> {\n  yield end.steps.connecting;",
      },
      { file: `${hotswap}design-state.ts`, text: '  const handle = end.owner.value;\n', instead: '' },
    ],
  },
  {
    name: 'no look after the lock was taken again: an answer goes to whoever is there by then',
    where: 'engine/',
    edits: [
      {
        file: 'sut/engine/monitor/monitor.ts',
        text: ' && monitor.epoch === epoch; ) {',
        instead: '; ) {',
      },
    ],
  },
  {
    name: 'two threads print on one monitor without its lock',
    where: 'engine/',
    edits: [
      {
        file: 'sut/engine/monitor/monitor.ts',
        text: '  const isHeld = holds(printing);\n  if (!isHeld && !lockAtOnce(printing)) yield* lock(printing);\n  for (',
        instead: '  for (',
      },
      {
        file: 'sut/engine/monitor/monitor.ts',
        text: '    if (writing !== null) yield* writing;\n  }\n  if (!isHeld && !unlockAtOnce(printing)) yield* unlock(printing);',
        instead: '    if (writing !== null) yield* writing;\n  }',
      },
    ],
  },
  {
    name: 'a cancelled change leaks its far end',
    where: 'race/',
    edits: [
      {
        file: `${hotswap}design-commit.ts`,
        text: "  settle(list, pending);\n  yield* close(design, fresh);\n  become(design.exchange, request, 'cancelled');",
        instead: "  settle(list, pending);\n  become(design.exchange, request, 'cancelled');",
      },
    ],
  },
];
