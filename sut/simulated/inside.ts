import type { Inside } from '../../model/language/inside.ts';
import type { Chardev } from '../engine/chardev/chardev.ts';
import type { Machine } from '../engine/machine.ts';
import type { DescriptorInfo } from '../host/process.ts';
import { ownLabel } from '../own-chardevs.ts';
import { heldDescriptors, objectOf } from './observe.ts';
import type { Launched, World } from './world.ts';

type Lines = Readonly<Record<string, string>>;

/** What the engine has inside, for people to look at beside the model's. Takes no step and no decision. */
export function insideOf({ launched, clock, held }: World): Inside {
  const time = { 'time ns': String(clock.nowNs), ...(held ? { settling: 'held' } : {}) };
  if (launched === null) {
    return { machine: { state: 'absent', ...time }, 'fd sets': {}, chardevs: {}, monitors: {}, descriptors: {} };
  }
  const { machine } = launched;
  const table = new Map(machine.process.descriptors().map((info) => [info.fd, info]));
  const shown = (fd: number): string => numberText(launched, table.get(fd));
  return {
    machine: { state: stateText(machine), ...time },
    'fd sets': Object.fromEntries(
      machine.fdsets.map(({ id, members, dups }) => {
        const texts = members.map(({ fd, opaque, removed }) =>
          [shown(fd), ...(opaque === null ? [] : [JSON.stringify(opaque)]), ...(removed ? ['(removed)'] : [])].join(
            ' ',
          ),
        );
        return [String(id), [...texts, `dups ${dups.length}`].join('; ')];
      }),
    ),
    chardevs: Object.fromEntries(
      [...machine.chardevs.values()]
        .filter(({ label }) => !label.startsWith(ownLabel))
        .map((chardev) => [chardev.label, chardevText(chardev)]),
    ),
    monitors: Object.fromEntries(
      machine.monitors.map(({ id, session, connected, names }) => {
        const own = [...names].map(([name, fd]) => `${name}=${shown(fd)}`);
        return [id, [session === null ? 'hmp' : 'qmp', connected ? 'client' : 'no client', ...own].join(', ')];
      }),
    ),
    descriptors: descriptorLines(launched),
  };
}

function stateText({ runState, exitStatus, deathSignal }: Machine): string {
  return exitStatus === null && deathSignal === null ? runState : `exited (${deathSignal ?? exitStatus})`;
}

function numberText(launched: Launched, info: DescriptorInfo | undefined): string {
  if (info === undefined) return 'closed';
  const object = objectOf(launched, info);
  return object === null ? 'own' : `${object} ${info.access}`;
}

function chardevText({ type, open, frontend, logFd, backend }: Chardev): string {
  const user = backend.sharing === undefined ? frontend : backend.sharing.focused();
  return [
    type,
    open ? 'open' : 'closed',
    user === null ? 'no frontend' : `frontend ${user.open ? 'open' : 'closed'}`,
    ...(logFd < 0 ? [] : ['log']),
    ...(backend.ring === undefined ? [] : [`${backend.ring.held()} bytes`]),
  ].join(', ');
}

function descriptorLines(launched: Launched): Lines {
  const lines = new Map<string, string[]>();
  for (const { object, access, flags } of heldDescriptors(launched)) {
    lines.set(object, [...(lines.get(object) ?? []), [access, ...flags].join(' ')]);
  }
  return Object.fromEntries([...lines].map(([object, uses]) => [object, uses.join('; ')]));
}
