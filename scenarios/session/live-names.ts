import type { Action, OpenFlag, StatusFlag } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';
import { mapTexts } from '../../sut/qemu/json.ts';
import { isRecord } from '../run/agreement.ts';
import type { Expectation } from '../scenario.ts';
import { memberOf } from './json-cut.ts';
import type { PassedDescriptor } from './record.ts';

/** Makes a live conversation one of symbols: handles for descriptors, `{dir}` for folders, names for numbers. */
export type LiveNames = {
  /** The handle that stands for a passed descriptor, and the actions that make it when it is new. */
  handleOf(passed: PassedDescriptor): { readonly handle: string; readonly made: readonly Action[] };
  /** Arguments as a scenario has them. */
  inward(command: string, given: Value): Value;
  /** A reply as a scenario sees it. */
  outward(value: Value): Value;
  /** A list of chardevs without those that were there before the conversation. */
  known(command: string, value: Value): Value;
  /** The literal that binds the number of a reply. */
  literalOf(command: string, seen: Outcome): Expectation | undefined;
};

const keptPaths = /^\/dev\/(fdset\/|null$|full$)/;

/** Fresh names. `launch` tells which chardevs are there from the start. */
export function liveNames(launch: Readonly<Record<string, unknown>> | undefined): LiveNames {
  const handles = new Map<string, string>();
  const paths = new Map<string, string>();
  const numbers = new Map<number, string>();
  const ids = new Set([...JSON.stringify(launch ?? {}).matchAll(/[,"]id=([^",]+)/g)].map(([, id]) => id ?? ''));
  let bound = 0;
  const shortPath = (text: string): string => {
    if (!text.startsWith('/') || text.length < 2 || keptPaths.test(text)) return text;
    const short = paths.get(text) ?? `{dir}/${text.slice(1).replaceAll('/', '-')}`;
    paths.set(text, short);
    return short;
  };
  return {
    handleOf(passed) {
      const key = `${passed.object} ${passed.access} ${passed.flags.join()}`;
      const known = handles.get(key);
      if (known !== undefined) return { handle: known, made: [] };
      const first = ![...handles.keys()].some((each) => each.startsWith(`${passed.object} `));
      const fresh = makings(passed, `o${passed.object}`, first, handles.size);
      handles.set(key, fresh.handle);
      return fresh;
    },
    inward(command, given) {
      if (!isRecord(given)) return given;
      const id = memberOf(given, 'id');
      if (command === 'chardev-add' && typeof id === 'string') ids.add(id);
      const named = mapTexts(given as Value, shortPath);
      const fd = memberOf(given, 'fd');
      const name = command === 'remove-fd' && typeof fd === 'number' ? numbers.get(fd) : undefined;
      return name === undefined ? named : { ...(named as { readonly [key: string]: Value }), fd: { $: name } };
    },
    outward: (value) =>
      mapTexts(value, (text) => [...paths].reduce((told, [path, short]) => told.replaceAll(path, short), text)),
    known(command, value) {
      if (command !== 'query-chardev' || !Array.isArray(value)) return value;
      const own = value.filter((each: Value) => ids.has(labelOf(each)));
      return own.sort((left: Value, right: Value) => (labelOf(left) < labelOf(right) ? -1 : 1));
    },
    literalOf(command, seen) {
      const value = seen.see === 'return' ? seen.value : undefined;
      if (command !== 'add-fd' || !isRecord(value)) return undefined;
      const fd = memberOf(value, 'fd');
      if (typeof fd !== 'number') return undefined;
      bound += 1;
      numbers.set(fd, `fd${bound}`);
      return { see: 'return', value: { ...(value as { readonly [key: string]: Value }), fd: { $: `fd${bound}` } } };
    },
  };
}

function labelOf(value: Value): string {
  return String(memberOf(value, 'label'));
}

const openFlags: ReadonlySet<string> = new Set(['append', 'nonblock', 'direct', 'sync', 'dsync']);
const setFlags: ReadonlySet<string> = new Set(['append', 'nonblock', 'direct']);

/** The actions that make such a descriptor; `first`: its object does not exist yet. */
function makings(
  { kind, access, flags }: PassedDescriptor,
  name: string,
  first: boolean,
  serial: number,
): { readonly handle: string; readonly made: readonly Action[] } {
  const settable = flags.filter((flag) => setFlags.has(flag)) as StatusFlag[];
  const withFlags = (handle: string): readonly Action[] =>
    settable.length === 0 ? [] : [{ do: 'set-flags', of: handle, flags: settable }];
  const ended = (action: Action, handle: string): { handle: string; made: readonly Action[] } => {
    return { handle, made: [...(first ? [action] : []), ...withFlags(handle)] };
  };
  switch (kind) {
    case 'pipe':
      return ended({ do: 'pipe', as: name }, access === 'r' ? `${name}.read` : `${name}.write`);
    case 'socket':
      return ended({ do: 'socketpair', as: name }, `${name}.a`);
    case 'tty':
      return ended({ do: 'pty', as: name }, `${name}.slave`);
    case 'memfd':
      return ended({ do: 'memfd', as: name }, name);
    case 'eventfd':
    case 'other':
      return ended({ do: 'eventfd', as: name }, name);
    case 'file':
    case 'device': {
      const path = kind === 'device' ? '/dev/null' : `{dir}/${name}`;
      const handle = `${name}-${serial}`;
      const kept = flags.filter((flag) => openFlags.has(flag)) as OpenFlag[];
      const make: readonly Action[] = first && kind === 'file' ? [{ do: 'write-file', path, bytes: '' }] : [];
      return { handle, made: [...make, { do: 'open', as: handle, path, access, flags: kept }] };
    }
  }
}
