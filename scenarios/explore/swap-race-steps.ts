import { type Access, reads, type Step, step, writes } from '../../sut/runtime/step.ts';

const at = (object: string, field: string, write: boolean): Access => ({ object, field, write });

/** What the threads of the reference problem do, step by step; of those with two, the one for each backend. */
export type SwapRaceSteps = {
  readonly readPointer: Step;
  readonly setPointer: Step;
  readonly write: readonly [Step, Step];
  readonly create: Step;
  readonly schedule: Step;
  readonly scheduled: Step;
  readonly made: Step;
  readonly readOpen: readonly [Step, Step];
  readonly closeNew: Step;
  readonly frontendOpen: Step;
  readonly deleteOld: Step;
};

function stepsOf(coarse: boolean): SwapRaceSteps {
  const field = (backend: number, name: string, write: boolean): Access =>
    coarse ? at(`be${backend}`, 'all', write || name !== 'open') : at(`be${backend}`, name, write);
  const access = (first: Access, ...also: readonly Access[]): Step => step('access', first, also);
  const touch = (backend: number): Step =>
    coarse
      ? access(at(`be${backend}`, 'all', true))
      : access(field(backend, 'acc', true), field(backend, 'alive', false), field(backend, 'open', false));
  return {
    readPointer: reads('fe', 'be'),
    setPointer: writes('fe', 'be'),
    write: [touch(0), touch(1)],
    create: coarse
      ? access(at('fe', 'made', true), at('be1', 'all', true))
      : access(at('fe', 'made', true), field(1, 'alive', true), field(1, 'open', true)),
    schedule: step('set', at('loop', 'bh', true)),
    scheduled: step('wait', at('loop', 'bh', true)),
    made: step('wait', at('fe', 'made', false)),
    readOpen: [access(field(0, 'open', false)), access(field(1, 'open', false))],
    closeNew: access(field(1, 'open', true)),
    frontendOpen: writes('fe', 'open'),
    deleteOld: access(field(0, 'alive', true)),
  };
}

/** Made once for all executions (XE-3). `coarse`: one object id per backend. */
export const swapRaceSteps: Readonly<Record<'fine' | 'coarse', SwapRaceSteps>> = {
  fine: stepsOf(false),
  coarse: stepsOf(true),
};
/** Names of the writers. */
export const writerLetters = 'abcdefgh';

/**
 * Steps that call and return a writer's write, null where neither is visible. A call conflicts with the returns of others;
 * calls with calls do not. Source: XL-3.
 */
export function historySteps(
  { writers, histories }: { readonly writers: number; readonly histories?: 'one' | 'each' },
  writer: number,
): { readonly calling: Step; readonly returning: Step } | null {
  if (histories === undefined) return null;
  const names = histories === 'one' ? ['all'] : [...writerLetters.slice(0, writers)];
  const [first = at('history', 'all', false), ...others] = names.map((name) => at('history', name, false));
  return {
    calling: step('access', first, others),
    returning: writes('history', histories === 'one' ? 'all' : (writerLetters[writer] ?? 'w')),
  };
}
