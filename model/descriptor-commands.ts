import { type Command, nothing, refusal } from './command.ts';
import { closeNumber } from './descriptor.ts';
import { texts } from './error-text.ts';
import { addMember, queryFdsets, removeFd, setIdError } from './fdset.ts';
import { closeNamed, nameDescriptor } from './getfd.ts';
import { fromBigint, toBigint } from './integer.ts';
import type { Member } from './schema.ts';

const setId: Member = { name: 'fdset-id', shape: { is: 'integer' } };
const fdname: Member = { name: 'fdname', shape: { is: 'string' } };

/** add-fd, remove-fd, query-fdsets, getfd, closefd. Source: FDSET-13..28, GETFD-01..05. */
export const descriptorCommands: Readonly<Record<string, Command>> = {
  'add-fd': {
    members: () => [
      { ...setId, optional: true },
      { name: 'opaque', shape: { is: 'string' }, optional: true },
    ],
    run: (turn, caller, given) => {
      const number = caller.take();
      if (number === null) return refusal(texts.noDescriptor);
      const id = given['fdset-id'] === undefined ? null : toBigint(given['fdset-id']);
      const error = id === null ? null : setIdError(turn.state, id);
      if (error !== null) {
        closeNumber(turn, number);
        return refusal(error);
      }
      const opaque = typeof given['opaque'] === 'string' ? given['opaque'] : null;
      const set = addMember(turn, id, number, opaque);
      return { ok: true, value: { 'fdset-id': fromBigint(set), fd: { $fd: number } } };
    },
  },
  'remove-fd': {
    members: () => [setId, { name: 'fd', shape: { is: 'integer' }, optional: true }],
    run: (turn, _caller, given) => {
      const removed = removeFd(turn, toBigint(given['fdset-id'] ?? null) ?? 0n, given['fd']);
      return removed.ok ? nothing : refusal(removed.text);
    },
  },
  'query-fdsets': {
    members: () => [],
    run: (turn) => ({ ok: true, value: queryFdsets(turn.state) }),
  },
  getfd: {
    members: () => [fdname],
    run: (turn, caller, given) => {
      const number = caller.take();
      if (number === null) return refusal(texts.noDescriptor);
      const named = nameDescriptor(turn, caller.monitor, String(given['fdname']), number);
      return named.ok ? nothing : refusal(named.text);
    },
  },
  closefd: {
    members: () => [fdname],
    run: (turn, caller, given) => {
      const closed = closeNamed(turn, caller.monitor, String(given['fdname']));
      return closed.ok ? nothing : refusal(closed.text);
    },
  },
};
