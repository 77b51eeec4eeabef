import { closeSync } from 'node:fs';
import { createPortNames, type PortNames, portBlock } from '../port-names.ts';
import { TargetFailure } from '../target.ts';
import type { ClientHandles } from './client-handles.ts';
import { controlCommand } from './control-monitor.ts';
import type { Libc } from './libc.ts';
import type { RunningSystem } from './running-system.ts';

/** Blocks lie below the ports that Linux gives out by itself. */
const blocks = { first: 10_000, count: 2_200, size: portBlock + 1 } as const;
const patienceMs = 1000;
const serverName = /^(?:disconnected:)?(?:tcp|telnet|websocket):.*?:(\d+),server=on/;

/** The names of a session's ports; `release` gives the picked ones back. */
export type SessionPorts = PortNames & { release(): void };

/**
 * Picks blocks of ten ports. The last of a block is bound, without listening, as long as the session lasts, so that nobody
 * who picks in the same way takes the block too, whatever runs at the same time.
 */
export function makePorts(libc: Libc): SessionPorts {
  const guards: number[] = [];
  const pick = (): number => {
    const start = Math.floor(Math.random() * blocks.count);
    for (let step = 0; step < blocks.count; step += 1) {
      const first = blocks.first + ((start + step) % blocks.count) * blocks.size;
      const guard = libc.reservePort(first + portBlock);
      if (guard === undefined) continue;
      const numbers = Array.from({ length: portBlock }, (_, at) => first + at);
      if (numbers.every((port) => libc.isPortFree(port))) {
        guards.push(guard);
        return first;
      }
      closeSync(guard);
    }
    throw new TargetFailure('there is no block of ten free TCP ports on this machine');
  };
  return {
    ...createPortNames(pick),
    release(): void {
      for (const guard of guards.splice(0)) closeSync(guard);
    },
  };
}

/** Notes the ports that chardevs listen at, so that those which QEMU found by itself have a name. Source: SOCK-11. */
export function learnTcpPorts(libc: Libc, system: RunningSystem, handles: ClientHandles): void {
  const { control } = system;
  const chardevs = control === undefined ? undefined : controlCommand(libc, control, 'query-chardev', patienceMs);
  if (!Array.isArray(chardevs)) return;
  for (const { label, filename } of chardevs as readonly { readonly label: string; readonly filename: string }[]) {
    const port = serverName.exec(filename)?.[1];
    if (port !== undefined) handles.ports.learnChardev(label, Number(port));
  }
}
