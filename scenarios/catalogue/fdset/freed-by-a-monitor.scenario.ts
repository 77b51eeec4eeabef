import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, done, refusal } from '../../steps.ts';

const file = { out: '{dir}/f' } as const;
const monitors = (['qmp', 'low', 'high'] as const).map((id) => ({ id, mode: 'qmp', via: 'pair' }) as const);

function opens(id: string): Step {
  return addChardev(id, 'file', file);
}

function findsNoNumber(id: string): Step {
  const text = `Failed to add chardev '${id}': Could not open '{dir}/f': Too many open files`;
  return addChardev(id, 'file', file, refusal(text));
}

const leaves = (on: string): Step => [{ do: 'disconnect', on }, done];
const limit = (free: number): Step => [{ do: 'limit-descriptors', free }, done];

/** The number of a monitor connection that QEMU was started with is like any other. Source: QMP-01, FDSET-05, getrlimit(2). */
export const freedByAMonitor: readonly Scenario[] = [
  {
    id: 'fdset/freed-by-a-monitor/under-a-limit',
    title: 'the connection of a monitor that ends under a limit leaves one number',
    clauses: ['QMP-01', 'CHR-13'],
    launch: { monitors },
    steps: [limit(0), findsNoNumber('a'), leaves('low'), opens('a'), findsNoNumber('b')],
  },
  {
    id: 'fdset/freed-by-a-monitor/beyond-a-limit',
    title: 'a number that came free before the limit counts, and a higher one that comes free is beyond it',
    clauses: ['QMP-01', 'CHR-13'],
    launch: { monitors },
    steps: [leaves('low'), limit(0), findsNoNumber('a'), leaves('high'), findsNoNumber('a'), limit(1), opens('a')],
  },
];
