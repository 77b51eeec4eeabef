import type { Scenario } from '../scenario.ts';
import type { JobChannel } from './job-channel.ts';
import type { FromJob } from './job-messages.ts';
import type { Performed } from './performed.ts';
import type { TargetSpec } from './target-spec.ts';

/** A worker thread for simulated targets, one after the other; it starts when it is first asked. */
export type TargetThread = {
  /** What was said, a scenario each; shorter where the thread was lost or is late: those that are missing run elsewhere. */
  readonly perform: (spec: TargetSpec, scenarios: readonly Scenario[]) => Promise<readonly (Performed | null)[]>;
  /** Ends it at once. */
  readonly close: () => void;
};

/** A batch takes milliseconds; one that takes so long hangs. */
const lateMs = 60_000;

/** No thread yet. */
export function makeTargetThread(): TargetThread {
  const waiting = new Map<number, (said: readonly (Performed | null)[]) => void>();
  const numbers = new Map<Scenario, number>();
  let channel: JobChannel | undefined;
  let isLost = false;
  let tickets = 0;

  const lose = (): void => {
    isLost = true;
    channel?.kill();
    for (const resolve of waiting.values()) resolve([]);
    waiting.clear();
  };
  const receive = (message: FromJob): void => {
    if (message.say === 'performed') waiting.get(message.ticket)?.(message.said);
    else if (message.say === 'broken' || message.say === 'target-failed') lose();
  };
  /** Undefined once it was closed, which may be before there was a thread: a thread that nobody ends would keep the process. */
  const started = async (): Promise<JobChannel | undefined> => {
    if (channel !== undefined) return channel;
    const { threadChannel } = await import('./job-channel.ts');
    if (isLost) return undefined;
    channel ??= threadChannel();
    channel.listen(receive);
    void channel.ended.then(lose);
    return channel;
  };
  /** A scenario goes over once; after that its number stands for it. */
  const numbered = (scenario: Scenario): number | readonly [number, Scenario] => {
    const known = numbers.get(scenario);
    if (known !== undefined) return known;
    numbers.set(scenario, numbers.size);
    return [numbers.size - 1, scenario];
  };
  return {
    async perform(target, scenarios) {
      const line = await started();
      if (line === undefined || isLost) return [];
      const ticket = tickets++;
      return new Promise((resolve) => {
        const timer = setTimeout(lose, lateMs);
        waiting.set(ticket, (said) => {
          clearTimeout(timer);
          waiting.delete(ticket);
          resolve(said);
        });
        line.send({ say: 'perform', ticket, target, scenarios: scenarios.map(numbered) });
      });
    },
    close: lose,
  };
}
