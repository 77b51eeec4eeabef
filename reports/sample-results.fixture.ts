import type { ScenarioResult, TargetResults, Verdict } from '../scenarios/run/results.ts';

/** Text with markup, control characters and a turn of writing direction. */
export const hostileText: string = `<script>alert("1")</script> & ]]> \u0000\u001b[31m\ud800 \u202e`;

/** Results with one scenario of each verdict and texts that a careless report would stumble over: for the tests here. */
export const sampleResults: readonly TargetResults[] = [target('qemu-7.2', true), target('design', false)];

function target(profile: string, failing: boolean): TargetResults {
  const scenarios: readonly ScenarioResult[] = [
    { ...base('fdset/add-fd', 'passed'), clauses: ['FDSET-13', 'FDSET-18'], traceHash: '0123456789abcdef'.repeat(4) },
    { ...base('fdset/old', 'not-applicable'), reason: 'speaks about qemu-7.2 only' },
    { ...base('log/known', 'known-deviation'), clauses: ['LOG-01'], reason: 'a finding' },
    failing ? failed() : base('log/twice', 'passed'),
    ...(failing ? [limited(), surprising()] : []),
  ];
  const count = (verdict: Verdict): number => scenarios.filter((each) => each.verdict === verdict).length;
  return {
    target: { id: `simulated:${profile}`, name: 'simulated', version: '0.1.0', profile, profileExact: failing },
    complete: failing,
    summary: {
      passed: count('passed'),
      failed: count('failed'),
      notApplicable: count('not-applicable'),
      knownDeviations: count('known-deviation'),
      unexpectedPasses: count('unexpected-pass'),
      unknown: count('unknown'),
      notRun: failing ? 0 : 2,
    },
    scenarios,
    warnings: failing ? [] : ['the nearest older profile is used'],
  };
}

function base(id: string, verdict: Verdict): ScenarioResult {
  return { id, title: `what ${id} shows`, clauses: ['LOG-02', 'DEF-05'], verdict, durationMs: 2 };
}

function failed(): ScenarioResult {
  const action = { do: 'guest-write', port: 'com1', bytes: 'Z' } as const;
  const model = [{ see: 'accepted', count: 1 }] as const;
  const seen = { see: 'error', class: 'GenericError', desc: hostileText } as const;
  return {
    ...base('log/twice', 'failed'),
    title: hostileText,
    failure: {
      kind: 'target-against-model',
      step: 0,
      action,
      expected: { byProfile: { 'qemu-7.2': { see: 'accepted', count: 1 }, else: { see: 'silent' } } },
      model,
      target: seen,
      message: `target: ${hostileText}`,
      clauses: ['LOG-02', 'DEF-05'],
      artifacts: 'out/log-twice',
    },
    steps: [
      { action: { do: 'launch' }, model: [{ see: 'launched' }], target: { see: 'launched' } },
      { action, model, target: seen },
    ],
  };
}

function limited(): ScenarioResult {
  return { ...base('open/many', 'unknown'), clauses: ['OPEN-01'], reason: 'more than 4096 states' };
}

function surprising(): ScenarioResult {
  return { ...base('open/repaired', 'unexpected-pass'), reason: 'the deviation is gone' };
}
