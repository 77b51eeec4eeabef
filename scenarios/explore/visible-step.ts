import { type Access, type Step, stepText } from '../../sut/runtime/step.ts';

/** A step as data, for files and other threads. */
export type StepData = {
  readonly kind: Step['kind'];
  readonly text: string;
  readonly accesses: readonly Access[];
};

/** What an explorer needs to know of a step. Equal steps are one object; `index` counts them from 0. */
export type VisibleStep = {
  readonly index: number;
  /** Of the text: the same in every table. */
  readonly hash: bigint;
  readonly data: StepData;
  readonly kind: Step['kind'];
  /** Fields read and written, by number. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** `lock W L.lock`. */
  readonly text: string;
};

/** All steps and fields met in one exploration, and which steps conflict. */
export type StepTable = {
  /** `undeclared`: what every step that does not say all touches beside what it says; always the same for one table. */
  seen(step: Step, undeclared?: Access | null): VisibleStep;
  /** The step that another table told as data. */
  known(data: StepData): VisibleStep;
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
  const known = (data: StepData): VisibleStep => {
    const { kind, text, accesses } = data;
    const found = byText.get(text);
    if (found !== undefined) return found;
    const pick = (write: boolean): readonly number[] => [
      ...new Set(accesses.filter((each) => each.write === write).map(({ object, field }) => numberOf(object, field))),
    ];
    const made = { index: byText.size, hash: hashOf(text), data, kind, reads: pick(false), writes: pick(true), text };
    byText.set(text, made);
    return made;
  };
  const table: StepTable = {
    known,
    seen(step: Step, undeclared: Access | null = null): VisibleStep {
      const before = step.memo.value as Memo | null;
      if (before?.table === table) return before.seen;
      const text = stepText(step);
      const found = byText.get(text) ?? known({ kind: step.kind, text, accesses: accessesOf(step, undeclared) });
      const memo: Memo = { table, seen: found };
      step.memo.value = memo;
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

function accessesOf({ object, field, write, also, complete }: Step, undeclared: Access | null): readonly Access[] {
  const rest = also.map((each) => ({ object: each.object, field: each.field, write: each.write }));
  return [{ object, field, write }, ...rest, ...(undeclared === null || complete ? [] : [undeclared])];
}

/** FNV-1a, 64 bits. */
function hashOf(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return hash;
}
