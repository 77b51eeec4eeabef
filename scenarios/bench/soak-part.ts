/** What came of one part: exit code (0: as wanted) and its figures in one line. */
export type SoakResult = { readonly status: number; readonly text: string };

/** One part of the soak: `NAME` or `NAME/TARGET`. */
export type SoakPart = { readonly name: string; readonly run: () => Promise<SoakResult> };

/** How long and how often; options of `npm run soak`. */
export type SoakSize = {
  /** Of fuzz, for each profile and each QEMU. */
  readonly seconds: number;
  /** Runs of the catalogue on each QEMU. */
  readonly repeat: number;
  /** Kills of the live recorder in all. */
  readonly kills: number;
  /** Of the long session. */
  readonly megabytes: number;
  readonly seed: number;
  readonly jobs: number;
};

/**
 * The parts that `names` mean: a whole name, or what it begins with up to a `/` or `:`; none: all. A name that means
 * nothing is returned as `unknown`.
 */
export function chosenParts(
  parts: readonly SoakPart[],
  names: readonly string[],
): { readonly parts: readonly SoakPart[] } | { readonly unknown: string } {
  const means = (name: string, part: SoakPart): boolean =>
    part.name === name || part.name.startsWith(`${name}/`) || part.name.startsWith(`${name}:`);
  const unknown = names.find((name) => !parts.some((part) => means(name, part)));
  if (unknown !== undefined) return { unknown };
  return { parts: parts.filter((part) => names.length === 0 || names.some((name) => means(name, part))) };
}
