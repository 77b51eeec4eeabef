import { parentPort } from 'node:worker_threads';
import { TargetFailure } from '../../sut/target.ts';
import type { FarEnd } from '../fuzz/far-end.ts';
import type { Walk } from '../session/walk.ts';
import type { FromJob, ToJob } from './job-messages.ts';
import type { Lane } from './lane.ts';
import { localLane } from './local-lane.ts';
import type { Performer } from './performer.ts';
import { openTarget } from './target-spec.ts';
import { loadModel } from './witness.ts';

/**
 * The far end of a remote lane, in a worker thread or in a child process: one target, one scenario at a time. Only this
 * thread touches the target. A child outlives neither its parent (the channel closes) nor a Ctrl-C meant for the parent.
 */
const answer = (message: FromJob): void => {
  if (parentPort === null) process.send?.(message);
  else parentPort.postMessage(message);
};
let lane: Lane | undefined;
let performer: Performer | undefined;
let fuzz: FarEnd | undefined;
let walk: Walk | undefined;
const stopping = new AbortController();
let queue: Promise<void> = Promise.resolve();

async function take(message: ToJob): Promise<void> {
  try {
    switch (message.say) {
      case 'open':
        lane = await localLane(await openTarget(message.target), message.limits);
        return answer({ say: 'opened', identity: lane.identity, warnings: lane.warnings });
      case 'run': {
        if (lane === undefined) throw new Error('a scenario came before the target was opened');
        const result = await lane.run(message.scenario);
        return answer({ say: 'finished', ticket: message.ticket, result });
      }
      case 'perform': {
        const { createPerformer } = await import('./performer.ts');
        performer ??= createPerformer();
        return answer({ say: 'performed', ticket: message.ticket, said: await performer(message) });
      }
      case 'fuzz': {
        const { createFarEnd } = await import('../fuzz/far-end.ts');
        fuzz ??= createFarEnd((told) => answer({ say: 'fuzz', answer: told }));
        return await fuzz.take(message.order);
      }
      case 'replay': {
        const { replaySession } = await import('../session/replay-session.ts');
        return answer({
          say: 'replayed',
          result: await replaySession(message.file, await loadModel(), message.request),
        });
      }
      case 'walk': {
        const { openPlayback } = await import('../session/playback.ts');
        const { startWalk } = await import('../session/walk.ts');
        const playback = await openPlayback(message.file, await loadModel(), message.request);
        walk = startWalk(message.file, playback);
        return answer({ say: 'walking', identity: playback.identity.id });
      }
      case 'play': {
        if (walk === undefined) throw new Error('a step was asked for before the session was opened');
        const view = walk.at(walk.played());
        return answer({ say: 'walked', views: view === undefined ? [] : [view], end: walk.end() });
      }
      case 'continue': {
        const { continueOn } = await import('../session/continue-on.ts');
        const options = { ...message.options, signal: stopping.signal };
        return answer({ say: 'continued', result: await continueOn(message.file, message.request, 'random', options) });
      }
      case 'stop':
        return;
      case 'close':
        await lane?.close();
        return answer({ say: 'closed' });
    }
  } catch (error) {
    if (error instanceof TargetFailure) return answer({ say: 'target-failed', message: error.message });
    answer({ say: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

const receive = (message: ToJob): void => {
  if (message.say === 'fuzz' && message.order.order === 'stop')
    fuzz?.stop(); // it waits for nobody
  else if (message.say === 'stop') stopping.abort();
  else queue = queue.then(() => take(message));
};
if (parentPort === null) {
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.on('message', receive);
} else {
  parentPort.on('message', receive);
}
answer({ say: 'ready' });
