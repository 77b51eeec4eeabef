import { chardevOf } from './chardev.ts';
import { type Answer, type Arguments, type Command, nothing } from './command.ts';
import type { Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { asRecord, type Shape } from './schema.ts';
import { orphanInstances } from './socket-attempt.ts';
import { shutDown } from './socket-end.ts';
import type { ModelState, Turn } from './state.ts';

const instance: Shape = {
  is: 'flat-union',
  tag: 'type',
  branches: {
    'block-node': [{ name: 'node-name', shape: { is: 'string' } }],
    chardev: [{ name: 'id', shape: { is: 'string' } }],
    migration: [],
  },
};

const unknown: Answer = { ok: false, text: 'Instance not found', errorClass: 'DeviceNotFound' };

/** The socket chardevs, by id, and those that are gone but for an attempt. Source: CHR-21, RACE-S06. */
function instances(state: ModelState): readonly string[] {
  const sockets = [...state.chardevs.values()].filter(({ link }) => link !== null).map(({ label }) => label);
  return [...new Set([...sockets, ...orphanInstances(state)])];
}

/** Shuts every named connection down, or none if one is unknown. Source: CHR-21. */
function yank(turn: Turn, given: Arguments): Answer {
  const named = (given['instances'] as readonly Value[]).map((each) => asRecord(each) ?? {});
  const known = instances(turn.state);
  if (named.some(({ type, id }) => type !== 'chardev' || !known.includes(String(id)))) return unknown;
  if (named.some(({ id }) => orphanInstances(turn.state).includes(String(id))))
    throw new ModelLimit('a yank of an attempt whose chardev is gone');
  for (const { id } of named) {
    const { input, link } = chardevOf(turn.state, String(id));
    const number = input ?? link?.negotiating?.number ?? null;
    if (number !== null) shutDown(turn, number);
  }
  return nothing;
}

/** yank and query-yank: the commands here that run out of band. Source: CHR-21, QMP-11. */
export const yankCommands: Readonly<Record<string, Command>> = {
  yank: {
    members: () => [{ name: 'instances', shape: { is: 'array', of: instance } }],
    run: (turn, _caller, given) => yank(turn, given),
    outOfBand: true,
  },
  'query-yank': {
    members: () => [],
    run: (turn) => {
      if (turn.state.stall?.kind === 'client') throw new ModelLimit('instances of a chardev that is being made');
      return { ok: true, value: [...instances(turn.state)].sort().map((id): Value => ({ type: 'chardev', id })) };
    },
    outOfBand: true,
  },
};
