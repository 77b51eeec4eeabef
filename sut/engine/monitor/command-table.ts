import type { Profile } from '../../../model/language/profile.ts';
import { blockCommands } from './block-commands.ts';
import { chardevCommands } from './chardev-commands.ts';
import type { Command } from './command.ts';
import { descriptorCommands } from './descriptor-commands.ts';
import { deviceCommands } from './device-commands.ts';
import { machineCommands } from './machine-commands.ts';
import { yankCommands } from './yank-commands.ts';

const tables = new Map<Profile, ReadonlyMap<string, Command>>();

/** Every command of a system, by name; made once a profile. Source: QMP-19. */
export function commandTable(profile: Profile): ReadonlyMap<string, Command> {
  let table = tables.get(profile);
  if (table === undefined) {
    const all = [
      ...descriptorCommands,
      ...chardevCommands(profile),
      ...blockCommands,
      ...deviceCommands,
      ...machineCommands,
      ...yankCommands,
    ];
    table = new Map(all.map((command) => [command.name, command]));
    tables.set(profile, table);
  }
  return table;
}
