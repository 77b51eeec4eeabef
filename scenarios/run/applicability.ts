import type { Action, LaunchOptions } from '../../model/language/action.ts';
import type { Capability } from '../../model/language/capability.ts';
import type { Target } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';

/** Why this scenario cannot be asked of this target; undefined when it can. `anyProfile`: whatever profiles it speaks about. */
export function notApplicableReason(
  scenario: Scenario,
  target: Pick<Target, 'identity' | 'capabilities'>,
  anyProfile = false,
): string | undefined {
  const { profile, id } = target.identity;
  if (!anyProfile && scenario.profiles !== undefined && !scenario.profiles.includes(profile)) {
    return `speaks about ${scenario.profiles.join(', ')} only, not about ${profile}`;
  }
  const missing = [...capabilitiesOf(scenario)].filter((capability) => !target.capabilities.has(capability));
  return missing.length === 0 ? undefined : `needs ${missing.join(', ')}, which ${id} does not offer`;
}

/** Scenarios are data that nobody changes, and are asked of several targets. */
const known = new WeakMap<Scenario, ReadonlySet<Capability>>();

function capabilitiesOf(scenario: Scenario): ReadonlySet<Capability> {
  const found = known.get(scenario) ?? neededCapabilities(scenario);
  known.set(scenario, found);
  return found;
}

/** What the scenario says it needs, and what its actions need whether it says so or not. */
export function neededCapabilities(scenario: Scenario): ReadonlySet<Capability> {
  const needed = new Set<Capability>(scenario.needs ?? []);
  if (scenario.schedule !== undefined) needed.add('choose-schedule');
  if (scenario.launch !== undefined && scenario.launch !== 'manual') addLaunchNeeds(scenario.launch, needed);
  for (const [action] of scenario.steps) {
    if (action.do === 'launch') addLaunchNeeds(action, needed);
    if (action.do === 'fault') needed.add('inject-faults');
    if (action.do === 'wait-exit') needed.add('launch');
    if (action.do.startsWith('witness-')) needed.add('witness');
    if (action.do === 'screen' || action.do === 'vc-keys') needed.add('screen');
    if ((action.do === 'listen' || action.do === 'connect-socket') && 'port' in action) needed.add('tcp');
    if (action.do === 'qmp' && JSON.stringify(action.arguments ?? null).includes('"inet"')) needed.add('tcp');
  }
  return needed;
}

function addLaunchNeeds(launch: LaunchOptions, needed: Set<Capability>): void {
  const ports = launch.ports ?? [];
  if (ports.some(({ kind }) => kind === '16550' || kind === 'debugcon') || launch.machine === 'serial')
    needed.add('serial');
  if (ports.some(({ kind }) => kind === 'witness')) needed.add('witness');
  const virtio = ports.some(({ kind }) => kind === 'virtserialport' || kind === 'virtconsole');
  if (virtio || launch.machine === 'virtio') needed.add('virtio-serial');
  if (ports.some(({ kind }) => kind === 'usb-serial')) needed.add('usb-serial');
  if (ports.some(({ kind }) => kind === 'pci-serial')) needed.add('pci-serial');
  if (launch.args?.some((word) => word.startsWith('hub,'))) needed.add('hub');
  if (launch.args?.includes('-icount')) needed.add('record-replay');
  if (launch.args?.some((word) => word.includes('{port:'))) needed.add('tcp');
  if (launch.monitors?.some((monitor) => monitor.via === 'listen')) needed.add('listening-monitors');
  if (launch.monitors?.some((monitor) => monitor.mode === 'hmp')) needed.add('hmp');
}

/**
 * Whether the scenario can run in a process that others used before and will use after: default launch options, and
 * host and management work on the default monitor only. Commands that change the run state or end the process do not.
 */
export function isShareable(scenario: Scenario): boolean {
  if (scenario.launch !== undefined) return false;
  return scenario.steps.every(([action]) => isShareableAction(action));
}

const runStateCommands: ReadonlySet<string> = new Set(['stop', 'cont', 'quit', 'qmp_capabilities', 'system_reset']);

function isShareableAction(action: Action): boolean {
  switch (action.do) {
    case 'launch':
    case 'wait-exit':
    case 'connect':
    case 'disconnect':
    case 'hmp':
    case 'send':
    case 'guest-write':
    case 'guest-read':
    case 'register-read':
    case 'register-write':
    case 'driver-start':
    case 'driver-reset':
    case 'guest-messages':
    case 'guest-control':
    case 'guest-open':
    case 'guest-close':
    case 'guest-post':
    case 'guest-kick':
    case 'guest-queues':
    case 'guest-emergency-write':
    case 'limit-descriptors':
    case 'advance':
    case 'hold':
    case 'release':
    case 'fault':
      return false;
    case 'qmp':
      return !runStateCommands.has(action.execute) && action.oob !== true && action.patienceMs === undefined;
    default:
      return true;
  }
}
