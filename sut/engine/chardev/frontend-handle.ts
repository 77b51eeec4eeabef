import type { Task } from '../../runtime/task.ts';
import { type Attempt, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { type Chardev, type Frontend, inUse, raise } from './chardev.ts';

/** Attaches a frontend. No handler runs yet. Source: CHR-30, CHR-31, MUX-02. */
export function attach(machine: Machine, chardev: Chardev, frontend: Frontend): Attempt<void> {
  const { sharing } = chardev.backend;
  if (sharing !== undefined) {
    const attached = sharing.attach(frontend);
    if (!attached.ok) return attached;
  } else if (chardev.frontend !== null) {
    return inUse(machine, chardev.label);
  } else {
    chardev.frontend = frontend;
  }
  frontend.chardev = chardev;
  frontend.open = false;
  frontend.listening = false;
  return success(undefined);
}

/** What set_handlers is asked for beside the handlers. Plain calls want both. */
export type HandlerOptions = { readonly setOpen: boolean; readonly syncState: boolean };
const plain: HandlerOptions = { setOpen: true, syncState: true };

/**
 * set_handlers: the backend looks for input anew, then fe_open, focus, and OPENED again if the chardev is open.
 * Source: CHR-32, CHR-33, CHR-34.
 */
export function* setHandlers(frontend: Frontend, listening: boolean, options: HandlerOptions = plain): Task<void> {
  const { chardev } = frontend;
  if (chardev === null) return;
  frontend.listening = listening;
  const change = frontend.change ?? null;
  if (!listening && change?.swapping === false) yield* change.cancel('handler unregistered');
  yield* chardev.backend.frontendChanged(frontend);
  if (options.setOpen) frontend.open = listening;
  if (!listening) return;
  yield* takeFocus(frontend);
  if (options.syncState && chardev.open && change?.swapping !== true) yield* raise(chardev, 'opened');
}

/** The input of a mux goes to this frontend from now on; nothing for other chardevs. Source: MUX-04. */
export function* takeFocus(frontend: Frontend): Task<void> {
  const sharing = frontend.chardev?.backend.sharing;
  if (sharing !== undefined) yield* sharing.focus(frontend);
}

/** The frontend has room again. Source: CHR-38, MUX-07. */
export function* acceptInput(frontend: Frontend): Task<void> {
  const backend = frontend.chardev?.backend;
  if (backend?.sharing !== undefined) yield* backend.sharing.acceptInput();
  else if (backend?.acceptInput !== undefined) yield* backend.acceptInput();
}

/** The frontend drops what was not taken of its last write. Source: Q-HUB-4. */
export function forgetRest(frontend: Frontend): void {
  frontend.chardev?.backend.restForgotten?.();
}

/** The frontend leaves: no CLOSED, and what is under way is not flushed. Source: CHR-36. */
export function* detach(frontend: Frontend): Task<void> {
  const { chardev } = frontend;
  if (chardev === null) return;
  yield* frontend.change?.cancel('frontend detached') ?? immediate(undefined);
  yield* setHandlers(frontend, false);
  if (chardev.backend.sharing !== undefined) chardev.backend.sharing.detach(frontend);
  else {
    chardev.frontend = null;
    chardev.backend.restForgotten?.();
  }
  frontend.chardev = null;
}
