import { TargetFailure } from '../../sut/target.ts';
import type { JobChannel } from '../run/job-channel.ts';
import type { FromJob } from '../run/job-messages.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import type { FuzzLane, Lost } from './lane.ts';
import type { FuzzAnswer, FuzzOrder } from './orders.ts';
import type { FuzzSetup, Report } from './play.ts';
import { createSigns } from './signs.ts';

/** How long a lane may stand still before it counts as hung: a thread by its processor time, a process by the clock. */
export type Patience = {
  /** Of a thread, without an action; of a process, without a message. */
  readonly hangMs: number;
  /** Of a small scenario that is tried again. */
  readonly tryMs: number;
};

/** A thread performs some thousand actions a second; one of 131,072 bytes for a human monitor takes six seconds. */
export const patienceOfThreads: Patience = { hangMs: 20_000, tryMs: 8_000 };
/** A process says that it lives between the runs of a session; a hanging system takes its patience in each. */
export const patienceOfProcesses: Patience = { hangMs: 180_000, tryMs: 75_000 };

const openMs = 60_000;
const closeMs = 10_000;
const lookMs = 100;
/** A thread that waits and works not at all is given so many times its patience by the clock. */
const idleFactor = 6;

type End = FuzzAnswer | Lost | { readonly failure: string };
type Wanted = (answer: FuzzAnswer) => boolean;
type WithoutTicket<Order> = Order extends unknown ? Omit<Order, 'ticket'> : never;

/**
 * Opens a target at the far end of a channel: a thread (`isThread`, watched by its signs of life) or a child process.
 * Rejects with TargetFailure when it cannot be opened.
 */
export async function remoteFuzzLane(
  channel: JobChannel,
  isThread: boolean,
  target: TargetSpec,
  setup: FuzzSetup,
  patience: Patience,
): Promise<FuzzLane> {
  const signs = isThread ? createSigns() : undefined;
  const mailbox = openMailbox(channel, signs === undefined ? stopwatch : stopwatchOfThread, () => signs?.beats());
  let alive = true;
  let tickets = 0;
  const lost = (): void => {
    alive = false;
    channel.kill();
  };
  const send = (order: FuzzOrder): void => channel.send({ say: 'fuzz', order });
  const finish = async (
    order: WithoutTicket<Extract<FuzzOrder, { ticket: number }>>,
    stillMs: number,
    told?: (report: Report) => void,
  ): Promise<Extract<FuzzAnswer, { answer: 'done' }> | Lost> => {
    const ticket = tickets++;
    send({ ...order, ticket } as FuzzOrder);
    const end = await mailbox.next((each) => {
      if (each.answer === 'report' && each.ticket === ticket) told?.(each.report);
      return each.answer === 'done' && each.ticket === ticket;
    }, stillMs);
    if ('answer' in end && end.answer === 'done') return end;
    lost();
    if ('failure' in end) throw new TargetFailure(end.failure);
    return 'lost' in end ? end : { lost: 'broken', message: 'an answer to something else' };
  };
  send({ order: 'open', target, setup, ...(signs === undefined ? {} : { shared: signs.shared }) });
  const opened = await mailbox.next((each) => each.answer === 'opened', openMs);
  if (!('answer' in opened) || opened.answer !== 'opened') {
    lost();
    throw new TargetFailure('failure' in opened ? opened.failure : 'message' in opened ? opened.message : 'no answer');
  }
  const finite = (ms: number): number | null => (Number.isFinite(ms) ? Math.max(0, ms) : null);
  return {
    identity: opened.identity,
    capabilities: new Set(opened.capabilities),
    async sessions(genomes, withinMs, told) {
      const end = await finish({ order: 'sessions', genomes, withinMs: finite(withinMs) }, patience.hangMs, told);
      return 'lost' in end ? end : undefined;
    },
    async investigate(failed, withinMs) {
      const end = await finish({ order: 'investigate', failed, withinMs: finite(withinMs) }, patience.hangMs);
      if ('lost' in end) return end;
      return end.found ?? { lost: 'broken', message: 'nothing was found out' };
    },
    ...(signs === undefined
      ? {}
      : {
          async journal(genome) {
            const end = await finish({ order: 'journal', genome }, patience.hangMs);
            return 'lost' in end && end.lost === 'hang' ? signs.steps() : undefined;
          },
          async hangs(steps) {
            const end = await finish({ order: 'try', steps }, patience.tryMs);
            return 'lost' in end && end.lost === 'hang';
          },
        }),
    alive: () => alive,
    stop() {
      signs?.askStop();
      if (alive) send({ order: 'stop' });
    },
    async close() {
      if (!alive) return;
      send({ order: 'close' });
      await mailbox.next((each) => each.answer === 'closed', closeMs);
      lost();
    },
    kill: lost,
  };
}

/** Milliseconds since it was made. */
type Stopwatch = () => number;

function stopwatch(): Stopwatch {
  const from = performance.now();
  return () => performance.now() - from;
}

/** By what the threads of this process have worked: on a busy machine a slow step is none that stands still. */
function stopwatchOfThread(): Stopwatch {
  const byClock = stopwatch();
  const from = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(from);
    return Math.min(byClock(), Math.max((user + system) / 1000, byClock() / idleFactor));
  };
}

/** Waits for one answer at a time; standing still for too long, a breakdown and the end of the channel answer, too. */
function openMailbox(
  channel: JobChannel,
  start: () => Stopwatch,
  beats: () => number | undefined,
): { next(wanted: Wanted, stillMs: number): Promise<End> } {
  let waiting: ((message: FromJob) => void) | undefined;
  let ended: string | undefined;
  channel.listen((message) => waiting?.(message));
  void channel.ended.then((how) => {
    ended = how;
    waiting?.({ say: 'broken', message: how });
  });
  return {
    next: (wanted, stillMs) =>
      new Promise<End>((resolve) => {
        let lastBeats = beats();
        let still = start();
        const settle = (end: End): void => {
          clearInterval(timer);
          waiting = undefined;
          resolve(end);
        };
        const timer = setInterval(() => {
          const now = beats();
          if (now !== lastBeats) still = start();
          lastBeats = now;
          if (still() > stillMs) settle({ lost: 'hang', message: `nothing moved for ${stillMs / 1000} s` });
        }, lookMs);
        waiting = (message) => {
          still = start();
          if (message.say === 'target-failed') settle({ failure: message.message });
          else if (message.say === 'broken') settle({ lost: 'broken', message: message.message });
          else if (message.say === 'fuzz' && wanted(message.answer)) settle(message.answer);
        };
        if (ended !== undefined) settle({ lost: 'broken', message: ended });
      }),
  };
}
