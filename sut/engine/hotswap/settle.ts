import type { FarEnd } from './far-end.ts';
import { live } from './gate.ts';
import type { Handle, User } from './handle.ts';

/** Set-up, outside every thread: the handle is at the far end, listens, and was told what is true. `open`: fe_open. */
export function settle(handle: Handle, end: FarEnd, user: User, open: boolean): void {
  end.owner.value = handle;
  handle.chr.value = end;
  handle.state.value = 'attached';
  live(handle.gate, 'ready');
  handle.listening.value = true;
  handle.told.value = end.open.value;
  handle.user = user;
  handle.changed = user.changed;
  handle.changedBy = user;
  handle.open = open;
}
