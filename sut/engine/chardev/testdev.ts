import { waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { byteString } from '../bytes.ts';
import { endProcess } from '../end.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Backend } from './chardev.ts';

const bufferMax = 32;
const packet = /^\s*([0-9]*)\s*([^\s0-9]|(?<=[0-9]\s+)[0-9])/;
const deaf = waits('testdev', 'buffer', () => false);

type State = { readonly machine: Machine; buffer: string };

function* write(state: State, bytes: Uint8Array): Task<number> {
  for (const character of byteString(bytes)) {
    if (state.buffer.length >= bufferMax && !waitsForRoom(state.machine)) state.buffer = '';
    while (state.buffer.length >= bufferMax) yield deaf;
    state.buffer += character;
    const found = packet.exec(state.buffer);
    if (found === null) continue;
    state.buffer = '';
    if (found[2] !== 'q') continue;
    endProcess(state.machine, exitStatus(found[1] ?? ''));
    for (;;) yield deaf;
  }
  return bytes.length;
}

/** The exit status of `q`: one more than twice the number, as much of it as an exit status holds. */
function exitStatus(digits: string): number {
  return Number((BigInt(digits === '' ? '0' : digits) * 2n + 1n) & 0xffn);
}

/** Whether a buffer that is full without a command is left as it is. Source: Q-FOUND-3. */
function waitsForRoom(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-3');
}

/** Whether nobody is told that it is open. Source: Q-FOUND-10. */
export function staysClosed(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-10');
}

/**
 * Interprets what it is sent: a number and a command letter, of which only `q` does anything. A number that fills the
 * buffer without a command holds up whoever writes, for ever. Source: TD-01, both QEMUs.
 */
export function createTestBackend(machine: Machine): Backend {
  const state: State = { machine, buffer: '' };
  return {
    filename: () => 'testdev',
    write: (bytes) => write(state, bytes),
    watchOutput: () => null,
    frontendChanged: () => immediate(undefined),
    close: () => {},
  };
}
