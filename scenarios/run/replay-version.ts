import type { Action } from '../../model/language/action.ts';
import type { Profile } from '../../model/language/profile.ts';

const symbol = '{replay-version}';

/** The action with `{replay-version}` in a file's bytes replaced by the four that begin the system's own replay logs. Source: RR-01. */
export function withReplayVersion(action: Action, { replayVersion }: Profile): Action {
  if (action.do !== 'write-file' || !action.bytes.includes(symbol)) return action;
  const bytes = [24, 16, 8, 0].map((shift) => String.fromCharCode((replayVersion >> shift) & 0xff)).join('');
  return { ...action, bytes: action.bytes.replaceAll(symbol, () => bytes) };
}
