import type { Action, LaunchOptions } from '../../model/language/action.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { Area, AreaName, Start } from './area.ts';
import { attachLines } from './areas/devices.ts';
import { logTraffic } from './areas/replays.ts';
import type { Draw } from './draw.ts';
import { drawFirstClients } from './first-clients.ts';

const devices: readonly AreaName[] = ['uart', 'virtio', 'usb', 'witness'];

/** How a session of these areas begins: what its client makes, and the launch. */
export function drawLaunch(draw: Draw, areas: readonly Area[], profile: Profile): readonly Action[] {
  const start: Start = {
    before: [],
    after: [],
    args: [],
    ports: [],
    monitors: [],
    inherit: {},
    free: [],
    paused: draw.chance(0.1),
    escape: false,
    machine: undefined,
    maxPorts: undefined,
  };
  // devices take what the others leave free
  const isDevice = ({ name }: Area): boolean => devices.includes(name);
  for (const area of areas) if (!isDevice(area)) area.begin?.(draw, start, profile);
  for (const area of areas) if (isDevice(area)) area.begin?.(draw, start, profile);
  const lined = ['uart', 'mux', 'hub', 'pipe', 'pty', 'stdio', 'misc', 'replay', 'tcp', 'udp'];
  const hasOthers = areas.some(({ name }) => ['virtio', 'witness'].includes(name));
  if (areas.some(({ name }) => lined.includes(name)) && (!hasOthers || (start.free.length > 0 && draw.chance(0.3))))
    attachLines(draw, start);
  if (areas.some(({ name }) => name === 'replay')) logTraffic(draw, start);
  if (start.escape) start.args.push('-echr', draw.pick(['2', '0x41', '1', '0']));
  const { args, clients } = drawFirstClients(draw, distinctOptions(start.args));
  return [...distinctMakers(start.before), { do: 'launch', ...optionsOf(start, args) }, ...clients, ...start.after];
}

function optionsOf(start: Start, args: readonly string[]): LaunchOptions {
  const { ports, inherit, machine, maxPorts } = start;
  const monitors = start.monitors.filter(({ id }, at, all) => all.findIndex((other) => other.id === id) === at);
  return {
    ...(args.length === 0 ? {} : { args }),
    ...(ports.length === 0 ? {} : { ports }),
    ...(monitors.length === 0 ? {} : { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }, ...monitors] }),
    ...(Object.keys(inherit).length === 0 ? {} : { inherit }),
    ...(start.paused ? { paused: true } : {}),
    ...(machine === undefined ? {} : { machine }),
    ...(maxPorts === undefined ? {} : { controllers: [{ id: 'vs0', maxPorts }] }),
  };
}

/** Two areas may want an end of the same name: the first is there for both. */
function distinctMakers(actions: readonly Action[]): readonly Action[] {
  const names = new Set<string>();
  return actions.filter((action) => {
    const name = 'as' in action ? action.as : 'path' in action ? action.path : undefined;
    if (name === undefined) return true;
    if (names.has(name)) return false;
    names.add(name);
    return true;
  });
}

/** Pairs of option and word; the second of one word, or of one chardev id, goes. */
function distinctOptions(words: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const kept: string[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [option = '', word = ''] = words.slice(at, at + 2);
    const id = option === '-chardev' ? /(?:^|,)id=([^,]*)/.exec(word)?.[1] : undefined;
    const key = id === undefined ? `${option} ${word}` : `-chardev ${id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(option, word);
  }
  return kept;
}
