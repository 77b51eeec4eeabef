import { loadModel } from '../run/witness.ts';
import { openPlayback, type ReplayRequest } from '../session/playback.ts';
import { type ReplayResult, replaySession } from '../session/replay-session.ts';
import { checkSession, refuseRedacted, type SessionFile } from '../session/session-file.ts';
import { startWalk } from '../session/walk.ts';
import { type Command, exitCodes } from './command.ts';
import { catchInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import { parseReplay, type ReplayWords, replayHelp } from './replay-options.ts';
import { replayLines } from './replay-text.ts';
import { inWords, requestOf, shownSession } from './session-request.ts';
import { checkJsonFile, writeInto, writeNew } from './writable.ts';

/** `charsim replay`: a session again, up to the first record that differs. */
export const replayCommand: Command = {
  help: replayHelp,
  async run(words, io) {
    const asked = parseReplay(words);
    checkJsonFile(asked.json);
    if (asked.step) (await import('./replay-step.ts')).refuseWithoutTerminal(asked.commands, io);
    return inWords(asked.session, async () => {
      const file = checkSession(asked.session, asked.salvage);
      if (file.head.need.includes('schedule')) {
        return (await import('./replay-schedule.ts')).replayScheduleSession(asked, io);
      }
      if (asked.export !== undefined) return writeExport(asked, asked.export, file);
      if (asked.step) return step(asked, file, io);
      if (asked.continue !== undefined) {
        const { continueSession } = await import('./replay-continue.ts');
        return continueSession(file, requestOf(asked, file), { ...asked, ...asked.continue }, io);
      }
      const result = await played(file, requestOf(asked, file), io);
      if (result === undefined) return exitCodes.interrupted;
      say(asked, file, result, words, io);
      return exitCodeOf(result);
    });
  },
};

/** On a real QEMU in a child process, which one Ctrl-C ends with all that it started: then undefined. */
async function played(file: SessionFile, request: ReplayRequest, io: Io): Promise<ReplayResult | undefined> {
  if (request.spec.kind === 'simulated') return replaySession(file, await loadModel(), request);
  const { replayRemotely } = await import('../session/remote-replay.ts');
  refuseRedacted(file);
  const interrupt = catchInterrupt(io);
  try {
    return await replayRemotely(file, request, interrupt.signal);
  } finally {
    interrupt.release();
  }
}

async function writeExport(
  asked: ReplayWords,
  { kind, file: path }: NonNullable<ReplayWords['export']>,
  file: SessionFile,
): Promise<number> {
  if (kind !== 'html') {
    const { exported } = await import('../session/exports.ts');
    writeNew(path, exported(file, kind));
    return exitCodes.conforms;
  }
  const { sessionHtml } = await import('../../reports/session-html.ts');
  const shown = await shownSession(file, asked);
  writeNew(path, sessionHtml([shown]));
  const isApart = shown.view.steps.some(({ mark }) => mark === 'differs' || mark === 'fails');
  return isApart ? exitCodes.nonConformance : exitCodes.conforms;
}

/** In a terminal a real QEMU is asked in a child process: while that waits for it, keys are heard. */
async function step(asked: ReplayWords, file: SessionFile, io: Io): Promise<number> {
  const { stepThrough } = await import('./replay-step.ts');
  const { until: record, ...request } = requestOf(asked, file);
  const { commands } = asked;
  if (request.spec.kind === 'qemu' && commands === undefined) {
    refuseRedacted(file);
    const { walkRemotely } = await import('../session/remote-walk.ts');
    const walk = walkRemotely(file, request);
    try {
      return await stepThrough({ file, walk, identity: walk.identity, record, commands }, io);
    } finally {
      await walk.close();
    }
  }
  const playback = await openPlayback(file, await loadModel(), request);
  try {
    const walk = startWalk(file, playback);
    return await stepThrough({ file, walk, identity: () => playback.identity.id, record, commands }, io);
  } finally {
    await playback.close();
  }
}

function say(asked: ReplayWords, file: SessionFile, result: ReplayResult, words: readonly string[], io: Io): void {
  const { version } = file.head.engine;
  const mine = packageVersion();
  if (result.exact && version !== mine && !asked.quiet) {
    io.err(`charsim: the session was recorded by charsim ${version}; this is ${mine}`);
  }
  if (asked.json !== undefined) {
    const { path, records, end } = file;
    const told = { format: 'charsim-replay/1', ...result, session: path, records, end: end.kind };
    const json = `${JSON.stringify(told, undefined, 2)}\n`;
    if (asked.json === '-') return void io.stdout.write(json);
    writeInto(asked.json, json);
  }
  const lines = replayLines(file, result, words);
  const shown = asked.quiet && result.divergence === undefined ? lines.slice(-1) : lines;
  for (const line of shown) io.out(line);
}

function exitCodeOf({ verdict }: ReplayResult): number {
  switch (verdict) {
    case 'same':
    case 'until':
      return exitCodes.conforms;
    case 'truncated':
      return exitCodes.truncatedSession;
    case 'inconclusive':
      return exitCodes.inconclusive;
    case 'diverged':
    case 'failed':
      return exitCodes.nonConformance;
  }
}
