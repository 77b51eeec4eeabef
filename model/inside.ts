import { currentUser } from './chardev.ts';
import { descriptionOf, objectOf } from './description.ts';
import type { Inside } from './language/inside.ts';
import { heldDescriptors } from './observe.ts';
import type { ModelState } from './state.ts';

/** What the model has inside, for people to look at beside the engine's. Pure; nothing is judged by it. */
export function inside(state: ModelState): Inside {
  return {
    machine: machineLines(state),
    'fd sets': fdsetLines(state),
    chardevs: chardevLines(state),
    monitors: monitorLines(state),
    descriptors: descriptorLines(state),
  };
}

function machineLines({ machine, nowNs, stall, held }: ModelState): Readonly<Record<string, string>> {
  const end = machine.signal ?? String(machine.status);
  return {
    state: machine.state === 'exited' ? `exited (${end})` : machine.state,
    'time ns': String(nowNs),
    ...(stall === null ? {} : { 'main loop': 'blocked' }),
    ...(held ? { settling: 'held' } : {}),
  };
}

/** What a number of QEMU's table refers to, as `name access`. */
function shownNumber(state: ModelState, number: number): string {
  const entry = state.table.get(number);
  if (entry === undefined) return 'closed';
  if (entry.kind === 'own') return 'own';
  const { object, access } = descriptionOf(state, entry.description);
  return `${objectOf(state, object).name} ${access}`;
}

function fdsetLines(state: ModelState): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const [id, { members, dups }] of state.fdsets) {
    const shown = members.map(({ number, opaque, removed }) => {
      const name = opaque === null ? '' : ` ${JSON.stringify(opaque)}`;
      return `${shownNumber(state, number)}${name}${removed ? ' (removed)' : ''}`;
    });
    lines[String(id)] = [...shown, `dups ${dups.length}`].join('; ');
  }
  return lines;
}

function chardevLines(state: ModelState): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const [label, chardev] of state.chardevs) {
    const user = currentUser(chardev);
    const frontend = user === null ? undefined : state.frontends.get(user);
    lines[label] = [
      chardev.type,
      chardev.beOpen ? 'open' : 'closed',
      frontend === undefined ? 'no frontend' : `frontend ${frontend.open ? 'open' : 'closed'}`,
      ...(chardev.log === null ? [] : ['log']),
      ...(chardev.ring === null ? [] : [`${chardev.ring.bytes.length} bytes`]),
    ].join(', ');
  }
  return lines;
}

function monitorLines(state: ModelState): Readonly<Record<string, string>> {
  const served = new Map([...state.connections.values()].map((each) => [each.monitor, each]));
  const lines: Record<string, string> = {};
  for (const { id, mode, names } of state.monitors.values()) {
    const client = served.get(id)?.state === 'served' ? 'client' : 'no client';
    const held = [...names].map(([name, number]) => `${name}=${shownNumber(state, number)}`);
    lines[id] = [mode, client, ...held].join(', ');
  }
  return lines;
}

function descriptorLines(state: ModelState): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const { object, access, flags } of heldDescriptors(state)) {
    const one = [access, ...flags].join(' ');
    lines[object] = lines[object] === undefined ? one : `${lines[object]}; ${one}`;
  }
  return lines;
}
