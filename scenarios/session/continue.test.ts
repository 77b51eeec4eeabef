import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { loadModel, type ModelWitness } from '../run/witness.ts';
import { type Beginning, beginningOf } from './beginning.ts';
import { continueExploring, recordedFirst } from './continue-explore.ts';
import { type Continued, continueRandom } from './continue-random.ts';
import { conversation, inFolder, recordInto } from './session.fixture.ts';
import { checkSession } from './session-file.ts';

const options = { seed: 3, runs: 12, timeMs: 60_000, version: 'test', signal: new AbortController().signal };

async function beginning(until: number | undefined, seed?: number): Promise<Beginning> {
  return inFolder(async (folder) => {
    const path = join(folder, 's');
    await recordInto(path, conversation, 'design', seed === undefined ? {} : { seed });
    return beginningOf(checkSession(path), until);
  });
}

/** A model that is wrong about what a look at the descriptors shows. */
function wrongAboutLooks(model: ModelWitness): ModelWitness {
  return {
    ...model,
    step: (state, action) =>
      model
        .step(state, action)
        .map((branch) => (action.do === 'observe' ? { ...branch, outcome: { see: 'closed' } } : branch)),
  };
}

function random(from: Beginning, model: ModelWitness): Promise<Continued> {
  const plain = createSimulatedTarget({ profile: 'design' });
  const open = (): typeof plain => createSimulatedTarget({ profile: 'design', chooser: recordedFirst(from.choices) });
  return continueRandom(from, model, open, plain, options);
}

test('a session is cut before the step of a record, with the decisions taken until then', async () => {
  let seed = 1;
  let whole = await beginning(undefined, seed);
  while (!whole.choices.some((choice) => choice > 0) && seed < 20) whole = await beginning(undefined, ++seed);
  const cut = await beginning(9, seed);
  expect(whole.steps).toHaveLength(11);
  expect(whole.rest).toEqual([]);
  expect(cut.steps).toHaveLength(3);
  expect([...cut.steps, ...cut.rest]).toEqual(whole.steps);
  expect(whole.choices.slice(0, cut.choices.length)).toEqual(cut.choices);
  expect(whole.choices.some((choice) => choice > 0)).toBe(true);
});

test('a session goes on at random from its end or from a record, and what differs is found and made small', async () => {
  const model = await loadModel();
  for (const until of [undefined, 8]) {
    const from = await beginning(until);
    const right = await random(from, model);
    expect(right).toMatchObject({ runs: 12, findings: [] });
    expect(right.actions).toBeGreaterThan(50);
    const { findings } = await random(from, wrongAboutLooks(model));
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ reproduced: true, model: [{ see: 'closed' }] });
    expect(findings[0]?.actionsLeft).toBeLessThanOrEqual(2);
    expect(findings[0]?.session).toMatch(/^\{"i":0,/);
  }
});

test('every other decision is gone through while the recorded actions go on', async () => {
  const model = await loadModel();
  const from = await beginning(1);
  const many = { ...options, runs: 400 };
  const right = await continueExploring(from, model, 'design', many);
  expect(right).toMatchObject({ findings: [] });
  expect(right.runs).toBeGreaterThan(3);
  const looked: Beginning = { ...from, rest: [...from.rest, [{ do: 'observe', what: 'descriptors' }]] };
  const { findings } = await continueExploring(looked, wrongAboutLooks(model), 'design', { ...many, runs: 2 });
  expect(findings).toMatchObject([{ reproduced: true, cause: { verb: 'observe descriptors' } }]);
  expect(findings[0]?.session).toContain('"k":"sched"');
});
