import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Session, Target } from '../target.ts';
import { type FoundQemu, findQemus } from './find-qemu.ts';

/** The binaries that tests run on; empty, with a printed reason, where there is none. */
export function qemusForTests(what: string): readonly FoundQemu[] {
  const found = process.platform === 'linux' ? findQemus() : [];
  if (found.length === 0) console.warn(`${what} skipped: no qemu-system-x86_64 on this machine`);
  return found;
}

/** Opens a session, gives its `perform`, and closes it; returns what closing found wrong. */
export async function inSession(
  target: Target,
  shareable: boolean,
  body: (perform: (action: Action) => Outcome, session: Session) => void,
): Promise<readonly string[]> {
  const session = await target.open({ scenario: 'test', shareable });
  let finished = false;
  try {
    body((action) => session.perform(action), session);
    finished = true;
  } finally {
    if (!finished) await session.close();
  }
  return session.close();
}
