import { describe, expect, test } from 'vitest';
import type { ProfileName } from '../../model/language/profile.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import type { Target } from '../../sut/target.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import type { TargetResults } from '../run/results.ts';
import { run } from '../run/run.ts';
import { scriptedTarget } from '../run/scripted.ts';
import type { Scenario } from '../scenario.ts';

/** A release that behaves as one profile says, under a version that none speaks about, judged by another profile. */
function release(engine: ProfileName, judged: ProfileName, unlisted = true): Target {
  const own = createSimulatedTarget({ profile: engine });
  const about = unlisted ? { profileExact: false, unlisted } : { profileExact: true };
  return { ...own, identity: { id: 'qemu:9.9.9', name: 'qemu', version: '9.9.9', profile: judged, ...about } };
}

async function ran(target: Target, ...patterns: readonly string[]): Promise<TargetResults> {
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns, files: [] });
  return run(target, scenarios);
}

describe('a release without a profile of its own', () => {
  test('what is as in another profile does not fail, and the rule that makes the difference is named', async () => {
    const results = await ran(release('qemu-10.0', 'qemu-7.2'), 'qmp/status', 'mux/stack/four-frontends');
    expect(results.summary).toMatchObject({ failed: 0, asAnotherRelease: 2 });
    const [mux, status] = results.scenarios;
    expect(mux).toMatchObject({
      verdict: 'as-another-release',
      behaves: { because: [{ trait: 'muxSlots', value: 'reused' }] },
    });
    expect(status?.behaves?.as).toContain('qemu-10.0');
    expect(status?.reason).toContain('statusHasSinglestep: no');
    expect(status?.failure?.kind).toBe('target-against-literal');
  });

  test('a scenario that speaks about another profile alone is tried by that one', async () => {
    const as100 = await ran(release('qemu-10.0', 'qemu-7.2'), 'pty/terminal/path');
    expect(as100.scenarios[0]).toMatchObject({ verdict: 'as-another-release', behaves: { as: ['qemu-10.0'] } });
    const as72 = await ran(release('qemu-7.2', 'qemu-7.2'), 'pty/terminal/path');
    expect(as72.scenarios[0]).toMatchObject({
      verdict: 'not-applicable',
      reason: expect.stringMatching(/ only, not about qemu-7\.2, and the release does not behave so$/),
    });
  });

  test('a scenario of the nearest profile alone is told to behave as in another', async () => {
    const results = await ran(release('qemu-10.0', 'qemu-7.2'), 'pty/terminal/no-path');
    expect(results.scenarios[0]).toMatchObject({ verdict: 'as-another-release' });
    expect(results.scenarios[0]?.behaves?.as).toContain('qemu-10.0');
  });

  test('its quirks and rules are read off what it does, with the scenarios that show them', async () => {
    const patterns = ['def/failing-backend-leaves-stale-dup', 'qmp/status', 'mux/stack/four-frontends'];
    const { traits = [] } = await ran(release('qemu-10.0', 'qemu-7.2'), ...patterns);
    const value = (id: string) => traits.find((trait) => trait.id === id)?.readings.map(({ value }) => value);
    expect(value('DEF-01')).toEqual(['yes']);
    expect(value('muxSlots')).toEqual(['reused']);
    expect(value('statusHasSinglestep')).toEqual(['no']);
    expect(value('hub')).toBeUndefined();
    const [reading] = traits.find(({ id }) => id === 'DEF-01')?.readings ?? [];
    expect(reading?.as).toEqual(expect.arrayContaining(['qemu-7.2', 'qemu-10.0']));
    expect(reading?.scenarios).toEqual(['def/failing-backend-leaves-stale-dup']);
  });

  test('a repaired quirk is told as such', async () => {
    const results = await ran(release('design', 'qemu-10.0'), 'def/failing-parallel-closes-descriptor-zero');
    expect(results.scenarios[0]).toMatchObject({ verdict: 'as-another-release', behaves: { as: ['design'] } });
    expect(results.scenarios[0]?.reason).toMatch(/DEF-04: no/);
  });

  test('the run says at once which profile was taken, and why', async () => {
    const { warnings } = await ran(release('qemu-10.0', 'qemu-10.0'), 'qmp/status');
    expect(warnings[0]).toMatch(/^qemu:9\.9\.9: no profile speaks about 9\.9 .* judged by qemu-10\.0;/);
  });

  test('what no profile explains fails', async () => {
    const target = scriptedTarget(
      [{ see: 'launched' }, { see: 'error', class: 'GenericError', desc: 'something new' }],
      {
        name: 'qemu',
        profile: 'qemu-7.2',
      },
    );
    const unlisted = { ...target, identity: { ...target.identity, profileExact: false, unlisted: true } };
    const scenario: Scenario = {
      id: 'toy/one',
      title: 'a toy',
      clauses: ['FDSET-24'],
      steps: [[{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 99 } }]],
    };
    const { summary, scenarios } = await run(unlisted, [scenario]);
    expect(summary.failed).toBe(1);
    expect(scenarios[0]?.behaves).toBeUndefined();
  });
});

test('a release with a profile of its own fails where it behaves as another, which is told', async () => {
  const results = await ran(release('qemu-10.0', 'qemu-7.2', false), 'qmp/status');
  expect(results.scenarios[0]).toMatchObject({ verdict: 'failed' });
  expect(results.scenarios[0]?.reason).toMatch(/^behaves as in qemu-10\.0/);
  expect(results.traits).toBeUndefined();
});
