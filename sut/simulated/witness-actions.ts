import type { WitnessAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome, WitnessRecord } from '../../model/language/outcome.ts';
import { byteString, bytesOf } from '../engine/bytes.ts';
import { errnoOfWrite } from '../engine/chardev/write-result.ts';
import { chardevErrors } from '../engine/error-text.ts';
import type { Told, Witness } from '../engine/frontend/witness.ts';
import type { Task } from '../runtime/task.ts';
import { heldAmong } from './observe.ts';
import { workOn } from './processor-work.ts';
import { descriptorOf, type Launched, outwardFrom, settle, type World } from './world.ts';

const done: Outcome = { see: 'done' };
const events = {
  opened: 'OPENED',
  closed: 'CLOSED',
  break: 'BREAK',
  'mux-in': 'MUX_IN',
  'mux-out': 'MUX_OUT',
} as const;

/** Pieces of input that came in a row are one record; the time in an answer of HTTP is a word. */
function recordsOf(world: World, told: readonly Told[]): readonly WitnessRecord[] {
  const records: WitnessRecord[] = [];
  for (const each of told) {
    const last = records.at(-1);
    if ('event' in each) records.push({ event: events[each.event] });
    else if ('watch' in each) records.push({ watch: each.watch });
    else if (last !== undefined && 'read' in last) records.splice(-1, 1, { read: last.read + byteString(each.read) });
    else records.push({ read: byteString(each.read) });
  }
  return records.map((each) =>
    'read' in each && each.read.includes('HTTP/') ? { read: world.ports.outText(each.read) } : each,
  );
}

function attach(launched: Launched, witness: Witness, id: string): Outcome {
  const chardev = launched.machine.chardevs.get(id);
  const text = chardev === undefined ? chardevErrors.notFound(id) : null;
  if (chardev === undefined) return { see: 'error', class: 'witness', desc: text ?? '' };
  const attached = witness.attach(chardev);
  return attached.ok ? done : { see: 'error', class: 'witness', desc: attached.text };
}

const unsupported: Outcome = { see: 'errno', errno: 'ENOTSUP' };
/** Numbers for what a witness is lent: out of the way of the engine's own. */
const lentFirst = 60;

/** A copy of the client's descriptor in the engine's process. */
function copyOf(world: World, launched: Launched, handle: string): number {
  const { process } = launched.machine;
  const used = new Set(process.descriptors().map(({ fd }) => fd));
  let number = lentFirst;
  while (used.has(number)) number += 1;
  const copied = world.client.inherit(process, { [number]: descriptorOf(world, handle) });
  if (!copied.ok) throw new Error(`the simulated host refused a copy of ${handle}: ${copied.errno}`);
  process.setCloseOnExec(number, true);
  return number;
}

/** One thing that a witness frontend does, for who holds the big lock: in a thread of an exploration. */
export function witnessTask(world: World, launched: Launched, action: WitnessAction): Task<Outcome> {
  return act(world, launched, witnessOf(launched, action.port), action);
}

function witnessOf({ running }: Launched, id: string): Witness {
  const witness = running.witnesses.get(id);
  if (witness === undefined) throw new Error(`the scenario uses witness ${id}, which its launch does not list`);
  return witness;
}

function* act(world: World, launched: Launched, witness: Witness, action: WitnessAction): Task<Outcome> {
  switch (action.do) {
    case 'witness-attach':
      return attach(launched, witness, action.chardev);
    case 'witness-detach':
      yield* witness.detach();
      return done;
    case 'witness-handlers':
      yield* witness.setHandlers(action.listening);
      return done;
    case 'witness-room':
      yield* witness.setRoom(action.room);
      return done;
    case 'witness-changes':
      witness.answerChanges(action.answer);
      return done;
    case 'witness-open':
      witness.setOpen(action.open);
      return done;
    case 'witness-focus':
      yield* witness.takeFocus();
      return done;
    case 'witness-write': {
      const given = witness.write(bytesOf(action.bytes), action.all === true);
      const count = typeof given === 'number' ? given : yield* given;
      return count >= 0 ? { see: 'accepted', count } : { see: 'errno', errno: errnoOfWrite(count) };
    }
    case 'witness-watch':
      return witness.watchOutput() ? done : { see: 'errno', errno: 'ENOTSUP' };
    case 'witness-take-fds': {
      const taken = witness.takeDescriptors(action.max);
      if (taken === null) return unsupported;
      const held = heldAmong(launched, taken);
      for (const fd of taken) launched.machine.process.close(fd);
      return { see: 'descriptors', held };
    }
    case 'witness-give-fds': {
      const fds = action.fds.map((handle) => copyOf(world, launched, handle));
      return witness.giveDescriptors(fds) ? done : unsupported;
    }
    case 'witness-disconnect':
      if (action.within === 'OPENED') witness.disconnectWithinOpened();
      else yield* witness.disconnect();
      return done;
    case 'witness-wait-connected': {
      const waited = yield* witness.waitConnected();
      return waited.ok ? done : { see: 'error', class: 'witness', desc: outwardFrom(world, waited.text) };
    }
    case 'witness-records':
      return { see: 'records', records: recordsOf(world, witness.takeRecords()) };
    default:
      return assertNever(action);
  }
}

/** Does one thing that a witness frontend does. Records can be read whatever else waits. Source: CHR-30..CHR-92. */
export function performWitnessAction(world: World, launched: Launched, action: WitnessAction): Outcome {
  const witness = witnessOf(launched, action.port);
  if (action.do === 'witness-records') {
    settle(world);
    return { see: 'records', records: recordsOf(world, witness.takeRecords()) };
  }
  const seen: { outcome: Outcome } = { outcome: { see: 'silent' } };
  const result = workOn(world, launched, () => acting(act(world, launched, witness, action), seen));
  return result === null ? { see: 'silent' } : seen.outcome;
}

function* acting(task: Task<Outcome>, seen: { outcome: Outcome }): Task<number> {
  seen.outcome = yield* task;
  return 0;
}
