import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { run } from '../run/run.ts';
import type { Scenario } from '../scenario.ts';
import { exported } from './exports.ts';
import { conversation, inFolder, recordInto } from './session.fixture.ts';
import { checkSession } from './session-file.ts';

test('a session becomes a trace for Perfetto, a Mermaid diagram and a scenario that passes', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 's');
    await recordInto(path, conversation, 'design');
    const file = checkSession(path);
    const trace = JSON.parse(exported(file, 'perfetto')) as { traceEvents: readonly { ph: string; name: string }[] };
    const slices = trace.traceEvents.filter(({ ph }) => ph === 'X').map(({ name }) => name);
    expect(slices.slice(0, 4)).toEqual(['launch', 'pipe', 'add-fd', 'query-fdsets']);
    expect(exported(file, 'mermaid')).toMatch(/^sequenceDiagram\n[\s\S]*\n {2}client->>system: 2 add-fd\n/);
    const text = exported(file, 'scenario');
    const json = text.slice(text.indexOf('= ') + 2, text.lastIndexOf(';'));
    const scenario = JSON.parse(json) as Scenario;
    const { summary } = await run(createSimulatedTarget({ profile: 'design' }), [scenario]);
    expect(summary.passed).toBe(1);
  });
});
