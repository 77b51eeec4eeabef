import type { Task } from '../../runtime/task.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Frontend } from './chardev.ts';
import { frontendWrite } from './output.ts';
import { writeAgain } from './write-result.ts';

/** One far end of a hub: the hub's own frontend on it, and how many bytes it took (modulo 2^32). Source: section 7.4. */
export type Member = { readonly side: Frontend; written: number };

/** The accounting of one hub's output. */
export type HubOutput = {
  readonly machine: Machine;
  readonly members: readonly Member[];
  /** How many bytes everybody took, modulo 2^32. */
  min: number;
  /** The member to wait for, -1: none. */
  slowest: number;
  /** What some member has and `min` does not count yet. */
  ahead: Uint8Array;
};

const modulus = 2 ** 32;
const none = new Uint8Array(0);
const difference = (a: number, b: number): number => (a - b + modulus) % modulus;

/** No output yet. */
export function createHubOutput(machine: Machine, members: readonly Member[]): HubOutput {
  return { machine, members, min: 0, slowest: -1, ahead: none };
}

/** Whether every member that does not count as open is left out, for whatever reason it does not. Source: Q-HUB-7. */
function skipsUnopened(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-7');
}

/** Whether the end of a file's input ends its output too. Source: Q-HUB-8. */
function skipsEnded(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-8');
}

const connecting: readonly string[] = ['socket', 'pty'];
const ending: readonly string[] = ['file', 'pipe', 'serial'];

/** Source: HUB-31. */
function isSkipped(machine: Machine, member: Member): boolean {
  const { chardev } = member.side;
  if (chardev === null) return true;
  if (chardev.open) return false;
  if (connecting.includes(chardev.type)) return true;
  return ending.includes(chardev.type) ? skipsEnded(machine) : skipsUnopened(machine);
}

/** Whether an error of a member that stays open is the whole hub's. Source: Q-HUB-3. */
function failsWithMember(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-3');
}

/** The same for a member that the failing write found hung up. Source: Q-HUB-14. */
function failsWithHungUp(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-14');
}

/** Whether a short write leaves nobody to wait for. Source: Q-HUB-2. */
function forgetsShortWrites(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-2');
}

/** Whether the hub believes that each write repeats what was not taken of the one before. Source: Q-HUB-4, HUB-38. */
function trustsFrontend(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-HUB-4');
}

/** Nobody is ahead any more: what comes now goes to everybody. */
export function level(output: HubOutput): void {
  if (trustsFrontend(output.machine)) return;
  for (const member of output.members) member.written = output.min;
  output.ahead = none;
}

function levelUnlessRepeated(output: HubOutput, bytes: Uint8Array): void {
  const shared = Math.min(bytes.length, output.ahead.length);
  for (let at = 0; at < shared; at += 1) {
    if (bytes[at] !== output.ahead[at]) {
      level(output);
      return;
    }
  }
}

/**
 * What the hub remembers of a buffer of which `count` bytes were taken by all: of one that repeats less than some member
 * has, the rest of what that member has.
 */
function remember(output: HubOutput, bytes: Uint8Array, count: number): void {
  if (trustsFrontend(output.machine)) return;
  let most = 0;
  for (const member of output.members) {
    if (!isSkipped(output.machine, member)) most = Math.max(most, difference(member.written, output.min));
  }
  const offered = output.ahead.length > bytes.length ? output.ahead : bytes;
  output.ahead = offered.slice(count, count + most);
}

/** Whether an error that is not EAGAIN ends the call. */
function isFatal(machine: Machine, member: Member): boolean {
  return member.side.chardev?.open === false && connecting.includes(member.side.chardev.type)
    ? failsWithHungUp(machine)
    : failsWithMember(machine);
}

/** One write through all members. Source: HUB-30..HUB-35, HUB-37. */
export function* writeToMembers(output: HubOutput, bytes: Uint8Array): Task<number> {
  const { machine, members } = output;
  levelUnlessRepeated(output, bytes);
  output.slowest = -1;
  let least = bytes.length;
  let slowest = -1;
  const failed: Member[] = [];
  for (const [at, member] of members.entries()) {
    if (isSkipped(machine, member)) continue;
    let count = difference(member.written, output.min);
    if (count === 0) {
      const given = frontendWrite(machine, member.side, bytes);
      count = typeof given === 'number' ? given : yield* given;
      if (count === writeAgain) {
        output.slowest = at;
        remember(output, bytes, 0);
        return count;
      }
      if (count < 0) {
        if (isFatal(machine, member)) {
          remember(output, bytes, 0);
          return count;
        }
        failed.push(member);
        continue;
      }
      member.written = (member.written + count) % modulus;
    }
    if (count < least) {
      least = count;
      slowest = at;
    }
  }
  output.min = (output.min + least) % modulus;
  for (const member of failed) member.written = output.min;
  if (!forgetsShortWrites(machine)) output.slowest = slowest;
  remember(output, bytes, least);
  return least;
}
