import type { Action } from '../../model/language/action.ts';
import { symbolsIn } from '../run/symbols.ts';
import type { Scenario, Step } from '../scenario.ts';
import { parseScenario } from '../scenario-schema.ts';
import { simplerActions } from './simpler.ts';

/** The smallest scenario found that fails for the same cause. */
export type Shrunk = { readonly steps: readonly Step[]; readonly attempts: number };
/** Whether these steps still fail for the same cause; resolves with how many of them were needed. */
export type StillFails = (steps: readonly Step[]) => Promise<number | undefined>;

/**
 * Makes a failing session small: what comes after the failure goes, then actions (makers with their users), then values,
 * then faults. Never larger than what it began with; `attemptsMax` runs at most.
 */
export async function shrinkSteps(
  steps: readonly Step[],
  stillFails: StillFails,
  attemptsMax: number,
  stop: () => boolean = () => false,
): Promise<Shrunk> {
  let best = steps;
  let attempts = 0;
  const tried = new Set<string>();
  const attempt = async (candidate: readonly Step[]): Promise<boolean> => {
    const key = JSON.stringify(candidate);
    if (attempts >= attemptsMax || stop() || tried.has(key) || sizeOf(candidate) >= sizeOf(best)) return false;
    tried.add(key);
    if (!parseScenario(scenarioOf('fuzz/shrink', 'a part', ['QMP-01'], candidate)).ok) return false;
    attempts += 1;
    const needed = await stillFails(candidate);
    if (needed === undefined) return false;
    best = candidate.slice(0, needed);
    return true;
  };
  for (let smaller = true; smaller; ) {
    smaller = false;
    for (let size = best.length; size >= 1; size = Math.floor(size / 2)) {
      for (let at = best.length - size; at >= 0; at -= size) {
        if (await attempt(without(best, at, size))) {
          smaller = true;
          at = Math.min(at, best.length);
        }
      }
    }
    for (let at = best.length - 1; at >= 0; at -= 1) {
      for (const candidate of withOtherHandles(best, at)) {
        if (!(await attempt(candidate))) continue;
        smaller = true;
        break;
      }
      for (let done = false; !done; ) {
        done = true;
        for (const candidate of simplerSteps(best, at)) {
          if (!(await attempt(candidate))) continue;
          smaller = true;
          done = at >= best.length;
          break;
        }
      }
    }
    if (attempts >= attemptsMax) break;
  }
  return { steps: best, attempts };
}

/** Actions first, then how much there is to read. */
function sizeOf(steps: readonly Step[]): number {
  return steps.length * 100_000 + Math.min(99_999, JSON.stringify(steps).length);
}

/** The list without `size` steps from `at` on, and without those that use what these made. The launch stays. */
export function without(steps: readonly Step[], at: number, size: number): readonly Step[] {
  const gone = new Set<string>();
  return steps.filter((step, index) => {
    const [action] = step;
    if (action.do === 'launch') return true;
    const dropped = (index >= at && index < at + size) || usesOf(action).some((name) => gone.has(name));
    if (dropped) for (const name of makesOf(step)) gone.add(name);
    return !dropped;
  });
}

/** Much smaller lists with the same last step: a plain launch, the launch with what is made for it, half of them. */
export function* lastAlone(steps: readonly Step[]): Generator<readonly Step[]> {
  const launchAt = steps.findIndex(([action]) => action.do === 'launch');
  const last = steps.at(-1);
  if (last === undefined || launchAt < 0) return;
  if (launchAt === steps.length - 1) return;
  yield [[{ do: 'launch' }], last];
  yield [...steps.slice(0, launchAt + 1), last];
  for (let kept = Math.floor((steps.length - launchAt) / 2); kept > 1; kept = Math.floor(kept / 2))
    yield [...steps.slice(0, launchAt + 1), ...steps.slice(-kept)];
}

/** The list without this maker, whose users take what an earlier step made. */
function* withOtherHandles(steps: readonly Step[], at: number): Generator<readonly Step[]> {
  const maker = steps[at];
  if (maker === undefined || !('as' in maker[0])) return;
  const used = makesOf(maker).filter((name) => steps.slice(at + 1).some(([action]) => usesOf(action).includes(name)));
  const [name] = used;
  if (used.length !== 1 || name === undefined) return;
  for (const other of steps.slice(0, at).flatMap(makesOf)) {
    if (other.startsWith('$') || name.startsWith('$')) continue;
    const later = JSON.stringify(steps.slice(at + 1)).replaceAll(JSON.stringify(name), JSON.stringify(other));
    yield [...steps.slice(0, at), ...(JSON.parse(later) as readonly Step[])];
  }
}

/** Names that a step makes: a handle, both ends of a pair, the symbol of a number. */
function makesOf([action, expectation]: Step): readonly string[] {
  const names = symbolsIn(expectation).map((name) => `$${name}`);
  if (!('as' in action)) return names;
  const ends: Partial<Record<Action['do'], readonly string[]>> = {
    pipe: ['.read', '.write'],
    socketpair: ['.a', '.b'],
    pty: ['.master', '.slave'],
  };
  return [...names, ...(ends[action.do] ?? ['']).map((end) => `${action.as}${end}`)];
}

/** Names that an action needs: handles, connections, symbols. A launch keeps what it inherits. */
function usesOf(action: Action): readonly string[] {
  const names = symbolsIn('arguments' in action ? action.arguments : undefined).map((name) => `$${name}`);
  for (const member of ['of', 'handle', 'to', 'from', 'socket', 'on'] as const) {
    const name = (action as { readonly [key: string]: unknown })[member];
    if (typeof name === 'string') names.push(name);
  }
  return 'fds' in action ? [...names, ...(action.fds ?? [])] : names;
}

function* simplerSteps(steps: readonly Step[], at: number): Generator<readonly Step[]> {
  const step = steps[at];
  if (step === undefined) return;
  const [action, ...expectation] = step;
  for (const simpler of simplerActions(action)) yield steps.with(at, [simpler, ...expectation] as Step);
}

/** The steps as a scenario of its own. */
export function scenarioOf(
  id: string,
  title: string,
  clauses: readonly string[],
  steps: readonly Step[],
  unforeseen = false,
): Scenario {
  return { id, title, clauses, launch: 'manual', ...(unforeseen ? { unforeseen } : {}), steps };
}
