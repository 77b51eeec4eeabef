import type { Behaviour } from '../run/results.ts';

/** `behaves as in qemu-10.0 (Q-SOCK-1: no, reconnectMs: yes)`: in words for people, with what makes the difference. */
export function behavesText({ as, because }: Behaviour): string {
  const traits = because.map(({ trait, value, from }) =>
    as.includes(from) ? `${trait}: ${value}` : `${trait}: ${value}, as in ${from}`,
  );
  const told = traits.length === 0 ? '' : ` (${traits.join('; ')})`;
  return as.length === 0 ? `behaves in part as other releases${told}` : `behaves as in ${as.join(' and ')}${told}`;
}
