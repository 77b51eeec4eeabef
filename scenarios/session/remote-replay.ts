import { TargetFailure } from '../../sut/target.ts';
import { type JobChannel, processChannel } from '../run/job-channel.ts';
import type { FromJob } from '../run/job-messages.ts';
import type { Continued, ContinueOptions } from './continue-random.ts';
import type { ReplayRequest } from './playback.ts';
import type { ReplayResult } from './replay-session.ts';
import type { SessionFile } from './session-file.ts';

/**
 * Replays a checked session in a child process, for targets that block: a hanging QEMU is ended with it at once when
 * `signal` says so, and the answer is then undefined. Rejects with TargetFailure when the target, or the child, breaks.
 */
export async function replayRemotely(
  file: SessionFile,
  request: ReplayRequest,
  signal: AbortSignal,
): Promise<ReplayResult | undefined> {
  return inChild(async (channel, failed) => {
    const stopped = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const done = answered(channel, (message) => (message.say === 'replayed' ? message.result : undefined));
    channel.send({ say: 'replay', file, request });
    return Promise.race([done, failed, stopped]);
  });
}

/**
 * Goes on from a session with random actions in a child process. `signal` has it end after the run that is under way.
 * Rejects with TargetFailure when the target, or the child, breaks.
 */
export async function continueRemotely(
  file: SessionFile,
  request: ReplayRequest,
  options: Omit<ContinueOptions, 'signal'>,
  signal: AbortSignal,
): Promise<Continued> {
  return inChild(async (channel, failed) => {
    signal.addEventListener('abort', () => channel.send({ say: 'stop' }), { once: true });
    const done = answered(channel, (message) => (message.say === 'continued' ? message.result : undefined));
    channel.send({ say: 'continue', file, request, options });
    return Promise.race([done, failed]);
  });
}

/** Work with a child process, which ends with it: its QEMU goes with it, and what it kept in files. */
async function inChild<Result>(
  work: (channel: JobChannel, failed: Promise<never>) => Promise<Result>,
): Promise<Result> {
  const channel = processChannel();
  try {
    return await work(channel, endOf(channel));
  } finally {
    channel.kill();
    await channel.ended;
  }
}

/** Rejects with TargetFailure as the child ends. */
export async function endOf({ ended }: JobChannel): Promise<never> {
  throw new TargetFailure(await ended);
}

/** The first answer that is wanted; rejects with what the child complains of. */
function answered<Result>(channel: JobChannel, wanted: (message: FromJob) => Result | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    channel.listen((message) => {
      const result = wanted(message);
      const complaint = complaintOf(message);
      if (result !== undefined) resolve(result);
      else if (complaint !== undefined) reject(complaint);
    });
  });
}

/** What a child says of a target that broke, or of itself. */
export function complaintOf(message: FromJob): Error | undefined {
  if (message.say === 'target-failed') return new TargetFailure(message.message);
  return message.say === 'broken' ? new Error(message.message) : undefined;
}
