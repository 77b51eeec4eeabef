import { type Inside, type InsideSection, insideSections } from '../model/language/inside.ts';

/** What both witnesses have under one name. `changed`: since the step before; `apart`: they say different things. */
export type InsideRow = {
  readonly section: InsideSection;
  readonly name: string;
  readonly model: string | undefined;
  readonly engine: string | undefined;
  readonly changed: boolean;
  readonly apart: boolean;
};

/** Both sides of a step. */
export type BothInside = { readonly model?: Inside; readonly engine?: Inside };

/** Every name that either side has, section by section, in the order of the model; what went away stays for one step. */
export function insideRows(now: BothInside, before: BothInside | undefined): readonly InsideRow[] {
  return insideSections.flatMap((section) => {
    const sides = [now.model, now.engine, before?.model, before?.engine].map((side) => side?.[section] ?? {});
    const names = new Set(sides.flatMap((lines) => Object.keys(lines)));
    return [...names].map((name): InsideRow => {
      const [model, engine, oldModel, oldEngine] = sides.map((lines) =>
        Object.hasOwn(lines, name) ? lines[name] : undefined,
      );
      const known = before !== undefined;
      return {
        section,
        name,
        model,
        engine,
        changed: known && (model !== oldModel || engine !== oldEngine),
        apart: now.model !== undefined && now.engine !== undefined && model !== engine,
      };
    });
  });
}
