import { expect, test } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { run } from '../run/run.ts';
import { parseScenario } from '../scenario-schema.ts';
import { languagePage } from './language-page.ts';

const page = languagePage();

test('the scenario that the page on writing scenarios begins with passes', async () => {
  const written = /<<'END'\n([\s\S]*?)\nEND\n/.exec(page)?.[1] ?? '';
  const parsed = parseScenario(JSON.parse(written));
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const { summary } = await run(createSimulatedTarget({ profile: 'design' }), [parsed.scenario]);
  expect(summary).toMatchObject({ passed: 1, failed: 0 });
});

test('the page lists every kind of action and of outcome with what is said of it', () => {
  expect(page).toContain(
    "- `{ do: 'pipe', as: string, capacity?: number }`  \n  Ends `AS.read` and `AS.write`, blocking.",
  );
  expect(page).toContain("- `{ see: 'silent' }`  \n  No answer within the patience.");
  expect(page.match(/^- `\(?\{ do: '/gm)?.length).toBeGreaterThan(70);
});
