import type { Correction, Unreachable } from './clause.ts';

/** Clauses on descriptor passing that no scenario can show, each with the reason. A scenario that cites one is an error. */
export const unreachable: readonly Unreachable[] = [
  {
    id: 'OPEN-16',
    reason:
      'no chardev, log file, block node or random-number object ever unlinks the path that it opened, so qemu_unlink is never called with a path of a set',
  },
];

/** Where an experiment contradicted the text of a clause. The text stands as it was read; what was seen counts. */
export const corrections: readonly Correction[] = [];
