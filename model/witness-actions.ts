import { attach, detach, setHandlers } from './attachment.ts';
import { chardevOf } from './chardev.ts';
import { descriptionOf, objectOf } from './description.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { changeFrontend, type FrontendKey, frontendOf, portKey } from './frontend.ts';
import { handle } from './host.ts';
import type { Taken } from './hub.ts';
import { setFocus } from './input.ts';
import { acceptInput } from './kept-input.ts';
import type { WitnessAction } from './language/action.ts';
import type { HeldDescriptor, Outcome } from './language/outcome.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { writeAll, writeChardev } from './output.ts';
import { giveBack, lend, takePassed } from './passed-descriptors.ts';
import { leaveWithinOpened, linkDown } from './socket-link.ts';
import { change, type Turn } from './state.ts';
import { waitConnected } from './wait-connected.ts';
import { askWatch } from './watch.ts';
import { putWitness, witnessOf } from './witness.ts';

const done: Outcome = { see: 'done' };

type Doing = Exclude<WitnessAction, { do: 'witness-records' }>;

/** One call of a witness frontend. Throws ModelLimit on an unknown witness or chardev. Source: CHR-30..39, CHR-60..62. */
export function performWitness(turn: Turn, action: Doing): Outcome {
  if (turn.state.machine.state === 'exited') return { see: 'closed' };
  witnessOf(turn.state, action.port);
  if (turn.state.stall !== null) return { see: 'silent' };
  const key = portKey(action.port);
  const label = frontendOf(turn.state, key)?.chardev ?? null;
  switch (action.do) {
    case 'witness-attach': {
      if (label !== null) throw new ModelLimit(`witness ${action.port} is attached`);
      if (!turn.state.chardevs.has(action.chardev)) throw new ModelLimit(`no chardev ${action.chardev}`);
      const attached = attach(turn, { is: 'witness', id: action.port }, action.chardev);
      return attached.ok ? done : { see: 'error', class: 'witness', desc: attached.text };
    }
    case 'witness-detach':
      giveBack(turn, action.port);
      detach(turn, key);
      putWitness(turn, action.port, { watching: false, leaves: 'no' });
      return done;
    case 'witness-handlers':
      setHandlers(turn, key, action.listening);
      if (label !== null) leaveWithinOpened(turn, label);
      return done;
    case 'witness-changes':
      putWitness(turn, action.port, { changes: action.answer });
      return done;
    case 'witness-room':
      putWitness(turn, action.port, { room: action.room });
      acceptInput(turn, key);
      return done;
    case 'witness-open':
      if (label !== null) changeFrontend(turn, key, { open: action.open });
      return done;
    case 'witness-focus':
      takeFocus(turn, key);
      return done;
    case 'witness-write':
      return write(turn, label, action.bytes, action.all === true);
    case 'witness-take-fds':
      return takeDescriptors(turn, label, action.max);
    case 'witness-give-fds': {
      const descriptions = action.fds.map((each) => handle(turn, each));
      return lend(turn, action.port, label, descriptions) ? done : { see: 'errno', errno: 'ENOTSUP' };
    }
    case 'witness-disconnect':
      if (action.within === 'OPENED') putWitness(turn, action.port, { leaves: 'at-opened' });
      else if (label !== null && chardevOf(turn.state, label).link !== null) linkDown(turn, label);
      return done;
    case 'witness-wait-connected':
      return waitConnected(turn, label);
    case 'witness-watch': {
      if (label === null || askWatch(turn.state, label) === 'none') return { see: 'errno', errno: 'ENOTSUP' };
      putWitness(turn, action.port, { watching: true, watchedSince: turn.state.nextNumber });
      change(turn, { nextNumber: turn.state.nextNumber + 1 });
      return done;
    }
  }
}

/** get_msgfds: what was taken is told and closed. Source: SOCK-16. */
function takeDescriptors(turn: Turn, label: string | null, max: number): Outcome {
  const numbers = label === null ? null : takePassed(turn, label, max);
  if (numbers === null) return { see: 'errno', errno: 'ENOTSUP' };
  const held = numbers.flatMap((number): readonly HeldDescriptor[] => {
    const description = descriptionAt(turn.state, number);
    if (description === null) return [];
    const { object, access, flags } = descriptionOf(turn.state, description);
    return [{ object: objectOf(turn.state, object).name, access, flags, closeOnExec: true }];
  });
  for (const number of numbers) closeNumber(turn, number);
  return { see: 'descriptors', held };
}

function takeFocus(turn: Turn, key: FrontendKey): void {
  const frontend = frontendOf(turn.state, key);
  if (frontend?.chardev != null && chardevOf(turn.state, frontend.chardev).mux !== null)
    setFocus(turn, frontend.chardev, frontend.slot);
}

/** One write, or as many as it takes. Source: CHR-39, CHR-60..62. */
function write(turn: Turn, label: string | null, bytes: ByteString, all: boolean): Outcome {
  if (label === null) return { see: 'accepted', count: 0 };
  if (all) {
    const taken = writeAll(turn, label, bytes);
    return taken === 'asleep' ? { see: 'silent' } : told(taken);
  }
  const sent = writeChardev(turn, label, bytes);
  if ('stuck' in sent) throw new ModelLimit('a witness that is stuck in its write');
  return told(sent.taken);
}

function told(taken: Taken): Outcome {
  return 'errno' in taken ? { see: 'errno', errno: taken.errno } : { see: 'accepted', count: taken.count };
}

/** What was recorded since the last time. */
export function takeRecords(turn: Turn, id: string): Outcome {
  const { records } = witnessOf(turn.state, id);
  putWitness(turn, id, { records: [] });
  return { see: 'records', records };
}
