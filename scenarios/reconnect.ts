import type { ProfileName } from '../model/language/profile.ts';
import type { Scenario, Step } from './scenario.ts';
import { connects, done, socketPath } from './steps.ts';

/** A listener `l` in whose queue one may wait, and one does: who connects by itself waits as well. */
export const fullQueue: readonly Step[] = [
  [{ do: 'listen', as: 'l', path: socketPath, backlog: 0 }, done],
  connects('other'),
  [
    { do: 'connect-socket', as: 'more', path: socketPath },
    { see: 'errno', errno: 'EAGAIN' },
  ],
];

const knowSeconds: readonly ProfileName[] = ['design', 'qemu-7.2', 'qemu-10.0'];
const knowMilliseconds: readonly ProfileName[] = ['design', 'qemu-10.0', 'qemu-11.1'];
/** As a member, or in a text that is sent. */
const inSeconds = /(\\?")reconnect\\?":(-?[1-9]\d*|0)/g;

/**
 * Scenarios whose clients connect again after seconds, and the same in milliseconds: 7.2 knows the one alone, 11.1 the
 * other. Source: SOCK-05, SOCK-07.
 */
export function inBothUnits(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.flatMap((scenario) => {
    const text = JSON.stringify(scenario);
    if (text.search(inSeconds) < 0) return [scenario];
    const spoken = (names: readonly ProfileName[]): readonly ProfileName[] =>
      names.filter((name) => scenario.profiles?.includes(name) ?? true);
    const twin = JSON.parse(
      text.replaceAll(inSeconds, (_, quote: string, s: string) => `${quote}reconnect-ms${quote}:${Number(s) * 1000}`),
    ) as Scenario;
    return [
      { ...scenario, profiles: spoken(knowSeconds) },
      {
        ...twin,
        id: `${scenario.id}-ms`,
        title: `${scenario.title} (in milliseconds)`,
        profiles: spoken(knowMilliseconds),
      },
    ];
  });
}
