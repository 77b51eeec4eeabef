import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { actionText, outcomeText } from '../../reports/outcome-text.ts';
import type { Investigated } from '../fuzz/investigate.ts';
import { continueOn } from '../session/continue-on.ts';
import type { Continued } from '../session/continue-random.ts';
import type { ReplayRequest } from '../session/playback.ts';
import { refuseRedacted, type SessionFile } from '../session/session-file.ts';
import { exitCodes, UsageError } from './command.ts';
import { catchInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import { shellWord } from './words.ts';
import { checkJsonFile, openOut, writeInto } from './writable.ts';

/** How a session is to go on. */
export type ContinueRequest = {
  readonly way: 'random' | 'explore';
  readonly seed: number;
  readonly runs: number;
  readonly timeMs: number;
  readonly out: string;
  readonly json: string | undefined;
  readonly quiet: boolean;
};

const textMax = 300;

/** `charsim replay --continue`: goes on from a session, and keeps what it finds. Rejects with TargetFailure. */
export async function continueSession(
  file: SessionFile,
  replay: ReplayRequest,
  asked: ContinueRequest,
  io: Io,
): Promise<number> {
  refuseRedacted(file);
  if (asked.way === 'explore' && replay.spec.kind !== 'simulated') {
    throw new UsageError('--continue explore wants the simulated target: nobody else lets its decisions be chosen');
  }
  checkJsonFile(asked.json);
  openOut(asked.out, []);
  const interrupt = catchInterrupt(io);
  try {
    const continued = await goOn(file, replay, asked, interrupt.signal);
    const kept = continued.findings.map((finding) => keep(finding, asked));
    tell(continued, kept, asked, io);
    if (interrupt.signal.aborted) return exitCodes.interrupted;
    return kept.length > 0 ? exitCodes.nonConformance : exitCodes.conforms;
  } finally {
    interrupt.release();
  }
}

/** On a real QEMU in a child process: while that hangs, Ctrl-C is heard. */
async function goOn(
  file: SessionFile,
  replay: ReplayRequest,
  { way, seed, runs, timeMs }: ContinueRequest,
  signal: AbortSignal,
): Promise<Continued> {
  const options = { seed, runs, timeMs, version: packageVersion() };
  if (replay.spec.kind === 'simulated') return continueOn(file, replay, way, { ...options, signal });
  const { continueRemotely } = await import('../session/remote-replay.ts');
  return continueRemotely(file, replay, options, signal);
}

type Kept = { readonly finding: Investigated; readonly file: string; readonly session: string | undefined };

function keep(finding: Investigated, { out }: ContinueRequest): Kept {
  const folder = join(out, 'continue');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${finding.name}.scenario.json`);
  writeInto(file, `${JSON.stringify(finding.scenario, undefined, 2)}\n`);
  if (finding.session === undefined) return { finding, file, session: undefined };
  const session = join(folder, `${finding.name}.session.jsonl`);
  writeInto(session, finding.session);
  return { finding, file, session };
}

function tell({ runs, actions, exhausted }: Continued, kept: readonly Kept[], asked: ContinueRequest, io: Io): void {
  const { json, way, seed, quiet } = asked;
  if (json !== undefined) {
    const findings = kept.map(({ finding: { session: _, ...rest }, ...files }) => ({ ...rest, ...files }));
    const text = JSON.stringify(
      { format: 'charsim-continue/1', way, seed, runs, actions, exhausted, findings },
      null,
      2,
    );
    if (json === '-') return void io.stdout.write(`${text}\n`);
    writeInto(json, `${text}\n`);
  }
  for (const { finding, file, session } of kept) {
    io.out(`✗ ${finding.classification}: ${finding.cause.verb}${finding.reproduced ? '' : ' (it did not come again)'}`);
    for (const [at, [action]] of finding.scenario.steps.entries()) {
      io.out(`    ${at + 1}. ${actionText(action).slice(0, textMax)}`);
    }
    io.out(`    ${(finding.message.split('\n')[0] ?? '').slice(0, textMax)}`);
    if (finding.model.length > 0)
      io.out(`    model:  ${finding.model.map(outcomeText).join(' or ').slice(0, textMax)}`);
    if (finding.target !== undefined) io.out(`    target: ${outcomeText(finding.target).slice(0, textMax)}`);
    io.out(`    npx charsim ${session === undefined ? `run ${shellWord(file)}` : `replay ${shellWord(session)}`}`);
  }
  const all = exhausted ? ', all there are' : '';
  if (!quiet || kept.length > 0)
    io.out(`${runs} runs from there (${way})${all}, ${actions} actions: ${kept.length} findings`);
}
