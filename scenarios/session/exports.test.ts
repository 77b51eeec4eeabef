import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { run } from '../run/run.ts';
import type { Scenario } from '../scenario.ts';
import { parseScenario } from '../scenario-schema.ts';
import { exported } from './exports.ts';
import { conversation, inFolder, recordInto } from './session.fixture.ts';
import { checkSession, type SessionFile } from './session-file.ts';

const id = v.pipe(v.number(), v.integer());
const microseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
/** What Perfetto's documentation of the Chrome JSON format says of complete events and of names. */
const traceSchema = v.strictObject({
  displayTimeUnit: v.picklist(['ms', 'ns']),
  traceEvents: v.array(
    v.variant('ph', [
      v.object({
        ph: v.literal('X'),
        name: v.string(),
        pid: id,
        tid: id,
        ts: microseconds,
        dur: microseconds,
        args: v.record(v.string(), v.unknown()),
      }),
      v.object({
        ph: v.literal('i'),
        s: v.literal('t'),
        name: v.string(),
        pid: id,
        tid: id,
        ts: microseconds,
        args: v.record(v.string(), v.unknown()),
      }),
      v.object({
        ph: v.literal('M'),
        name: v.picklist(['process_name', 'thread_name']),
        pid: id,
        tid: v.optional(id),
        args: v.object({ name: v.string() }),
      }),
    ]),
  ),
});

async function recorded(work: (file: SessionFile) => Promise<void> | void): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, 's');
    await recordInto(path, conversation, 'design');
    await work(checkSession(path));
  });
}

test('the trace for Perfetto is of its documented shape, with slices of a thread in order and not overlapping', () =>
  recorded((file) => {
    const { traceEvents } = v.parse(traceSchema, JSON.parse(exported(file, 'perfetto')));
    const slices = traceEvents.filter((event) => event.ph === 'X');
    expect(slices.slice(0, 4).map(({ name }) => name)).toEqual(['launch', 'pipe', 'add-fd', 'query-fdsets']);
    expect(slices).toHaveLength(11);
    const threads = new Set(traceEvents.flatMap((event) => (event.ph === 'M' ? [event.tid] : [])));
    for (const { tid } of slices) expect(threads).toContain(tid);
    for (const tid of threads) {
      const own = slices.filter((slice) => slice.tid === tid);
      for (const [at, { ts }] of own.entries()) {
        const before = own[at - 1];
        if (before !== undefined) expect(ts).toBeGreaterThanOrEqual(before.ts + before.dur);
      }
    }
  }));

test('the Mermaid diagram has a line for each action, and no text in it ends a line of its own', () =>
  recorded((file) => {
    const lines = exported(file, 'mermaid').trimEnd().split('\n');
    expect(lines[0]).toBe('sequenceDiagram');
    expect(lines).toContain('  client->>system: 2 add-fd');
    const shape = /^ {2}(participant \w+|\w+-{1,2}>>\w+: [^;#\n]+|Note over system: .+)$/;
    for (const line of lines.slice(1)) expect(line).toMatch(shape);
  }));

test('the exported scenario is one by the schema, and passes', () =>
  recorded(async (file) => {
    const text = exported(file, 'scenario');
    const json = text.slice(text.indexOf('= ') + 2, text.lastIndexOf(';'));
    const parsed = parseScenario(JSON.parse(json));
    expect(parsed).toMatchObject({ ok: true });
    const scenario = JSON.parse(json) as Scenario;
    const { summary } = await run(createSimulatedTarget({ profile: 'design' }), [scenario]);
    expect(summary.passed).toBe(1);
  }));
