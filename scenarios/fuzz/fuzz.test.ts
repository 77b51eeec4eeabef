import { describe, expect, test } from 'vitest';
import type { Action } from '../../model/language/action.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import type { Session, Target } from '../../sut/target.ts';
import { runScenario } from '../run/run-scenario.ts';
import { loadModel, type ModelWitness } from '../run/witness.ts';
import type { AreaName } from './area.ts';
import { borrowing, type Campaign, type CampaignOptions, runCampaign } from './campaign.ts';
import type { Finding } from './finding.ts';
import { localFuzzLane } from './lane.ts';
import type { FuzzSetup } from './play.ts';

const model = await loadModel();
const usual: CampaignOptions & FuzzSetup = {
  seed: 1,
  runs: 8,
  timeMs: Number.POSITIVE_INFINITY,
  only: [],
  faults: true,
  shrinkAttempts: 500,
};

/** A campaign in this thread. */
function fuzz(target: Target, options: CampaignOptions & FuzzSetup, witness = model): Promise<Campaign> {
  return runCampaign(borrowing(localFuzzLane(target, witness, options)), options);
}

/** The simulated system with one thing done in another way. */
function defective(alter: (session: Session) => Session['perform']): Target {
  const sound = createSimulatedTarget({ profile: 'design' });
  return {
    ...sound,
    async open(opening): Promise<Session> {
      const session = await sound.open(opening);
      return { ...session, perform: alter(session) };
    },
  };
}

const finds = (target: Target, seed: number, ...only: readonly AreaName[]): Promise<Campaign> =>
  fuzz(target, { ...usual, seed, only, runs: 60, faults: false, findingsMax: 3 });

/** A member's removal takes the whole set, `cont` says yes and does nothing, ends are not noticed, bytes go wrong on their way. */
const planted: readonly (readonly [string, AreaName, (action: Action) => Action])[] = [
  [
    'remove-fd takes the whole set',
    'fdset',
    (action) =>
      action.do === 'qmp' && action.execute === 'remove-fd' && isPlain(action.arguments) && 'fd' in action.arguments
        ? { ...action, arguments: { 'fdset-id': action.arguments['fdset-id'] ?? 0 } }
        : action,
  ],
  [
    'cont is answered and forgotten',
    'open',
    (action) => (action.do === 'qmp' && action.execute === 'cont' ? { ...action, execute: 'qmp_nothing' } : action),
  ],
  [
    'a closed peer is not noticed',
    'socket',
    (action) => (action.do === 'close' && action.handle.startsWith('k') ? { do: 'advance', ms: 0 } : action),
  ],
  [
    'a doubled escape of telnet is an option',
    'tcp',
    (action) =>
      action.do === 'write' && action.to.startsWith('tel')
        ? { ...action, bytes: action.bytes.replaceAll('\xff\xff', '\xff\xfb\x01') }
        : action,
  ],
  [
    'a datagram loses its last byte',
    'udp',
    (action) =>
      action.do === 'write' && action.to.startsWith('dg') ? { ...action, bytes: action.bytes.slice(0, -1) } : action,
  ],
];

function isPlain(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('a campaign', () => {
  test('is the same for the same seed and another for another', async () => {
    const once = (seed: number): Promise<Campaign> =>
      fuzz(createSimulatedTarget({ profile: 'design' }), { ...usual, seed });
    const [first, again, other] = [await once(3), await once(3), await once(4)];
    expect(again).toEqual({ ...first, elapsedMs: again.elapsedMs });
    expect(other.traceHash).not.toBe(first.traceHash);
    expect(first.actions).toBeGreaterThan(100);
  });

  test('counts what the model does not predict and never takes it for a pass', async () => {
    const target = createSimulatedTarget({ profile: 'design' });
    const shy: ModelWitness = {
      ...model,
      step(state, action) {
        if (action.do === 'receive') throw Object.assign(new Error('what is heard'), { name: 'ModelLimit' });
        return model.step(state, action);
      },
    };
    const { unknown, verdicts, runs } = await fuzz(target, { ...usual, only: ['monitor'] }, shy);
    expect(unknown.get('what is heard')).toBeGreaterThan(0);
    expect((verdicts.passed ?? 0) + (verdicts.failed ?? 0) + (verdicts.unknown ?? 0)).toBe(runs);
  });
});

describe.each(planted)('the planted defect "%s"', (_name, area, alter) => {
  test('is found, shrunk to at most six actions, and fails again as a scenario', async () => {
    const target = defective((session) => (action) => {
      const altered = alter(action);
      const outcome = session.perform(altered);
      return altered.do === 'qmp' && altered.execute === 'qmp_nothing' ? { see: 'return', value: {} } : outcome;
    });
    const { findings } = await finds(target, 7, area);
    const sound = createSimulatedTarget({ profile: 'design' });
    const limits = { timeoutMs: 60_000 };
    const shown: Finding[] = [];
    for (const finding of findings) {
      const scenario = JSON.parse(JSON.stringify(finding.scenario));
      expect((await runScenario(target, model, scenario, limits)).verdict).toBe('failed');
      if ((await runScenario(sound, model, scenario, limits)).verdict === 'passed') shown.push(finding);
    }
    expect(shown.length).toBeGreaterThan(0);
    expect(Math.min(...shown.map(({ actionsLeft }) => actionsLeft))).toBeLessThanOrEqual(6);
    for (const { actions, actionsLeft } of shown) expect(actionsLeft).toBeLessThan(actions);
  });
});
