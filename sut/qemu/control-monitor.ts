import type { Value } from '../../model/language/value.ts';
import { type Channel, transmit } from './channel.ts';
import { parseValue, stringifyValue } from './json.ts';
import type { Libc } from './libc.ts';
import type { QemuProcess } from './qemu-process.ts';
import { awaitArrival, awaitOwnLine } from './reply.ts';

/** The harness's own QMP monitor: never seen by a scenario. */
export type ControlMonitor = {
  readonly channel: Channel;
  /** Round trips whose reply has not come yet, since the main loop is held up. */
  owed: number;
  /** The main loop did not answer when that was awaited last: a command would wait among the scenario's own. */
  isHeldUp: boolean;
};

const ownPatienceMs = 1000;
const owedPatienceMs = 100;

function isReply(line: string): boolean {
  return line.startsWith('{"return"') || line.startsWith('{"error"') || line.startsWith('{"id"');
}

/** One round trip for settling; sends nothing while an earlier reply is owed. */
export function controlRoundTrip(
  libc: Libc,
  qemu: QemuProcess,
  control: ControlMonitor,
): 'answered' | 'silent' | 'gone' {
  const wasOwed = control.owed > 0;
  if (!wasOwed) {
    if (!transmit(libc, control.channel, '{"execute":"query-status"}', [], ownPatienceMs)) return 'gone';
    control.owed = 1;
  }
  while (control.owed > 0) {
    const patienceMs = (wasOwed ? owedPatienceMs : ownPatienceMs) * qemu.slowness;
    const waited = awaitOwnLine(libc, qemu, control.channel, patienceMs);
    if (waited === 'silent' || waited === 'gone') return waited;
    if (isReply(waited.line)) control.owed -= 1;
  }
  return 'answered';
}

/** One command of the harness; its `return`, or undefined if it failed, did not answer in time, or QEMU is gone. */
export function controlCommand(
  libc: Libc,
  control: ControlMonitor,
  execute: string,
  patienceMs: number,
  parameters?: { readonly [key: string]: Value },
  fds: readonly number[] = [],
): Value | undefined {
  const reply = controlReply(libc, control, execute, patienceMs, parameters, fds);
  return typeof reply === 'string' ? undefined : reply.value;
}

/** The same, where it matters why there is no value: `value` is absent if the command failed. */
export function controlReply(
  libc: Libc,
  control: ControlMonitor,
  execute: string,
  patienceMs: number,
  parameters?: { readonly [key: string]: Value },
  fds: readonly number[] = [],
): { readonly value?: Value } | 'silent' | 'gone' {
  if (control.owed > 0 || control.isHeldUp) return 'silent';
  const command = parameters === undefined ? { execute } : { execute, arguments: parameters };
  if (!transmit(libc, control.channel, stringifyValue(command), fds, patienceMs)) return 'gone';
  control.owed += 1;
  let line = '';
  const waited = awaitArrival(libc, control.channel, patienceMs, () => {
    for (;;) {
      const end = control.channel.received.indexOf('\n');
      if (end < 0) return false;
      line = control.channel.received.slice(0, end);
      control.channel.received = control.channel.received.slice(end + 1);
      if (isReply(line)) return true;
    }
  });
  if (waited !== 'arrived') return waited;
  control.owed -= 1;
  const reply = parseValue(line);
  return typeof reply === 'object' && reply !== null && 'return' in reply ? { value: reply['return'] as Value } : {};
}
