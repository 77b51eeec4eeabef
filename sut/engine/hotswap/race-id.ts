/** Every defect of the hotswap as posted that an exploration shows, by number. Source: RACE-01 to RACE-43. */
const numbers: readonly number[] = [...Array.from({ length: 36 }, (_, at) => at + 1), 40, 41, 42, 43];

/** `RACE-01` and so on: what can be repaired by itself in the hotswap as posted. */
export const raceIds: readonly string[] = numbers.map((number) => `RACE-${String(number).padStart(2, '0')}`);
