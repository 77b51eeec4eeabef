import type { ScenarioResult, TargetResults } from '../scenarios/run/results.ts';
import { actionText, expectedText, outcomeText } from './outcome-text.ts';
import type { Reproduce } from './summary.ts';

/**
 * JUnit XML as CI systems read it: one suite a target, one case a scenario (class name `TARGET.FOLDER`). Failed and
 * unexpectedly passed ones are failures, unknown ones errors, not applicable ones and known deviations are skipped, with
 * the reason. Scenarios that were not run are absent; the suite's property `complete` tells. Times in seconds.
 * Characters that XML 1.0 does not have are replaced by U+FFFD.
 */
export function junitXml(results: readonly TargetResults[], reproduce?: Reproduce): string {
  const suites = results.map((each) => suiteXml(each, reproduce));
  const all = results.flatMap((each) => each.scenarios);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="charsim"${figures(all)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function figures(scenarios: readonly ScenarioResult[]): string {
  const count = (...verdicts: ScenarioResult['verdict'][]): number =>
    scenarios.filter((each) => verdicts.includes(each.verdict)).length;
  const timeMs = scenarios.reduce((total, each) => total + each.durationMs, 0);
  return attributes({
    tests: String(scenarios.length),
    failures: String(count('failed', 'unexpected-pass')),
    errors: String(count('unknown')),
    skipped: String(count('not-applicable', 'known-deviation', 'as-another-release')),
    time: seconds(timeMs),
  });
}

function suiteXml(
  { target, complete, scenarios, warnings, traits = [] }: TargetResults,
  reproduce?: Reproduce,
): string {
  const properties = {
    target: target.id,
    version: target.version,
    profile: target.profile,
    profileExact: String(target.profileExact),
    complete: String(complete),
    ...(target.unlisted === true ? { unlisted: 'true' } : {}),
    ...Object.fromEntries(
      traits.map(({ id, readings }) => [`trait.${id}`, readings.map(({ value }) => value).join(' or ')]),
    ),
  };
  return [
    `  <testsuite${attributes({ name: target.id })}${figures(scenarios)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...scenarios.map((each) => caseXml(target, each, reproduce)),
    ...(warnings.length > 0 ? [`    <system-err>${escapeXml(warnings.join('\n'))}</system-err>`] : []),
    '  </testsuite>',
  ].join('\n');
}

function caseXml(target: TargetResults['target'], result: ScenarioResult, reproduce?: Reproduce): string {
  const folder = result.id.split('/').slice(0, -1).join('.');
  const open = `    <testcase${attributes({
    classname: [target.id, folder].filter((part) => part !== '').join('.'),
    name: result.id,
    time: seconds(result.durationMs),
  })}`;
  const verdict = verdictXml(target, result, reproduce);
  return verdict === undefined ? `${open}/>` : `${open}>\n      ${verdict}\n    </testcase>`;
}

function verdictXml(
  target: TargetResults['target'],
  result: ScenarioResult,
  reproduce?: Reproduce,
): string | undefined {
  const { verdict, reason, failure } = result;
  switch (verdict) {
    case 'passed':
      return undefined;
    case 'not-applicable':
    case 'known-deviation':
    case 'as-another-release':
      return `<skipped${attributes({ message: `${verdict}: ${reason ?? 'no reason given'}` })}/>`;
    case 'unknown':
      return `<error${attributes({ type: 'unknown', message: reason ?? 'a limit was met' })}/>`;
    case 'unexpected-pass':
    case 'failed': {
      const message = failure?.message ?? reason ?? verdict;
      const type = failure?.kind ?? verdict;
      const body = [...failureBody(result, target.profile), ...(reproduce ? [reproduce(target, result)] : [])];
      return `<failure${attributes({ type, message })}>${escapeXml(body.join('\n'))}</failure>`;
    }
  }
}

/** Title, clauses, step and the three witnesses, one after the other. */
function failureBody(result: ScenarioResult, profile: string): readonly string[] {
  const { failure } = result;
  const lines = [result.title, `clauses: ${result.clauses.join(', ')}`];
  if (failure === undefined) return lines;
  if (failure.action !== undefined)
    lines.push(`${failure.step < 0 ? 'launch' : `step ${failure.step + 1}`}: ${actionText(failure.action)}`);
  if (failure.expected !== undefined) lines.push(`expected: ${expectedText(failure.expected, profile)}`);
  for (const each of failure.model ?? []) lines.push(`model: ${outcomeText(each)}`);
  if (failure.target !== undefined) lines.push(`target: ${outcomeText(failure.target)}`);
  if (failure.artifacts !== undefined) lines.push(`artifacts: ${failure.artifacts}`);
  return lines;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return (
    Object.entries(values)
      // a reader turns bare line ends in attributes into blanks
      .map(([name, value]) => ` ${name}="${attributeXml(value)}"`)
      .join('')
  );
}

function attributeXml(text: string): string {
  return harmless.test(text) ? text : escapeXml(text).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}

/** Text for element content and, line ends aside, for quoted attributes. */
function escapeXml(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(illegalInXml, '\ufffd').replace(/[&<>"\r]/g, (char) => named[char] ?? char);
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Most texts: printable ASCII with nothing to escape. */
const harmless = /^[ !#-%'-;=?-~]*$/;

// What XML 1.0 forbids: most controls, lone surrogates, U+FFFE, U+FFFF.
const illegalInXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
