import { changeChardev, chardevOf } from './chardev.ts';
import type { Outcome } from './language/outcome.ts';
import { ModelLimit } from './limit.ts';
import { acceptCaller } from './negotiation.ts';
import { enterOwnContext, leaveOwnContext } from './own-context.ts';
import { attempt, concludeAttempt, connectOwn, unconnected } from './socket-attempt.ts';
import { hasCaller, linkUp } from './socket-link.ts';
import { changedLink } from './socket-link-record.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { wouldWait } from './unix-socket.ts';

const done: Outcome = { see: 'done' };
const refused = (desc: string): Outcome => ({ see: 'error', class: 'witness', desc });

/**
 * wait_connected of a frontend: until the chardev has a connection. Only plain sockets wait; other types are through at
 * once. Source: SOCK-18, CHR-39.
 */
export function waitConnected(turn: Turn, label: string | null): Outcome {
  if (label === null) return refused('missing associated backend');
  const { link, input } = chardevOf(turn.state, label);
  if (link === null) return done;
  const { telnet, tn3270, websocket } = link.protocol;
  const option = telnet ? 'telnet' : tn3270 ? 'tn3270' : websocket ? 'websock' : null;
  if (option !== null) return refused(`'${option}' option is incompatible with waiting for connection completion`);
  if (input !== null) return done;
  if (link.listener !== null) {
    if (!enterOwnContext(turn)) return { see: 'silent' };
    if (!hasCaller(turn.state, label)) {
      change(turn, { stall: { kind: 'connection', chardev: label, dueNs: null } });
      return { see: 'silent' };
    }
    acceptCaller(turn, label);
    leaveOwnContext(turn);
    return waitConnected(turn, label); // its frontend may have ended the connection as it heard of it
  }
  if (link.target === null) throw new ModelLimit('waiting for a connection that nobody can make');
  if (wouldWait(turn.state, link.target)) {
    change(turn, { stall: { kind: 'connection', chardev: label, dueNs: null } }); // an attempt, running or its own
    return { see: 'silent' };
  }
  if (link.dueNs !== null && link.dueNs <= turn.state.nowNs) attempt(turn, label); // the one that ran is through
  concludeAttempt(turn, label);
  if (chardevOf(turn.state, label).input !== null) return done;
  const now = chardevOf(turn.state, label).link ?? link;
  changeChardev(turn, label, { link: changedLink(now, { dueNs: null }) }); // the timer is stopped
  const connected = connectOwn(turn, link.target);
  if (connected.ok) {
    linkUp(turn, label, connected.value);
    return done;
  }
  if (link.reconnectNs === 0) return refused(unconnected(link.target, link.told, connected.errno));
  change(turn, { stall: { kind: 'connection', chardev: label, dueNs: turn.state.nowNs + link.reconnectNs } });
  return { see: 'silent' };
}

/** Whether who waits for a connection can go on: somebody calls, or connect(2) no longer waits. Source: SOCK-18. */
export function canConnect(state: ModelState, label: string): boolean {
  const { link } = chardevOf(state, label);
  if (link?.listener != null || link?.target == null) return hasCaller(state, label);
  return !wouldWait(state, link.target);
}
