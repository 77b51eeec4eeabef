import type { FrontendEvent } from './frontend.ts';
import type { WitnessAction } from './language/action.ts';
import type { WitnessRecord } from './language/outcome.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import type { ModelState, Turn } from './state.ts';
import { putEntry } from './table.ts';

/** A bare frontend: what its can_read answers, what it was told, and whether it waits for an output watch. */
export type Witness = {
  readonly id: string;
  readonly room: number;
  readonly watching: boolean;
  /** When it put that watch up. */
  readonly watchedSince: number;
  /** It ends the connection within the next OPENED; `told`: within the one that it has just been told. */
  readonly leaves: 'no' | 'at-opened' | 'told';
  /** What its be_change does. Source: SWAP-S06, SWAP-S07. */
  readonly changes: Extract<WitnessAction, { do: 'witness-changes' }>['answer'];
  /** Copies of the client's descriptions that it was given to send: its own until others come. Source: SOCK-17. */
  readonly lent: readonly number[];
  readonly records: readonly WitnessRecord[];
};

/** A witness as it is after launch. Source: WitnessAction in language/action.ts. */
export function freshWitness(id: string): Witness {
  return { id, room: 0, watching: false, watchedSince: 0, leaves: 'no', changes: 'none', lent: [], records: [] };
}

/** The witness; throws ModelLimit if the scenario has none of that id. */
export function witnessOf(state: ModelState, id: string): Witness {
  const witness = state.witnesses.get(id);
  if (witness === undefined) throw new ModelLimit(`no witness ${id}`);
  return witness;
}

/** Replaces members of a witness. */
export function putWitness(turn: Turn, id: string, members: Partial<Witness>): void {
  const { room, watching, watchedSince, leaves, changes, lent, records } = witnessOf(turn.state, id);
  const witness = Object.assign({ id, room, watching, watchedSince, leaves, changes, lent, records }, members);
  putEntry(turn, 'witnesses', id, witness);
}

function record(turn: Turn, id: string, what: WitnessRecord): void {
  putWitness(turn, id, { records: [...witnessOf(turn.state, id).records, what] });
}

/** An event came to its handler from a chardev that is a socket, `linked`, or has no connection to be ended. */
export function recordEvent(turn: Turn, id: string, event: FrontendEvent, linked: boolean): void {
  record(turn, id, { event });
  if (event === 'OPENED' && witnessOf(turn.state, id).leaves === 'at-opened')
    putWitness(turn, id, { leaves: linked ? 'told' : 'no' });
}

/** Input came to its handler; what comes in a row is one record. */
export function recordInput(turn: Turn, id: string, bytes: ByteString): void {
  const { records } = witnessOf(turn.state, id);
  const last = records.at(-1);
  if (last !== undefined && 'read' in last)
    putWitness(turn, id, { records: [...records.slice(0, -1), { read: last.read + bytes }] });
  else record(turn, id, { read: bytes });
}

/** Its output watch fired, once. Source: CHR-90. */
export function recordWatch(turn: Turn, id: string, watch: 'out' | 'hang-up'): void {
  record(turn, id, { watch });
  putWitness(turn, id, { watching: false });
}
