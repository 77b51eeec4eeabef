import type { Task } from '../../runtime/task.ts';
import { crash, giveStreamsBack } from '../end.ts';
import { errnoText } from '../errno-text.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Chardev } from './chardev.ts';
import { createFdBackend } from './fd-backend.ts';
import type { OpenedBackend } from './open-backend.ts';

const input = 0;
const output = 1;

/** Whether it takes an input without output for a broken promise. Source: Q-FOUND-4. */
function breaksOnHalf(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-4');
}

/** The process's own input and output, one user at a time; they are closed when it goes. Source: STDIO-01, STDIO-02. */
export function* openStdio(machine: Machine, chardev: Chardev): Task<Attempt<OpenedBackend>> {
  const { process } = machine;
  if (machine.stdioInUse) {
    machine.stdioInUse = false; // a refused chardev is cleaned up like one that had them
    giveStreamsBack(machine);
    return failure(chardevErrors.stdioInUse);
  }
  const before = process.getStatusFlags(input);
  const after = process.getStatusFlags(output);
  if (before.ok && !after.ok && breaksOnHalf(machine)) yield* crash(machine, 'SIGABRT');
  if (!before.ok || !after.ok) {
    const why = errnoText('EBADF');
    const told = chardevErrors.streamUnusable(before.ok ? output : input, why);
    return failure(machine.profile.namesClosedStream ? told : chardevErrors.stdioUnusable(why));
  }
  machine.stdioFlags = [before.value.flags, after.value.flags];
  machine.stdioInUse = true;
  process.setStatusFlags(input, [...before.value.flags, 'nonblock']);
  const backend = createFdBackend(machine, chardev, 'stdio', { input, output });
  return success({
    backend: {
      ...backend,
      close(): void {
        if (machine.stdioInUse) giveStreamsBack(machine); // else another has done so, and the numbers may be anybody's
        backend.close();
        machine.stdioInUse = false;
      },
    },
    open: true,
  });
}
