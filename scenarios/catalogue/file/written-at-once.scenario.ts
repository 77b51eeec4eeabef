import type { Scenario } from '../../scenario.ts';
import { addChardev, attaches, detaches, refusal, removeChardev } from '../../steps.ts';

/** What a frontend writes at once lands in the file. Source: CHR-61, FILE-01. */
export const writtenAtOnce: Scenario = {
  id: 'file/written-at-once',
  title: 'what a frontend writes with one call lands in the file as it is',
  clauses: ['CHR-61', 'CHR-12'],
  upstream: ['/char/file'],
  launch: { ports: [{ id: 'w', kind: 'witness' }] },
  steps: [
    addChardev('c', 'file', { out: '{dir}/f' }),
    attaches('w', 'c'),
    [
      { do: 'witness-write', port: 'w', bytes: 'hello!', all: true },
      { see: 'accepted', count: 6 },
    ],
    removeChardev('c', refusal("Chardev 'c' is busy")),
    detaches('w'),
    removeChardev('c'),
    [
      { do: 'read-file', path: '{dir}/f' },
      { see: 'data', bytes: 'hello!', end: true },
    ],
  ],
};
