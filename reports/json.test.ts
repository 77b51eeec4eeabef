import { describe, expect, it } from 'vitest';
import { resultsDocument, resultsJson, resultsOf } from './json.ts';
import { sampleResults } from './sample-results.fixture.ts';

const [first] = sampleResults;

describe('the results document', () => {
  it('of one target is its results, and no row names the target', () => {
    const document = resultsDocument(sampleResults.slice(0, 1));
    expect(document).toEqual({ format: 'charsim-results/1', ...first });
    expect(document.scenarios.some((row) => 'target' in row)).toBe(false);
  });

  it('of several targets has their joint name, the total, each by itself, and rows that name their target', () => {
    const document = resultsDocument(sampleResults);
    expect(document.target).toEqual({
      id: 'simulated',
      name: 'simulated',
      version: '0.1.0',
      profile: 'qemu-7.2,design',
      profileExact: false,
    });
    expect(document.complete).toBe(false);
    expect(document.summary).toEqual({
      passed: 3,
      failed: 1,
      notApplicable: 2,
      knownDeviations: 2,
      unexpectedPasses: 1,
      unknown: 1,
      notRun: 2,
    });
    expect(document.targets?.map((each) => each.target.id)).toEqual(['simulated:qemu-7.2', 'simulated:design']);
    expect(document.scenarios.map((row) => row.target)).toEqual([
      ...Array.from({ length: 6 }, () => 'simulated:qemu-7.2'),
      ...Array.from({ length: 4 }, () => 'simulated:design'),
    ]);
  });

  it('gives the results back after a way through text', () => {
    for (const results of [sampleResults, sampleResults.slice(1)]) {
      expect(resultsOf(JSON.parse(resultsJson(results)))).toEqual(results);
    }
  });

  it('of no target is refused', () => {
    expect(() => resultsDocument([])).toThrow(RangeError);
  });
});
