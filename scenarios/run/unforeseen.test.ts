import { expect, test } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import type { Target } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import { runScenario } from './run-scenario.ts';
import { loadModel } from './witness.ts';

const model = await loadModel();
const sound = createSimulatedTarget({ profile: 'design' });
const scenario: Scenario = {
  id: 'unforeseen/accept',
  title: 'a client that cannot be accepted',
  clauses: ['SOCK-01'],
  launch: { args: ['-chardev', 'socket,id=s,path={dir}/s,server=on,wait=off'] },
  steps: [
    [{ do: 'fault', call: 'accept', give: { errno: 'EMFILE' } }],
    [{ do: 'connect-socket', as: 'k', path: '{dir}/s' }],
    [{ do: 'qmp', execute: 'query-chardev' }],
  ],
};
const verdictOf = async (target: Target, unforeseen: boolean): Promise<string> =>
  (await runScenario(target, model, { ...scenario, ...(unforeseen ? { unforeseen } : {}) }, { timeoutMs: 9_000 }))
    .verdict;

test('a fault that the model does not know is unknown, unless the scenario says that nobody foresees it', async () => {
  expect(await verdictOf(sound, false)).toBe('unknown');
  expect(await verdictOf(sound, true)).toBe('passed');
});

test('what nobody foresees still fails where the system dies or leaves something behind', async () => {
  const dying: Target = {
    ...sound,
    async open(opening) {
      const session = await sound.open(opening);
      return {
        ...session,
        perform: (action) =>
          action.do === 'qmp' ? { see: 'died', signal: 'SIGABRT', stderr: [] } : session.perform(action),
      };
    },
  };
  const leaking: Target = {
    ...sound,
    async open(opening) {
      const session = await sound.open(opening);
      return { ...session, close: async () => ['SAFE-08: a dup that is not open'] };
    },
  };
  expect(await verdictOf(dying, true)).toBe('failed');
  expect(await verdictOf(leaking, true)).toBe('failed');
});
