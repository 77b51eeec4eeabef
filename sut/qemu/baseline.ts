import type { Value } from '../../model/language/value.ts';
import { ownLabel } from '../own-chardevs.ts';
import { pump } from './channel.ts';
import { controlCommand } from './control-monitor.ts';
import type { Libc } from './libc.ts';
import { descriptorTable } from './observe.ts';
import { collect } from './qmp-link.ts';
import type { RunningSystem } from './running-system.ts';

const patienceMs = 5000;

/** A process as a fresh one looks: its descriptors, run state and objects. */
export type Baseline = { readonly descriptors: string; readonly status: string; readonly objects: string };

function descriptorsOf(system: RunningSystem): string {
  return descriptorTable(system.qemu.pid)
    .map(({ fd, link, bits }) => `${fd} ${link} ${bits}`)
    .join('\n');
}

/** Undefined if QEMU does not answer. */
export function takeBaseline(libc: Libc, system: RunningSystem): Baseline | undefined {
  const { control } = system;
  if (control === undefined) return undefined;
  const status = controlCommand(libc, control, 'query-status', patienceMs);
  const objects = controlCommand(libc, control, 'qom-list', patienceMs, { path: '/objects' });
  if (status === undefined || objects === undefined) return undefined;
  return { descriptors: descriptorsOf(system), status: JSON.stringify(status), objects: JSON.stringify(objects) };
}

function isEmptyList(value: Value | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isOwnChardev(chardev: Value): boolean {
  const { label } = chardev as { readonly label?: unknown };
  return typeof label === 'string' && label.startsWith(ownLabel);
}

/**
 * Whether nothing of a scenario is left in a process, so that the next one may have it: no character device, fd set,
 * block node or object of its own, the same descriptors under the same numbers (which covers pending descriptors and
 * named ones), the same run state, and a monitor with nothing in flight. Source: RT-17.
 */
export function isClean(libc: Libc, system: RunningSystem, baseline: Baseline): boolean {
  const { control } = system;
  const link = system.links.get('qmp');
  if (control === undefined || link?.kind !== 'qmp' || system.links.size !== 1) return false;
  const now = takeBaseline(libc, system);
  if (now === undefined) return false;
  if (now.descriptors !== baseline.descriptors || now.status !== baseline.status || now.objects !== baseline.objects) {
    return false;
  }
  const chardevs = controlCommand(libc, control, 'query-chardev', patienceMs);
  if (!Array.isArray(chardevs) || !chardevs.every(isOwnChardev)) return false;
  if (!isEmptyList(controlCommand(libc, control, 'query-fdsets', patienceMs))) return false;
  if (!isEmptyList(controlCommand(libc, control, 'query-named-block-nodes', patienceMs))) return false;
  collect(libc, link);
  pump(libc, link.channel, 0);
  if (link.owed > 0 || link.channel.received !== '' || link.channel.ended) return false;
  link.lines = []; // events that the scenario did not ask for
  return true;
}
