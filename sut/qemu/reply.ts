import { type Channel, pump, takeLine } from './channel.ts';
import type { Libc } from './libc.ts';
import type { QemuProcess } from './qemu-process.ts';
import { restsFor } from './rest.ts';

/** What waiting for an answer came to. `gone`: the connection has ended. */
export type Waited = 'arrived' | 'silent' | 'gone';

/** Waits until `arrived` holds for what the channel has received, at most `patienceMs`. */
export function awaitArrival(libc: Libc, channel: Channel, patienceMs: number, arrived: () => boolean): Waited {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    if (arrived()) return 'arrived';
    if (channel.ended || channel.closed) return 'gone';
    const leftMs = Math.ceil(deadline - performance.now());
    if (leftMs <= 0) return 'silent';
    pump(libc, channel, leftMs);
  }
}

const lookEveryMs = 20;

/**
 * One line of the harness's own conversation with QEMU. Silent as soon as QEMU sleeps without having answered: its
 * main loop is then held up inside a call; or after `patienceMs` of not sleeping (it spins). Else the line.
 */
export function awaitOwnLine(
  libc: Libc,
  qemu: QemuProcess,
  channel: Channel,
  patienceMs: number,
): { readonly line: string } | 'silent' | 'gone' {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const line = takeLine(channel);
    if (line !== undefined) return { line };
    if (channel.ended || channel.closed) return 'gone';
    if (pump(libc, channel, lookEveryMs)) continue;
    if (restsFor(qemu.pid, lookEveryMs) && !pump(libc, channel, 0)) return 'silent';
    if (performance.now() >= deadline) return 'silent';
  }
}
