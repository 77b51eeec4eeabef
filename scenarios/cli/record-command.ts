import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioResult } from '../run/results.ts';
import { openTarget, type TargetSpec } from '../run/target-spec.ts';
import { loadModel } from '../run/witness.ts';
import type { Scenario } from '../scenario.ts';
import { recordScenario } from '../session/recording.ts';
import { createWriter, fileSink } from '../session/writer.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import { parseImport, parseLive, parseRecord, type RecordRequest, recordHelp } from './record-options.ts';
import { loadSelected } from './run-selection.ts';
import { shellWord } from './words.ts';
import { checkJsonFile, openOut, writeInto } from './writable.ts';

/** `charsim record`: one scenario on one target, as a session file. */
export const recordCommand: Command = {
  help: recordHelp,
  async run(words, io) {
    const imported = parseImport(words);
    if (imported !== undefined) {
      checkJsonFile(imported.json);
      return (await import('./record-import.ts')).importLog(imported, io);
    }
    const live = parseLive(words);
    if (live !== undefined) return (await import('./record-live.ts')).recordLiveSession(live, io);
    const request = parseRecord(words);
    checkJsonFile(request.json);
    const { scenarios } = await loadSelected(request.selection);
    const [scenario] = scenarios;
    if (scenario === undefined || scenarios.length > 1) {
      const some = scenarios.slice(0, 5).map(({ id }) => id);
      throw new UsageError(
        `record takes one scenario; ${scenarios.length} match: ${some.join(', ')}${scenarios.length > 5 ? ', …' : ''}`,
      );
    }
    openOut(request.out, []);
    const file = freePath(request.out, scenario, request.spec);
    return record(request, scenario, file, io);
  },
};

/** `ID@TARGET.session.jsonl` in the folder, `-2` and so on behind it where that is taken: nothing is overwritten. */
function freePath(folder: string, { id }: Scenario, spec: TargetSpec): string {
  const target = spec.kind === 'simulated' ? spec.profile : 'qemu';
  const stem = join(folder, `${id.replaceAll('/', '-')}@${target}`);
  for (let number = 1; ; number += 1) {
    const path = `${stem}${number === 1 ? '' : `-${number}`}.session.jsonl`;
    if (!existsSync(path)) return path;
  }
}

async function record(request: RecordRequest, scenario: Scenario, file: string, io: Io): Promise<number> {
  const { spec, seed } = request;
  const target =
    spec.kind === 'simulated' && seed !== undefined
      ? (await import('../../sut/simulated.ts')).createSimulatedTarget({ profile: spec.profile, seed })
      : await openTarget(spec);
  const isReal = spec.kind === 'qemu';
  if (isReal && !request.redact && !request.quiet) {
    io.err('charsim: a session of a real system can hold secrets; --redact leaves payloads and file names out');
  }
  const writer = createWriter(fileSink(file, isReal));
  let result: ScenarioResult;
  try {
    result = await recordScenario(target, await loadModel(), scenario, writer, {
      version: packageVersion(),
      redact: request.redact,
      limits: { timeoutMs: request.timeoutMs },
      ...(seed === undefined ? {} : { seed }),
    });
  } finally {
    writer.close();
    await target.shutdown();
  }
  const told = { format: 'charsim-record/1', session: file, target: target.identity, scenario: scenario.id };
  const json = `${JSON.stringify({ ...told, verdict: result.verdict, traceHash: result.traceHash }, undefined, 2)}\n`;
  if (request.json === '-') io.stdout.write(json);
  else {
    if (request.json !== undefined) writeInto(request.json, json);
    io.out(`${result.verdict}  ${scenario.id} on ${target.identity.id}`);
    const why = result.failure?.message ?? result.reason;
    if (why !== undefined) io.out(`  ${why}`);
    io.out(`npx charsim replay ${shellWord(file)}`);
  }
  if (result.verdict === 'passed') return exitCodes.conforms;
  return result.verdict === 'failed' ? exitCodes.nonConformance : exitCodes.inconclusive;
}
