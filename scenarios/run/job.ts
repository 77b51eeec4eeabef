import { parentPort } from 'node:worker_threads';
import { TargetFailure } from '../../sut/target.ts';
import type { FarEnd } from '../fuzz/far-end.ts';
import type { FromJob, ToJob } from './job-messages.ts';
import type { Lane } from './lane.ts';
import { localLane } from './local-lane.ts';
import type { Performer } from './performer.ts';
import { openTarget } from './target-spec.ts';

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
        const [{ replaySession }, { loadModel }] = await Promise.all([
          import('../session/replay-session.ts'),
          import('./witness.ts'),
        ]);
        return answer({
          say: 'replayed',
          result: await replaySession(message.file, await loadModel(), message.request),
        });
      }
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
