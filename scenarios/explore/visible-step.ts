import { type Step, stepText } from '../../sut/runtime/step.ts';

/** What an explorer needs to know of a step. Equal steps are one object; `index` counts them from 0. */
export type VisibleStep = {
  readonly index: number;
  readonly kind: Step['kind'];
  /** Fields read and written, by number. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** `lock W L.lock`. */
  readonly text: string;
};

/** All steps and fields met in one exploration, and which steps conflict. */
export type StepTable = {
  seen(step: Step): VisibleStep;
  /** True when the two touch one field and at least one of them writes it. Source: XE-1. */
  conflict(a: VisibleStep, b: VisibleStep): boolean;
};

/** Kept with the step itself: a map beside it would have the garbage collector look at every world's steps. */
type Memo = { readonly table: StepTable; readonly seen: VisibleStep };

/** An empty table. */
export function createStepTable(): StepTable {
  const fields = new Map<string, number>();
  const byText = new Map<string, VisibleStep>();
  /** Row by row: 0 not asked yet, 1 no, 2 yes. */
  const conflicts: Uint8Array[] = [];
  const numberOf = (object: string, field: string): number => {
    const name = `${object}\0${field}`;
    const found = fields.get(name);
    if (found !== undefined) return found;
    fields.set(name, fields.size);
    return fields.size - 1;
  };
  const made = (step: Step, text: string): VisibleStep => {
    const all = [{ object: step.object, field: step.field, write: step.write }, ...step.also];
    const pick = (write: boolean): readonly number[] => [
      ...new Set(all.filter((each) => each.write === write).map(({ object, field }) => numberOf(object, field))),
    ];
    return { index: byText.size, kind: step.kind, reads: pick(false), writes: pick(true), text };
  };
  const table: StepTable = {
    seen(step: Step): VisibleStep {
      const before = step.memo as Memo | null;
      if (before?.table === table) return before.seen;
      const text = stepText(step);
      let found = byText.get(text);
      if (found === undefined) {
        found = made(step, text);
        byText.set(text, found);
      }
      const memo: Memo = { table, seen: found };
      step.memo = memo;
      return found;
    },
    conflict(a: VisibleStep, b: VisibleStep): boolean {
      let row = conflicts[a.index];
      if (row === undefined || row.length <= b.index) {
        const wider = new Uint8Array(Math.max(64, 2 * b.index, byText.size));
        if (row !== undefined) wider.set(row);
        conflicts[a.index] = wider;
        row = wider;
      }
      const told = row[b.index];
      if (told !== 0) return told === 2;
      const meets = share(a.writes, b.writes) || share(a.writes, b.reads) || share(a.reads, b.writes);
      row[b.index] = meets ? 2 : 1;
      return meets;
    },
  };
  return table;
}

function share(left: readonly number[], right: readonly number[]): boolean {
  return left.some((each) => right.includes(each));
}
