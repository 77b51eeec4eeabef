import { describe, expect, test } from 'vitest';
import type { Action } from '../../model/language/action.ts';
import type { Capability } from '../../model/language/capability.ts';
import type { Scenario } from '../scenario.ts';
import { isShareable, neededCapabilities, notApplicableReason } from './applicability.ts';

const scenario = (steps: readonly Action[], more: Partial<Scenario> = {}): Scenario => ({
  id: 'toy/one',
  title: 'a toy',
  clauses: [],
  steps: steps.map((action) => [action] as const),
  ...more,
});
const query: Action = { do: 'qmp', execute: 'query-fdsets' };
const needs = (made: Scenario): readonly string[] => [...neededCapabilities(made)].sort();

describe('what a scenario needs', () => {
  test('is what it says', () => {
    expect(needs(scenario([query], { needs: ['hub', 'block'] }))).toEqual(['block', 'hub']);
    expect(needs(scenario([query]))).toEqual([]);
  });

  test('and what its launch needs, implied or as an action', () => {
    const port = { id: 'com1', kind: '16550', chardev: 'c' } as const;
    const listens = { id: 'm', mode: 'qmp', via: 'listen' } as const;
    const hmp = { id: 'h', mode: 'hmp', via: 'pair' } as const;
    expect(needs(scenario([query], { launch: { ports: [port] } }))).toEqual(['serial']);
    expect(needs(scenario([query], { launch: { ports: [] } }))).toEqual([]);
    expect(needs(scenario([query], { launch: { machine: 'serial' } }))).toEqual(['serial']);
    expect(needs(scenario([query], { launch: { machine: 'none', monitors: [hmp, listens] } }))).toEqual([
      'hmp',
      'listening-monitors',
    ]);
    const launch: Action = { do: 'launch', monitors: [hmp] };
    expect(needs(scenario([launch, query], { launch: 'manual' }))).toEqual(['hmp']);
  });

  test('and what single actions need', () => {
    expect(needs(scenario([{ do: 'wait-exit' }]))).toEqual(['launch']);
    expect(needs(scenario([{ do: 'fault', call: 'dup', give: { errno: 'EMFILE' } }]))).toEqual(['inject-faults']);
  });
});

describe('a scenario is not applicable', () => {
  const target = {
    identity: { id: 't:design', name: 't', version: '1', profile: 'design', profileExact: true },
    capabilities: new Set<Capability>(['block']),
  } as const;

  test('to a profile it does not speak about', () => {
    expect(notApplicableReason(scenario([query], { profiles: ['design', 'qemu-7.2'] }), target)).toBeUndefined();
    expect(notApplicableReason(scenario([query], { profiles: ['qemu-7.2', 'qemu-10.0'] }), target)).toBe(
      'speaks about qemu-7.2, qemu-10.0 only, not about design',
    );
  });

  test('to a target that lacks something, which is named', () => {
    expect(notApplicableReason(scenario([query], { needs: ['block'] }), target)).toBeUndefined();
    expect(notApplicableReason(scenario([query], { needs: ['block', 'hub', 'hmp'] }), target)).toBe(
      'needs hub, hmp, which t:design does not offer',
    );
  });
});

describe('a process is shared', () => {
  test.each<readonly [boolean, Action]>([
    [true, query],
    [true, { do: 'pipe', as: 'p' }],
    [true, { do: 'observe', what: 'descriptors' }],
    [false, { do: 'qmp', execute: 'stop' }],
    [false, { do: 'qmp', execute: 'quit' }],
    [false, { do: 'qmp', execute: 'x', oob: true }],
    [false, { do: 'qmp', execute: 'x', patienceMs: 1 }],
    [false, { do: 'send', bytes: '' }],
    [false, { do: 'limit-descriptors', free: 1 }],
    [false, { do: 'hold' }],
    [false, { do: 'connect', monitor: 'm', as: 'c' }],
  ])('%s with %j', (shared, action) => {
    expect(isShareable(scenario([action]))).toBe(shared);
    expect(isShareable(scenario([query, action]))).toBe(shared);
    expect(isShareable(scenario([action, query]))).toBe(shared);
  });

  test('never where the scenario launches in its own way', () => {
    expect(isShareable(scenario([query], { launch: { paused: true } }))).toBe(false);
    expect(isShareable(scenario([query], { launch: {} }))).toBe(false);
  });
});
