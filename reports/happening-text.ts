import type { Happening } from '../model/language/happening.ts';

const stages = {
  prepared: 'is prepared',
  scheduled: 'waits for the main loop',
  committing: 'is carried out',
  done: 'is done',
  rolledback: 'is undone',
  cancelled: 'is cancelled',
  refused: 'is refused',
} as const;

/** One thing that happened inside, in words. */
export function happeningText(happening: Happening): string {
  if (happening.k === 'ev') {
    const { e, id, gen, fe } = happening;
    return `${e.replace('_', ' ')} of ${id} (far end ${gen}) reaches ${fe}`;
  }
  const { seq, id, st, old, new: next, why } = happening;
  return `change ${seq} of ${id}, far end ${old} for ${next}, ${stages[st]}${why === null ? '' : `: ${why}`}`;
}
