import type { RaceEntry } from './race-entry.ts';
import { racesOfCommands } from './races-of-commands.ts';
import { racesOfFrontends } from './races-of-frontends.ts';
import { racesOfWriters } from './races-of-writers.ts';

/** Every race scenario of the hotswap. */
export const races: readonly RaceEntry[] = [...racesOfWriters, ...racesOfFrontends, ...racesOfCommands];
