import type { TargetResults, TraitReading } from '../scenarios/run/results.ts';
import { columnsOf, paint, type TerminalStyle, wrapped } from './terminal-text.ts';

/** Scenarios named where readings contradict each other. */
const idsShown = 3;

/** What was read off one release for one trait: the reading in words, and how many scenarios show it. */
export type TraitCell = { readonly text: string; readonly scenarios: readonly string[] };
/** One trait, a cell for each release in the order of `releasesOf`; undefined: no scenario shows it. */
export type TraitRow = {
  readonly id: string;
  readonly kind: TraitReading['kind'];
  readonly title: string;
  readonly cells: readonly (TraitCell | undefined)[];
};

/** The results whose releases have no profile of their own: those of which traits are told. */
export function releasesOf(results: readonly TargetResults[]): readonly TargetResults[] {
  return results.filter(({ traits }) => traits !== undefined);
}

/** Every trait that one of these releases shows. */
export function traitRows(releases: readonly TargetResults[]): readonly TraitRow[] {
  const all = new Map(releases.flatMap(({ traits = [] }) => traits.map((trait) => [trait.id, trait] as const)));
  return [...all.values()].map(({ id, kind, title }) => ({
    id,
    kind,
    title,
    cells: releases.map(({ traits = [] }) => {
      const own = traits.find((trait) => trait.id === id);
      return own === undefined ? undefined : cellOf(own);
    }),
  }));
}

function cellOf({ readings }: TraitReading): TraitCell {
  const texts = readings.map(({ value, as }) => `${value}: as ${as.length === 0 ? 'no profile' : as.join(', ')}`);
  const several = readings.length > 1 ? readings.map(({ scenarios }) => ` (${shortList(scenarios)})`) : [''];
  return {
    text: texts.map((text, at) => `${text}${several[at] ?? ''}`).join('; '),
    scenarios: readings.flatMap(({ scenarios }) => scenarios),
  };
}

/** Some ids and how many more there are. */
function shortList(ids: readonly string[]): string {
  const more = ids.length - idsShown;
  return `${ids.slice(0, idsShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * What each release without a profile of its own is like: traits that it shares with the profile that it was judged by in
 * one line, every other one in a line of its own, and what no profile explains.
 */
export function releaseLines(results: readonly TargetResults[], style: TerminalStyle): readonly string[] {
  return releasesOf(results).flatMap((release) => oneRelease(release, style));
}

function oneRelease({ target, traits = [], scenarios }: TargetResults, style: TerminalStyle): readonly string[] {
  const width = columnsOf(style);
  const asBase = traits.filter(({ readings }) => readings.length === 1 && readings[0]?.as.includes(target.profile));
  const others = traits.filter((trait) => !asBase.includes(trait));
  const unexplained = scenarios.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id);
  const list = (head: string, ids: readonly string[]): readonly string[] =>
    ids.length === 0 ? [] : wrapped(`  ${head}: ${ids.join(', ')}`, width);
  return [
    paint(style, 'bold', `${target.id}, quirk by quirk and rule by rule, as its scenarios show`),
    ...list(
      `as ${target.profile}`,
      asBase.map(({ id }) => id),
    ),
    ...others.flatMap((trait) => wrapped(`  ${trait.id} (${trait.title}): ${cellOf(trait).text}`, width)),
    ...list('as no profile', unexplained),
    '',
  ];
}
