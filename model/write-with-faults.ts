import { descriptionOf, objectBehind } from './description.ts';
import { takeFault } from './fault.ts';
import { writeNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import type { Result, Turn } from './state.ts';

/** What one write(2) came to; `planted`: it was a scenario's fault. */
export type Wrote = Result<number> & { readonly planted?: boolean };

/** A write that a signal interrupts is made again at once. Source: qio_channel_file_writev, qio_channel_socket_writev. */
export function writeAgain(turn: Turn, description: number, bytes: ByteString): Wrote {
  const wrote = writeWithFaults(turn, description, bytes);
  return wrote.ok || wrote.errno !== 'EINTR' ? wrote : writeAgain(turn, description, bytes);
}

/** One write(2) on a description, or the fault that was planted for it: what is not open for writing says so first. */
export function writeWithFaults(turn: Turn, description: number, bytes: ByteString): Wrote {
  const { access, flags } = descriptionOf(turn.state, description);
  if (!access.includes('w') || flags.includes('path')) return { ok: false, errno: 'EBADF' };
  const fault = takeFault(turn, 'write', objectBehind(turn.state, description).name);
  if (fault === null) return writeNow(turn, description, bytes);
  if ('errno' in fault) return { ok: false, errno: fault.errno, planted: true };
  if (fault.short === 0) return { ok: false, errno: 'EAGAIN', planted: true };
  return writeNow(turn, description, bytes.slice(0, fault.short));
}
