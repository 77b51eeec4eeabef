import { expect, test } from 'vitest';
import type { TargetResults } from '../scenarios/run/results.ts';
import { htmlReport } from './html.ts';
import { resultsDocument, resultsOf } from './json.ts';
import { junitXml } from './junit.ts';
import { releaseLines } from './release.ts';
import { summaryText } from './terminal.ts';

const style = { columns: 100, color: false };

const release: TargetResults = {
  target: {
    id: 'qemu:9.9.9',
    name: 'qemu',
    version: '9.9.9',
    profile: 'qemu-7.2',
    profileExact: false,
    unlisted: true,
  },
  complete: true,
  summary: {
    ...{ passed: 1, failed: 1, notApplicable: 0, knownDeviations: 0, unexpectedPasses: 0, unknown: 0, notRun: 0 },
    asAnotherRelease: 1,
  },
  scenarios: [
    {
      ...{ id: 'mux/one', title: 'slots', clauses: ['MUX-03'], verdict: 'as-another-release', durationMs: 1 },
      reason: 'behaves as in qemu-10.0 (muxSlots: reused)',
      behaves: { as: ['qemu-10.0'], because: [] },
    },
    { id: 'new/one', title: 'new', clauses: ['MUX-04'], verdict: 'failed', durationMs: 1 },
    { id: 'old/one', title: 'old', clauses: ['DEF-01'], verdict: 'passed', durationMs: 1 },
  ],
  warnings: [],
  traits: [
    {
      ...{ id: 'DEF-01', kind: 'quirk', title: 'a stale dup' },
      readings: [{ value: 'yes', as: ['qemu-7.2', 'qemu-10.0'], scenarios: ['old/one'] }],
    },
    {
      ...{ id: 'muxSlots', kind: 'rule', title: 'slots of a mux' },
      readings: [{ value: 'reused', as: ['design', 'qemu-10.0'], scenarios: ['mux/one'] }],
    },
  ],
};

test('a release is told trait by trait: as the profile that judged it, as others, as none', () => {
  expect(releaseLines([release], style)).toEqual([
    'qemu:9.9.9, quirk by quirk and rule by rule, as its scenarios show',
    '  as qemu-7.2: DEF-01',
    '  muxSlots (slots of a mux): reused: as design, qemu-10.0',
    '  as no profile: new/one',
    '',
  ]);
  const { traits: _none, ...listed } = release;
  expect(releaseLines([listed], style)).toEqual([]);
  expect(summaryText(release.summary, style)).toBe('1 passed, 1 as another release, 1 failed');
});

test('readings that contradict each other are told with the scenarios of each', () => {
  const readings = [
    { value: 'yes', as: ['qemu-7.2'], scenarios: ['a/one', 'a/two'] },
    { value: 'no', as: ['design'], scenarios: ['b/one'] },
  ];
  const lines = releaseLines([{ ...release, traits: [{ id: 'Q-X', kind: 'quirk', title: 'x', readings }] }], style);
  expect(lines[1]).toBe('  Q-X (x): yes: as qemu-7.2 (a/one, a/two); no: as design (b/one)');
});

test('the JSON of one release and of several gives back what went in', () => {
  const other = { ...release, target: { ...release.target, id: 'qemu:9.9.8' } };
  expect(resultsOf(resultsDocument([release]))).toEqual([release]);
  expect(resultsOf(resultsDocument([release, other]))).toEqual([release, other]);
});

test('JUnit skips what is as another release, with the reason, and has the traits as properties', () => {
  const xml = junitXml([release]);
  expect(xml).toContain('<skipped message="as-another-release: behaves as in qemu-10.0 (muxSlots: reused)"/>');
  expect(xml).toContain('<property name="trait.muxSlots" value="reused"/>');
  expect(xml).toContain('failures="1" errors="0" skipped="1"');
});

test('the page has a column for each release, and none of it for others', () => {
  const page = htmlReport([release, { ...release, target: { ...release.target, id: 'qemu:8.8.8' } }]);
  expect(page).toContain('<section id="releases"');
  expect(page).toContain('<th scope="col">qemu:8.8.8</th>');
  expect(page).toContain('reused: as design, qemu-10.0');
  const { traits: _none, ...listed } = release;
  expect(htmlReport([listed])).not.toContain('id="releases"');
});
