import { explore } from '../explore.ts';
import type { PlantedFlaw } from '../planted-flaws.fixture.ts';
import type { Broken } from '../problem.ts';
import { problemOf, problems } from '../problems.ts';
import { strategyOf } from '../strategies.ts';

/** Defects that only the answers and what is seen in the end tell of: the model knows what they should have been. */
export const historyFlaws: readonly Omit<PlantedFlaw, 'where'>[] = [
  {
    name: 'two acknowledgements of one remove',
    edits: [
      {
        file: 'sut/engine/chardev/registry.ts',
        text: '  if (chardev === undefined) return failure(chardevErrors.notFound(id));',
        instead: '  if (chardev === undefined) return success(undefined);',
      },
    ],
  },
  {
    name: 'a reply before its effect: a change is acknowledged when it is scheduled',
    edits: [
      {
        file: 'sut/engine/monitor/chardev-commands.ts',
        text: '  return { later: (reply) => scheduleChange(machine, prepared, (result) => reply(replyOf(result))) };',
        instead: '  scheduleChange(machine, prepared, function* () {});\n  return success(emptyObject);',
      },
    ],
  },
  {
    name: 'bytes in the wrong backend: a frontend writes where it wrote first',
    edits: [
      {
        file: 'sut/engine/chardev/output.ts',
        text: '  return frontend.chardev === null ? 0 : writeOut(machine, frontend.chardev, bytes);',
        instead:
          '  const at = ((frontend as { first?: typeof frontend.chardev }).first ??= frontend.chardev);\n  return at === null ? 0 : writeOut(machine, at, bytes);',
      },
    ],
  },
];

/** Goes through random histories of every race that has them, until one breaks. */
export function huntHistories(executionsMax: number): (Broken & { readonly problem: string }) | null {
  for (const { id, params, histories } of problems) {
    if (!id.startsWith('engine/') || !histories.includes('design')) continue;
    const { findings } = explore(problemOf({ id, params: `${params},hist`, profile: 'design' }), {
      name: 'hunt',
      strategy: (table) => strategyOf({ kind: 'random', policies: [{ policy: 'uniform' }, { policy: 'pos' }] }, table),
      limits: { executionsMax, findingsMax: 1 },
    });
    const [finding] = findings;
    if (finding !== undefined) return { ...finding.broken, problem: id };
  }
  return null;
}
