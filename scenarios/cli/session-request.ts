import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import type { ShownSession } from '../../reports/session-html.ts';
import { profileOfVersion } from '../../sut/qemu/profile-of-version.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import { loadModel } from '../run/witness.ts';
import { greetingVersion } from '../session/conversation.ts';
import { fileChunks } from '../session/lines.ts';
import { openPlayback, type ReplayRequest } from '../session/playback.ts';
import { SessionProblem } from '../session/problem.ts';
import { checkSession, type SessionFile } from '../session/session-file.ts';
import { sessionView } from '../session/walk.ts';
import { UsageError } from './command.ts';
import { shellWord } from './words.ts';

/** What may be asked of a replay. `spec` absent: what the session itself asks for. */
type Asked = { readonly spec: TargetSpec | undefined; readonly until: number | undefined };

/** How a session is replayed: as asked, else as it was recorded. Throws UsageError for a profile that nobody knows. */
export function requestOf({ spec, until }: Asked, file: SessionFile): ReplayRequest {
  const recorded = spec?.profile ?? recordedProfile(file);
  const stop = until === undefined ? {} : { until };
  if (spec?.kind === 'qemu') return { spec, profile: recorded, exact: false, ...stop };
  const simulated: TargetSpec = { kind: 'simulated', profile: recorded };
  const exact = file.head.obs !== true && recorded === file.head.variant;
  return { spec: simulated, profile: recorded, exact, ...stop };
}

function recordedProfile({ head, path, greeting }: SessionFile): ProfileName {
  const found = profiles.find(({ name }) => name === head.variant);
  if (found !== undefined) return found.name;
  const version = greetingVersion(greeting);
  if (version !== undefined) return profileOfVersion(version).profile;
  throw new UsageError(
    `${path}: recorded on profile ${head.variant}, which this charsim does not know; name another with --profile`,
  );
}

/** Whether a file begins as logs of `-icount …,rr=record` do. */
function looksLikeLog(path: string): boolean {
  for (const first of fileChunks(path)) return first.subarray(0, 3).equals(Buffer.from([0, 0xe0, 0x20]));
  return false;
}

/** Bad files as bad input: one sentence with their name. */
export async function inWords<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SessionProblem) {
      const hint = looksLikeLog(path)
        ? '; it may be a record/replay log of QEMU: charsim record --import takes those'
        : '';
      throw new UsageError(`${path}: ${error.message}${hint}`);
    }
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code !== undefined && (syscall === 'open' || syscall === 'read')) {
      throw new UsageError(`${path}: cannot be read: ${message}`);
    }
    throw error;
  }
}

/** A session replayed to its end, to be looked at, with the command that replays it. Rejects with TargetFailure. */
export async function shownSession(file: SessionFile, asked: Asked): Promise<ShownSession> {
  const playback = await openPlayback(file, await loadModel(), requestOf(asked, file));
  try {
    return { view: sessionView(file, playback), command: `npx charsim replay ${shellWord(file.path)}` };
  } finally {
    await playback.close();
  }
}

/** The same of a file. Throws UsageError for one that cannot be taken. */
export function shownSessionFile(path: string): Promise<ShownSession> {
  return inWords(path, () => shownSession(checkSession(path), { spec: undefined, until: undefined }));
}
