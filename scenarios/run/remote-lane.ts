import { TargetFailure } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import type { JobChannel } from './job-channel.ts';
import type { FromJob } from './job-messages.ts';
import type { Lane } from './lane.ts';
import type { ScenarioResult } from './results.ts';
import type { ScenarioLimits } from './run-scenario.ts';
import type { TargetSpec } from './target-spec.ts';

const openMs = 60_000;
const closeMs = 10_000;
/** What a scenario may take beyond its own limit, which is asked between steps only. */
const graceMs = 15_000;

/**
 * Opens a target at the far end of a channel. Rejects with TargetFailure when it cannot be opened. `leave`: takes the
 * channel over once the target was closed in good order; without it the channel is ended.
 */
export async function remoteLane(
  channel: JobChannel,
  target: TargetSpec,
  limits: ScenarioLimits,
  leave?: () => void,
): Promise<Lane> {
  const mailbox = openMailbox(channel);
  let alive = true;
  let tickets = 0;
  const lost = (): void => {
    alive = false;
    channel.kill();
  };
  channel.send({ say: 'open', target, limits });
  const opened = await mailbox.next((message) => message.say === 'opened', openMs);
  if (opened.say !== 'opened') {
    lost();
    const late = `the target did not open within ${openMs / 1000} s`;
    throw new TargetFailure('message' in opened ? opened.message : late);
  }
  return {
    identity: opened.identity,
    warnings: opened.warnings,
    async run(scenario) {
      const ticket = tickets++;
      const startedAt = performance.now();
      channel.send({ say: 'run', ticket, scenario });
      const limitMs = limits.timeoutMs + graceMs;
      const answer = await mailbox.next((message) => message.say === 'finished' && message.ticket === ticket, limitMs);
      if (answer.say === 'finished') return answer.result;
      lost();
      if (answer.say === 'target-failed') throw new TargetFailure(answer.message);
      return lostResult(scenario, performance.now() - startedAt, answer, limitMs);
    },
    alive: () => alive,
    async close() {
      if (!alive) return;
      channel.send({ say: 'close' });
      const closed = await mailbox.next((message) => message.say === 'closed', closeMs);
      if (leave === undefined || closed.say !== 'closed') lost();
      else leave();
    },
    kill: lost,
  };
}

type Late = { readonly say: 'late' };
type Answer = Exclude<FromJob, { say: 'ready' }> | Late;

/** A scenario that took its whole lane with it has failed: it hung, or it brought the process down. */
function lostResult(scenario: Scenario, durationMs: number, answer: Answer, limitMs: number): ScenarioResult {
  const { id, title, clauses } = scenario;
  const message =
    answer.say === 'late'
      ? `no end after ${limitMs / 1000} s: the job was killed`
      : `the job broke down: ${'message' in answer ? answer.message : answer.say}`;
  const kind = answer.say === 'late' ? 'hang' : 'error';
  const failure = { kind, step: scenario.steps.length, message, clauses } as const;
  return { id, title, clauses, verdict: 'failed', durationMs, failure };
}

/** Waits for one message at a time; a broken job and the end of the channel answer whatever is waited for. */
function openMailbox(channel: JobChannel): {
  next(fits: (message: FromJob) => boolean, withinMs: number): Promise<Answer>;
} {
  let waiting: ((message: FromJob) => void) | undefined;
  let ended: string | undefined;
  channel.listen((message) => waiting?.(message));
  void channel.ended.then((how) => {
    ended = how;
    waiting?.({ say: 'broken', message: how });
  });
  return {
    next: (fits, withinMs) =>
      new Promise<Answer>((resolve) => {
        const settle = (answer: Answer): void => {
          clearTimeout(timer);
          waiting = undefined;
          resolve(answer);
        };
        const timer = setTimeout(() => settle({ say: 'late' }), withinMs);
        waiting = (message) => {
          const final = message.say === 'target-failed' || message.say === 'broken';
          if (final || fits(message)) settle(message as Answer);
        };
        if (ended !== undefined) settle({ say: 'broken', message: ended });
      }),
  };
}
