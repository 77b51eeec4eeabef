import { describe, expect, it } from 'vitest';
import { type BackingObject, fdsetUses, truthTable } from '../../model/language/tables/truth-table.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';

/** The folder of each line's scenarios, by object and access mode of the member. */
const folders: Readonly<Record<BackingObject, string>> = {
  'regular-file': 'regular',
  'regular-file-appending': 'regular',
  'pipe-write-end': 'pipe',
  'pipe-read-end': 'pipe',
  fifo: 'fifo',
  'pipe-reopened': 'pipe',
  'stream-socketpair': 'socketpair-stream',
  'datagram-socketpair': 'socketpair-dgram',
  'dev-null': 'null',
  'memfd-sealed-against-shrinking': 'sealed-memfd',
  directory: 'directory',
  'path-only': 'path',
};

const reasons = {
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
  EPERM: 'Operation not permitted',
  EBADF: 'Bad file descriptor',
} as const;

const cells = truthTable.flatMap(({ objects, member, cells: row }) =>
  objects.flatMap((object) =>
    fdsetUses.map((use) => {
      const suffix = object === 'regular-file-appending' ? '-append' : '';
      const id = `truth-table/${folders[object]}-${member}${suffix}/${use.replace('logfile-truncate', 'logfile')}`;
      return { id, result: row[use].result };
    }),
  ),
);

describe('the scenarios of the truth table', async () => {
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: ['truth-table/*'], files: [] });

  it('are exactly its cells', () => {
    expect(scenarios.map(({ id }) => id)).toEqual(cells.map(({ id }) => id).sort());
  });

  it.each(cells)('$id expects what the table says: $result', ({ id, result }) => {
    const steps = scenarios.find((scenario) => scenario.id === id)?.steps ?? [];
    const adding = steps.find(([action]) => action.do === 'qmp' && action.execute === 'chardev-add');
    const literal = JSON.stringify(adding?.[1]);
    if (result === 'ok') {
      expect(literal).toContain('"see":"return"');
      expect(literal).not.toContain('"see":"error"');
    } else {
      expect(literal).toContain('"see":"error"');
      expect(literal).toContain(reasons[result]);
      expect(literal).not.toContain('"see":"return"');
    }
  });
});
