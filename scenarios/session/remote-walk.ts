import { type JobChannel, processChannel } from '../run/job-channel.ts';
import type { ReplayRequest } from './playback.ts';
import { complaintOf, endOf } from './remote-replay.ts';
import type { SessionFile } from './session-file.ts';
import type { StepView } from './step-view.ts';
import type { Walk } from './walk.ts';

/** A walk on which somebody else plays: while that takes its time, whoever waits can do other things. */
export type RemoteWalk = Walk & {
  readonly reach: NonNullable<Walk['reach']>;
  /** On what it is played, once that is known. */
  identity(): string | undefined;
  /** Ends it at once, whatever it does. */
  close(): Promise<void>;
};

/** A walk in a child process, for targets that block. What goes wrong there is what `reach` rejects with. */
export function walkRemotely(file: SessionFile, request: ReplayRequest): RemoteWalk {
  const channel: JobChannel = processChannel();
  const views: StepView[] = [];
  let identity: string | undefined;
  let end: string | undefined;
  let isPlaying = false;
  let told: () => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    endOf(channel).catch(reject);
    channel.listen((message) => {
      if (message.say === 'walking') identity = message.identity;
      if (message.say === 'walked') {
        views.push(...message.views);
        end = message.end;
        isPlaying = false;
      }
      const complaint = complaintOf(message);
      if (complaint !== undefined) reject(complaint);
      told();
    });
  });
  failed.catch(() => undefined); // whoever waits is told
  channel.send({ say: 'walk', file, request });
  return {
    at: (index) => views[index],
    first: () => 0,
    played: () => views.length,
    end: () => end,
    identity: () => identity,
    async reach(index) {
      while (index >= views.length && end === undefined) {
        const news = new Promise<void>((resolve) => {
          told = resolve;
        });
        if (!isPlaying) channel.send({ say: 'play' });
        isPlaying = true;
        await Promise.race([news, failed]);
      }
    },
    async close() {
      channel.kill();
      await channel.ended;
    },
  };
}
