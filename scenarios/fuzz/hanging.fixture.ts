import { parentPort } from 'node:worker_threads';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import type { Target } from '../../sut/target.ts';
import type { ToJob } from '../run/job-messages.ts';
import { createFarEnd } from './far-end.ts';

/** The simulated system, which stands still for ever when a chardev is removed. */
async function hanging(): Promise<Target> {
  const sound = createSimulatedTarget({ profile: 'design' });
  return {
    ...sound,
    async open(opening) {
      const session = await sound.open(opening);
      return {
        ...session,
        perform(action) {
          while (action.do === 'qmp' && action.execute === 'chardev-remove');
          return session.perform(action);
        },
      };
    },
  };
}

const end = createFarEnd((answer) => parentPort?.postMessage({ say: 'fuzz', answer }), hanging);
let queue = Promise.resolve();
parentPort?.on('message', (message: ToJob) => {
  if (message.say !== 'fuzz') return;
  const { order } = message;
  if (order.order === 'stop') end.stop();
  else queue = queue.then(() => end.take(order));
});
