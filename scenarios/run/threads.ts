import type { JobChannel } from './job-channel.ts';
import type { Lane } from './lane.ts';
import type { ScenarioLimits } from './run-scenario.ts';
import type { TargetSpec } from './target-spec.ts';

/** Worker threads that outlive the targets that they run: to start one costs as much as some hundred scenarios. */
export type Threads = {
  /**
   * A lane in a thread that is free, or in a new one. Undefined when `enough` comes first: then nobody waits for the
   * thread, which will be there for the next target. Rejects with TargetFailure when the target cannot be opened.
   */
  readonly open: (spec: TargetSpec, limits: ScenarioLimits, enough: Promise<void>) => Promise<Lane | undefined>;
  /** Ends every thread at once. */
  readonly close: () => void;
};

/** A run that is over sooner is not helped by a thread. */
const patienceMs = 250;

/** No thread yet; none starts before it is asked for, and needed for longer than a moment. */
export function makeThreads(): Threads {
  const started = new Set<JobChannel>();
  /** Threads without a target, or soon to be without one; undefined: that thread was lost. */
  const free: Promise<JobChannel | undefined>[] = [];
  let closed = false;
  const start = async (): Promise<JobChannel> => {
    const { threadChannel } = await import('./job-channel.ts');
    const channel = threadChannel();
    started.add(channel);
    if (closed) channel.kill();
    return channel;
  };
  const lane = async (
    channel: JobChannel,
    spec: TargetSpec,
    limits: ScenarioLimits,
    leave: () => void,
  ): Promise<Lane> => {
    const { remoteLane } = await import('./remote-lane.ts');
    return remoteLane(channel, spec, limits, leave);
  };
  return {
    async open(spec, limits, enough) {
      const late = enough.then(() => undefined);
      const waiting = free.shift();
      if (waiting === undefined && (await isOverWithin(patienceMs, enough))) return undefined;
      const thread = waiting?.then((channel) => channel ?? start()) ?? start();
      const channel = await Promise.race([thread, late]);
      if (channel === undefined) {
        free.push(thread.catch(() => undefined));
        return undefined;
      }
      let used = true;
      const opening = lane(channel, spec, limits, () => {
        if (used) free.push(Promise.resolve(channel));
      });
      const opened = await Promise.race([opening, late]);
      if (opened !== undefined) return opened;
      used = false;
      const closing = opening.then(async (unused) => {
        await unused.close();
        return unused.alive() ? channel : undefined;
      });
      free.push(closing.catch(() => undefined));
      return undefined;
    },
    close() {
      closed = true;
      for (const channel of started) channel.kill();
    },
  };
}

async function isOverWithin(ms: number, enough: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isOver = await Promise.race([enough.then(() => true), late]);
  clearTimeout(timer);
  return isOver;
}
