import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { junitXml } from './junit.ts';
import { hostileText, sampleResults } from './sample-results.fixture.ts';

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string };

/** Every element in document order, by a reader that is not ours; throws where the text is no well-formed XML. */
function elements(xml: string): readonly Element[] {
  const parser = new SaxesParser();
  const found: Element[] = [];
  const open: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const element = { name: tag.name, attributes: tag.attributes as Record<string, string>, text: '' };
    found.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const innermost = open.at(-1);
    if (innermost !== undefined) innermost.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return found;
}

const all = elements(junitXml(sampleResults, (target, result) => `again ${result.id} on ${target.id}`));
const named = (name: string): readonly Element[] => all.filter((each) => each.name === name);

describe('JUnit XML', () => {
  it('has a suite for each target and a case for each scenario', () => {
    expect(named('testsuite').map(({ attributes }) => attributes['name'])).toEqual([
      'simulated:qemu-7.2',
      'simulated:design',
    ]);
    expect(named('testcase')).toHaveLength(10);
    expect(named('testcase')[0]?.attributes).toEqual({
      classname: 'simulated:qemu-7.2.fdset',
      name: 'fdset/add-fd',
      time: '0.002',
    });
  });

  it('counts as its cases say', () => {
    const { tests, failures, errors, skipped } = named('testsuites')[0]?.attributes ?? {};
    expect([tests, failures, errors, skipped].map(Number)).toEqual([
      named('testcase').length,
      named('failure').length,
      named('error').length,
      named('skipped').length,
    ]);
    expect([failures, errors, skipped]).toEqual(['2', '1', '4']);
  });

  it('carries hostile texts whole, but for characters that XML does not have', () => {
    const readable = hostileText.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
    const [failure] = named('failure');
    expect(failure?.attributes['message']).toBe(`target: ${readable}`);
    expect(failure?.text).toContain(`target: error GenericError: ${readable}`);
  });

  it('shows the three witnesses and ends with the command that runs it again', () => {
    const lines = named('failure')[0]?.text.split('\n') ?? [];
    expect(lines.slice(1)).toEqual([
      'clauses: LOG-02, DEF-05',
      'step 1: guest-write port=com1 bytes="Z"',
      'expected: accepted count 1',
      'model: accepted count 1',
      expect.stringContaining('target: error GenericError'),
      'artifacts: out/log-twice',
      'again log/twice on simulated:qemu-7.2',
    ]);
  });

  it('gives the reason of what was skipped or is unknown', () => {
    expect(named('skipped')[0]?.attributes['message']).toBe('not-applicable: speaks about qemu-7.2 only');
    expect(named('error')[0]?.attributes).toEqual({ type: 'unknown', message: 'more than 4096 states' });
  });
});
