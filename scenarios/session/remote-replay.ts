import { TargetFailure } from '../../sut/target.ts';
import { processChannel } from '../run/job-channel.ts';
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
  const channel = processChannel();
  try {
    return await new Promise<ReplayResult | undefined>((resolve, reject) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      channel.listen((message) => {
        if (message.say === 'replayed') resolve(message.result);
        if (message.say === 'target-failed') reject(new TargetFailure(message.message));
        if (message.say === 'broken') reject(new Error(message.message));
      });
      void channel.ended.then((how) => reject(new TargetFailure(how)));
      channel.send({ say: 'replay', file, request });
    });
  } finally {
    channel.kill();
    await channel.ended; // its QEMU goes with it, and what it kept in files
  }
}
