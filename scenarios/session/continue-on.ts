import { openTarget } from '../run/target-spec.ts';
import { loadModel } from '../run/witness.ts';
import { beginningOf } from './beginning.ts';
import type { Continued, ContinueOptions } from './continue-random.ts';
import type { ReplayRequest } from './playback.ts';
import type { SessionFile } from './session-file.ts';

/** Goes on from a session, with random actions or with other decisions of the simulation. Rejects with TargetFailure. */
export async function continueOn(
  file: SessionFile,
  { spec, profile, exact, until }: ReplayRequest,
  way: 'random' | 'explore',
  options: ContinueOptions,
): Promise<Continued> {
  const model = await loadModel();
  if (way === 'explore') {
    const { continueExploring } = await import('./continue-explore.ts');
    // without --until the launch goes other ways too
    return continueExploring(beginningOf(file, until ?? 1), model, profile, options);
  }
  const { continueRandom } = await import('./continue-random.ts');
  const beginning = beginningOf(file, until);
  const plain = await openTarget(spec);
  const { createSimulatedTarget } = await import('../../sut/simulated.ts');
  const { recordedFirst } = await import('./continue-explore.ts');
  const open = exact
    ? () => createSimulatedTarget({ profile, chooser: recordedFirst(beginning.choices) })
    : () => plain;
  try {
    return await continueRandom(beginning, model, open, plain, options);
  } finally {
    await plain.shutdown();
  }
}
