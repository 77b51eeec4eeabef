import type { Scenario } from '../../scenario.ts';

/** Source: open(2) on Linux, by experiment. */
export const clientPathFlagMakesNothing: Scenario = {
  id: 'open/client-path-flag-makes-nothing',
  title: 'O_PATH ignores O_CREAT and O_EXCL',
  clauses: ['OPEN-11'],
  steps: [
    [
      { do: 'open', as: 'none', path: '{dir}/f', access: 'r', flags: ['create', 'path'] },
      { see: 'errno', errno: 'ENOENT' },
    ],
    [{ do: 'write-file', path: '{dir}/f', bytes: 'a' }, { see: 'done' }],
    [{ do: 'open', as: 'f', path: '{dir}/f', access: 'r', flags: ['create', 'exclusive', 'path'] }, { see: 'done' }],
  ],
};
