import type { Task } from '../../runtime/task.ts';
import type { Attempt } from '../failure.ts';
import type { NamedDescriptors } from '../fd/names.ts';
import type { Machine } from '../machine.ts';
import type { ArgumentType } from './argument-schema.ts';
import type { JsonObject, JsonValue } from './json-value.ts';

/** On whose behalf a command runs. */
export type CommandContext = {
  readonly machine: Machine;
  /** The issuing monitor's names. */
  readonly names: NamedDescriptors;
  /** The first descriptor that came for this command (the others are closed), or null. Source: FDSET-03. */
  takeDescriptor(): number | null;
  /** Present where asking for descriptors ends the process. Source: RR-12. */
  readonly barDescriptors?: () => Task<never>;
};

/** The result comes later, once; the command's monitor serves no other command meanwhile. Source: ENG-30. */
export type Later = { later(reply: (result: Attempt<JsonValue>) => Task<void>): void };

/** One row of the command table: the schema of its arguments and what it does with checked ones. Source: QMP-19. */
export type Command = {
  readonly name: string;
  readonly arguments: Extract<ArgumentType, { kind: 'struct' | 'union' }>;
  /** It may run in the monitor's own thread. Source: QMP-11. */
  readonly outOfBand?: true;
  run(context: CommandContext, given: JsonObject): Task<Attempt<JsonValue> | Later>;
};
