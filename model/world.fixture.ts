import type { Action, Handle, LaunchOptions } from './language/action.ts';
import type { Message, Outcome } from './language/outcome.ts';
import type { ProfileName } from './language/profile.ts';
import { profileByName } from './language/profiles.ts';
import type { Value } from './language/value.ts';
import { type ModelState, start, step } from './model.ts';

/** Every profile, and those that are real. */
export const everyProfile: readonly ProfileName[] = ['design', 'qemu-7.2', 'qemu-10.0', 'qemu-11.1'];
export const realProfiles: readonly ProfileName[] = ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'];

/** A model that tests drive one action at a time; each must have exactly one way to go unless `ways` is used. */
export type World = {
  state: ModelState;
  do(action: Action): Outcome;
  /** Every outcome that the action may have; the world goes on with the first. */
  ways(action: Action): readonly Outcome[];
  qmp(execute: string, args?: Value, fds?: readonly Handle[], on?: string): Outcome;
  /** The return value of a command that must succeed. */
  value(execute: string, args?: Value, fds?: readonly Handle[], on?: string): Value;
  /** The text of a command that must fail. */
  error(execute: string, args?: Value, fds?: readonly Handle[], on?: string): string;
  addChardev(id: string, type: string, data: Value): Outcome;
  messages(on?: string): readonly Message[];
  flags(handle: Handle): string;
};

/** A launched world, or with `manual` one before its launch. */
export function world(profile: ProfileName, launch: LaunchOptions | 'manual' = {}): World {
  const made: World = {
    state: start(profileByName[profile]),
    ways(action) {
      const branches = step(made.state, action);
      const [first] = branches;
      if (first === undefined) throw new Error('no way to go');
      made.state = first.state;
      return branches.map(({ outcome }) => outcome);
    },
    do(action) {
      const [outcome, other] = made.ways(action);
      if (outcome === undefined || other !== undefined) throw new Error(`several ways to go for ${action.do}`);
      return outcome;
    },
    qmp(execute, args, fds = [], on = 'qmp') {
      return made.do({ do: 'qmp', on, execute, fds, ...(args === undefined ? {} : { arguments: args }) });
    },
    value(...given) {
      const outcome = made.qmp(...given);
      if (outcome.see !== 'return') throw new Error(`wanted a return, seen ${JSON.stringify(outcome)}`);
      return outcome.value;
    },
    error(...given) {
      const outcome = made.qmp(...given);
      if (outcome.see !== 'error') throw new Error(`wanted an error, seen ${JSON.stringify(outcome)}`);
      return outcome.desc;
    },
    addChardev(id, type, data) {
      return made.qmp('chardev-add', { id, backend: { type, data } });
    },
    messages(on = 'qmp') {
      const outcome = made.do({ do: 'receive', on });
      return outcome.see === 'messages' ? outcome.messages : [];
    },
    flags(handle) {
      const outcome = made.do({ do: 'get-flags', of: handle });
      return outcome.see === 'flags' ? [outcome.access, ...outcome.flags].join(' ') : outcome.see;
    },
  };
  if (launch !== 'manual') made.do({ do: 'launch', ...launch });
  return made;
}

/** What `chardev-add` and the like answer to success. */
export const ok: Outcome = { see: 'return', value: {} };
