import type { Deviation } from '../deviations/deviation.ts';

/** The known deviations of the target of that name; none for targets that this project does not know. */
export async function deviationsOf(targetName: string): Promise<readonly Deviation[]> {
  switch (targetName) {
    case 'simulated':
      return (await import('../deviations/simulated.ts')).simulated;
    case 'qemu':
      return (await import('../deviations/qemu.ts')).qemu;
    default:
      return [];
  }
}

/** What is wrong with a list of deviations, a sentence each: entries for unknown scenarios, twice the same, no reason. */
export function deviationProblems(
  targetName: string,
  deviations: readonly Deviation[],
  isKnown: (id: string) => boolean,
): readonly string[] {
  const file = `scenarios/deviations/${targetName}.ts`;
  const seen = new Set<string>();
  return deviations.flatMap(({ scenario, profiles, reason, reference }) => {
    const problems: string[] = [];
    if (!isKnown(scenario))
      problems.push(`${file}: ${scenario}: no scenario has this id; remove the entry or correct it`);
    if (reason.trim() === '') problems.push(`${file}: ${scenario}: has no reason`);
    if (reference.trim() === '') problems.push(`${file}: ${scenario}: has no reference`);
    for (const profile of profiles ?? ['*']) {
      const key = `${scenario} ${profile}`;
      if (seen.has(key)) problems.push(`${file}: ${scenario}: is listed twice`);
      seen.add(key);
    }
    return problems;
  });
}
