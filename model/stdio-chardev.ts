import { type Chardev, changedChardev, freshChardev } from './chardev.ts';
import { diesOfHalfStreams } from './defect.ts';
import { descriptionOf, setNonblock, setStatusFlags } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { strerror } from './error-text.ts';
import type { StatusFlag } from './language/action.ts';
import { ModelLimit } from './limit.ts';
import { die } from './machine.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { change } from './state.ts';

/** The standard streams: descriptors 0 and 1. */
const streams = [0, 1] as const;
const [input, output] = streams;

/** The process's own input and output, for one chardev at a time. Source: STDIO-01, STDIO-02. */
export function openStdio(turn: Turn, label: string): Outcomed<Chardev> {
  if (turn.state.machine.standardStreams !== null) {
    giveStreamsBack(turn); // the failed one gives back what it never had (STDIO-01, correction)
    return { ok: false, text: 'cannot use stdio by multiple character devices' };
  }
  const missing = streams.filter((number) => !turn.state.table.has(number));
  if (missing.length > 0) {
    if (!missing.includes(input) && diesOfHalfStreams(turn.state)) die(turn, 'SIGABRT');
    return { ok: false, text: unusable(turn, missing[0] ?? input) };
  }
  const before = streams.map((number) => flagsAt(turn.state, number));
  if (before.some((flags) => flags.includes('path')))
    throw new ModelLimit('a stdio on a descriptor that stands for a path only (O_PATH), which takes no flags');
  change(turn, { machine: { ...turn.state.machine, standardStreams: { before } } });
  for (const number of streams) {
    const description = descriptionAt(turn.state, number);
    if (description !== null) setNonblock(turn, description, true);
  }
  return { ok: true, value: changedChardev(freshChardev(label, 'stdio', 'stdio'), { beOpen: true, input, output }) };
}

/** Of QEMU's own descriptors those of connections to its monitors do not block. Source: experiment (a failed stdio passes them on). */
function flagsAt(state: ModelState, number: number): readonly StatusFlag[] {
  const description = descriptionAt(state, number);
  if (description !== null) return descriptionOf(state, description).flags;
  const isConnection = [...state.connections.values()].some((each) => each.number === number);
  return isConnection ? ['nonblock'] : [];
}

/** What is wrong with a stream that is closed. Source: STDIO-02. */
function unusable(turn: Turn, number: number): string {
  const why = strerror('EBADF');
  if (!turn.state.profile.namesClosedStream) return `Failed to set FD nonblocking: ${why}`;
  return `Can't set file descriptor ${number} non-blocking: ${why}: ${why}`;
}

/** The claim ends, and both numbers have the flags of then, whatever they are by now. Source: STDIO-01, experiment. */
export function giveStreamsBack(turn: Turn): void {
  const { standardStreams } = turn.state.machine;
  if (standardStreams === null) return;
  for (const number of streams) {
    const description = descriptionAt(turn.state, number);
    if (description !== null) setStatusFlags(turn, description, standardStreams.before[number] ?? []);
  }
  change(turn, { machine: { ...turn.state.machine, standardStreams: null } });
}
