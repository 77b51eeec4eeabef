import { farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { ExploredProfile, RaceSetup } from './race-stage.ts';

/** A race scenario with its name and what is meant. */
export type RaceEntry = {
  readonly id: string;
  readonly title: string;
  readonly profiles: readonly ExploredProfile[];
  readonly setup: RaceSetup;
};

/** Every race scenario of the hotswap. */
export const races: readonly RaceEntry[] = [
  {
    id: 'race/writers',
    title: 'a change while vCPUs write',
    profiles: ['posted-2017'],
    setup: {
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
];
