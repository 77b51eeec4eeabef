import type { LaunchOptions, PortSpec } from '../model/language/action.ts';
import type { Scenario, Step } from './scenario.ts';
import { done } from './steps.ts';

/** Frontends that the guest of every target writes to and reads from. */
export type Role = '16550' | 'pci-serial' | 'virtserialport' | 'virtconsole';
/** Every one, in the order in which scenarios are listed. */
export const roles: readonly Role[] = ['16550', 'pci-serial', 'virtserialport', 'virtconsole'];

/**
 * A scenario about the frontend `p` on chardev `chardev` (default `c`), whatever it is: its steps write to it, read from
 * it and say nothing else of it. `id` ends where the role's name will stand; `only`: not every role can do it.
 */
export type RoleScenario = Omit<Scenario, 'launch' | 'steps'> & {
  readonly args: readonly string[];
  /** Steps before the launch: what `args` need. */
  readonly before?: readonly Step[];
  readonly chardev?: string;
  readonly only?: readonly Role[];
  readonly steps: readonly Step[];
};

const isVirtio = (role: Role): boolean => role === 'virtserialport' || role === 'virtconsole';
/** Buffers that the driver posts at first, and again after each read. */
const buffers = 8;
const bufferBytes = 64;
const posts: Step = [{ do: 'guest-post', port: 'p', buffers, size: bufferBytes }, done];

/** What the guest does before it uses the frontend. */
function beginsWith(role: Role): readonly Step[] {
  if (!isVirtio(role)) return [[{ do: 'guest-read', port: 'p' }]];
  return [[{ do: 'driver-start', controller: 'vs0' }], [{ do: 'guest-open', port: 'p' }, done], posts];
}

/** A virtio port has room only for what its driver has posted. */
function asPlayed(role: Role, step: Step): readonly Step[] {
  return isVirtio(role) && step[0].do === 'guest-read' ? [step, posts] : [step];
}

function launchOf(role: Role, args: readonly string[], chardev: string): LaunchOptions {
  const port: PortSpec = { id: 'p', kind: role, chardev };
  return { args, ports: [port] };
}

/** The scenario once for each frontend; each one's id is `ID/ROLE`. */
export function onEachFrontend(scenario: RoleScenario): readonly Scenario[] {
  const { args, before, chardev = 'c', only = roles, steps, id, title, ...rest } = scenario;
  return only.map((role) => {
    const launch = launchOf(role, args, chardev);
    const played = [...beginsWith(role), ...steps.flatMap((step) => asPlayed(role, step))];
    const made = { ...rest, id: `${id}/${role}`, title: `${title} (${role})` };
    if (before === undefined) return { ...made, launch, steps: played };
    return {
      ...made,
      launch: 'manual',
      steps: [...before, [{ do: 'launch', ...launch }, { see: 'launched' }], ...played],
    };
  });
}
