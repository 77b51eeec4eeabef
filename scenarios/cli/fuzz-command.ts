import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { actionText, outcomeText } from '../../reports/outcome-text.ts';
import { type Campaign, type Progress, runCampaign } from '../fuzz/campaign.ts';
import { type Finding, isOfRealTime } from '../fuzz/finding.ts';
import type { FuzzLane } from '../fuzz/lane.ts';
import type { FuzzSetup } from '../fuzz/play.ts';
import { patienceOfProcesses, patienceOfThreads, remoteFuzzLane } from '../fuzz/remote-lane.ts';
import { possibleAreas } from '../fuzz/swarm.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { type FuzzRequest, fuzzHelp, parseFuzz } from './fuzz-options.ts';
import { catchInterrupt } from './interrupt.ts';
import { heartbeatMs, type Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import { shellWord } from './words.ts';
import { checkJsonFile, openOut, writeInto } from './writable.ts';

/** Runs that shrinking may take: a real system takes a thousand times as long. */
const attempts = { simulated: 800, qemu: 120 } as const;
const messageMax = 300;
/** A session on a real system may wait several times for what does not come. */
const qemuGraceMs = 15_000;

/** `charsim fuzz`: random sessions against the model. */
export const fuzzCommand: Command = {
  help: fuzzHelp,
  async run(words, io) {
    const request = parseFuzz(words);
    checkJsonFile(request.json);
    openOut(request.out, []);
    const setup: FuzzSetup = {
      seed: request.seed,
      only: request.areas,
      faults: request.faults,
      threads: request.areas.length > 0 && request.threads < 1 ? 0 : request.threads,
      lengthMax: request.length,
      shrinkAttempts: attempts[request.target.kind],
      version: packageVersion(),
    };
    const openLane = laneOpener(request, setup);
    const interrupt = catchInterrupt(io);
    const say = request.json === '-' ? io.err : io.out;
    try {
      // opened before anything is told: what cannot be there is bad usage, or a missing target
      const first = await openLane();
      const { capabilities, identity } = first;
      const bounds = { capabilities, only: request.areas, faults: request.faults, lengthMax: request.length };
      if (possibleAreas(bounds).length === 0) {
        first.kill();
        throw new UsageError(`--area ${request.areas.join(',')}: ${identity.id} offers nothing of it`);
      }
      if (!request.quiet) say(`${identity.id}: seed ${request.seed}`);
      const lanes = [first];
      const campaign = await runCampaign(async () => lanes.pop() ?? openLane(), {
        seed: request.seed,
        runs: request.runs,
        timeMs: request.timeMs,
        jobs: request.jobs,
        ...(request.target.kind === 'qemu' ? { graceMs: qemuGraceMs } : {}),
        signal: interrupt.signal,
        onProgress: heartbeat(request, io),
        onFinding: (finding) => tell(finding, request, save(finding, request), say),
      });
      for (const finding of campaign.findings) save(finding, request);
      writeJson(campaign, request, io);
      sayEnd(campaign, request, say);
      return exitCodeOf(campaign, interrupt.signal.aborted);
    } finally {
      interrupt.release();
    }
  },
};

/** The simulation in worker threads; a real system, which blocks, in child processes. */
function laneOpener({ target }: FuzzRequest, setup: FuzzSetup): () => Promise<FuzzLane> {
  return async () => {
    const { processChannel, threadChannel } = await import('../run/job-channel.ts');
    return target.kind === 'simulated'
      ? remoteFuzzLane(threadChannel(), true, target, setup, patienceOfThreads)
      : remoteFuzzLane(processChannel(), false, target, setup, patienceOfProcesses);
  };
}

function exitCodeOf({ findings, verdicts }: Campaign, interrupted: boolean): number {
  if (interrupted) return exitCodes.interrupted;
  if (findings.some(({ classification }) => !isOfRealTime(classification))) return exitCodes.nonConformance;
  return (verdicts.passed ?? 0) > 0 ? exitCodes.conforms : exitCodes.inconclusive;
}

function heartbeat(request: FuzzRequest, io: Io): (progress: Progress) => void {
  let toldAt = performance.now();
  return ({ runs, actions, findings, coverage }) => {
    if (request.quiet || performance.now() - toldAt < heartbeatMs) return;
    toldAt = performance.now();
    io.err(`charsim: ${runs} sessions, ${actions} actions, ${coverage} things seen, ${findings} findings so far`);
  };
}

function fileOf(finding: Finding, request: FuzzRequest): string {
  return join(request.out, 'fuzz', `${finding.name}.scenario.json`);
}

function sessionFileOf(finding: Finding, request: FuzzRequest): string | undefined {
  return finding.session === undefined ? undefined : join(request.out, 'fuzz', `${finding.name}.session.jsonl`);
}

/** Scenario and session side by side. Returns the scenario's file. */
function save(finding: Finding, request: FuzzRequest): string {
  const file = fileOf(finding, request);
  mkdirSync(join(request.out, 'fuzz'), { recursive: true });
  writeInto(file, `${JSON.stringify(finding.scenario, undefined, 2)}\n`);
  const session = sessionFileOf(finding, request);
  if (session !== undefined) writeInto(session, finding.session ?? '');
  return file;
}

function commandFor(file: string, target: TargetSpec): string {
  const words = ['npx', 'charsim', 'run', file];
  if (target.kind === 'qemu') {
    words.push('--target', 'qemu');
    if (target.path !== undefined) words.push('--qemu', target.path);
    if (target.force) words.push('--force');
  }
  if (target.profile !== undefined) words.push('--profile', target.profile);
  return words.map(shellWord).join(' ');
}

function tell(finding: Finding, request: FuzzRequest, file: string, say: (line: string) => void): void {
  const { classification, quirk, cause, run, actions, actionsLeft, message, model, target } = finding;
  const known = quirk === undefined ? '' : ` ${quirk}`;
  const gone =
    classification === 'not again' ? 'it did not come again' : 'it did not come again, or there was no time to try';
  const again = finding.reproduced ? '' : `; ${gone}`;
  say(
    `${isOfRealTime(classification) ? '~' : '✗'} ${classification}${known}: ${cause.verb} (session ${run}, ${actions} actions, ${actionsLeft} left${again})`,
  );
  for (const [at, [action]] of finding.scenario.steps.entries()) {
    say(`    ${at + 1}. ${actionText(action).slice(0, messageMax)}`);
  }
  const { schedule } = finding.scenario;
  if (schedule !== undefined) say(`    ${schedule}`);
  say(`    ${(message.split('\n')[0] ?? '').slice(0, messageMax)}`);
  if (model.length > 0) say(`    model:  ${model.map(outcomeText).join(' or ').slice(0, messageMax)}`);
  if (target !== undefined) say(`    target: ${outcomeText(target).slice(0, messageMax)}`);
  const session = sessionFileOf(finding, request);
  if (session !== undefined) say(`    npx charsim replay ${shellWord(session)}`);
  say(`    ${commandFor(file, request.target)}`);
}

function sayEnd(campaign: Campaign, request: FuzzRequest, say: (line: string) => void): void {
  const { runs, actions, elapsedMs, findings, coverage, verdicts, traceHash } = campaign;
  if (!request.quiet) {
    const seconds = (elapsedMs / 1000).toFixed(1);
    say(
      `${runs} sessions, ${actions} actions in ${seconds} s; ${coverage} things seen; trace ${traceHash.slice(0, 16)}`,
    );
    const others = Object.entries(verdicts).filter(([verdict]) => !['passed', 'failed'].includes(verdict));
    for (const [verdict, count] of others) say(`${count} sessions ended as ${verdict}: not counted as passed`);
    const left = [...campaign.unknown.values()].reduce((sum, count) => sum + count, 0);
    if (left > 0) say(`${left} actions were left out because the model does not predict them (--json lists why)`);
  }
  const [first] = findings;
  if (first === undefined) return;
  say(`${findings.length} findings in ${join(request.out, 'fuzz')}; the first again:`);
  say(commandFor(fileOf(first, request), request.target));
}

function writeJson(campaign: Campaign, request: FuzzRequest, io: Io): void {
  if (request.json === undefined) return;
  const { runs, actions, elapsedMs, traceHash, verdicts, coverage, findings } = campaign;
  const text = JSON.stringify(
    {
      format: 'charsim-fuzz/1',
      seed: request.seed,
      runs,
      actions,
      elapsedMs: Math.round(elapsedMs),
      traceHash,
      verdicts,
      coverage,
      unknown: Object.fromEntries([...campaign.unknown].sort(([, one], [, other]) => other - one)),
      findings: findings.map(({ session: _, ...finding }) => ({
        ...finding,
        file: fileOf(finding, request),
        session: sessionFileOf({ ...finding, ...(_ === undefined ? {} : { session: _ }) }, request),
        command: commandFor(fileOf(finding, request), request.target),
      })),
    },
    undefined,
    2,
  );
  if (request.json === '-') io.stdout.write(`${text}\n`);
  else writeInto(request.json, `${text}\n`);
}
