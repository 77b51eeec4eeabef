import type { Action, LaunchOptions } from '../../../model/language/action.ts';

/** Stands for all objects: who touches it is judged with everybody else. */
export const everything = '*';

const aboutAll: readonly Action['do'][] = ['advance', 'observe', 'wait-exit', 'limit-descriptors', 'fault'];

/** What an action is about, as `chardev c`, `port com1`, `path {dir}/s`. Source: XL-2. */
export function objectsOf(action: Action): readonly string[] {
  if (aboutAll.includes(action.do)) return [everything];
  const found: string[] = [];
  for (const [name, value] of Object.entries(action)) {
    const kind = kinds[name];
    if (kind !== undefined && typeof value === 'string') found.push(`${kind} ${value}`);
  }
  if (action.do === 'qmp') return [`connection ${action.on ?? 'qmp'}`, ...named(action.arguments)];
  if (action.do === 'send' || action.do === 'receive') return [`connection ${action.on ?? 'qmp'}`];
  return found.length === 0 ? [everything] : found;
}

const kinds: Readonly<Record<string, string>> = {
  port: 'port',
  chardev: 'chardev',
  path: 'path',
  ...{ as: 'handle', of: 'handle', to: 'handle', from: 'handle', handle: 'handle', socket: 'handle', on: 'handle' },
};

/** Chardevs and paths in the arguments of a command; a command about nothing is about all. */
function named(given: unknown): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) walk(member, key);
    } else if (typeof value === 'string' && ['id', 'device', 'chardev', 'chardevs'].includes(name))
      found.push(`chardev ${value}`);
    else if (typeof value === 'string' && value.startsWith('{dir}')) found.push(`path ${value}`);
  };
  walk(given, '');
  return found.length === 0 ? [everything] : found;
}

/** What the start of a system ties together: chardevs with their paths, muxes with what they lie over, ports with theirs. */
export function linksOf(
  { args = [], ports = [] }: LaunchOptions,
  done: readonly Action[],
): readonly (readonly string[])[] {
  const words = args.flatMap((word, at) => (args[at - 1] === '-chardev' ? [word] : []));
  const chardevs = words.map((word) =>
    [...word.matchAll(/(?:^|,)(id|chardev|chardevs\.\d+|path|logfile)=([^,]*)/g)].map(([, option = '', value = '']) =>
      option === 'path' || option === 'logfile' ? `path ${value}` : `chardev ${value}`,
    ),
  );
  const used = ports.flatMap((port) =>
    'chardev' in port && port.chardev !== undefined ? [[`port ${port.id}`, `chardev ${port.chardev}`]] : [],
  );
  return [...chardevs, ...used, ...done.map(objectsOf).filter((objects) => !objects.includes(everything))];
}
