import { describe, expect, test } from 'vitest';
import type { Action } from '../../model/language/action.ts';
import { type Hold, heldRefusal } from './hold.ts';

const clients: Action = { do: 'send', bytes: '{}' };
const looking: Action = { do: 'guest-read', port: 'com1' };
const writing: Action = { do: 'guest-write', port: 'com1', bytes: 'a' };

function refused(since: Hold['since'], action: Action): boolean {
  return heldRefusal({ since }, action) !== undefined;
}

describe('what a real QEMU can be held for', () => {
  test('a fresh hold takes what clients send and do, and any guest access', () => {
    const host: Action = { do: 'write', to: 'p.write', bytes: 'a' };
    for (const action of [clients, host, looking, writing]) expect(refused('nothing', action)).toBe(false);
  });

  test('clients and guest do not act in the same hold', () => {
    expect(refused('guest', clients)).toBe(true);
    expect(refused('stopped', writing)).toBe(true);
    expect(refused('stopped', clients)).toBe(false);
  });

  test('a look at the port is the first guest access of a hold or none of it', () => {
    expect(refused('guest', writing)).toBe(false);
    expect(refused('guest', looking)).toBe(true);
    expect(refused('guest', { do: 'register-read', port: 'com1', register: 5 })).toBe(true);
  });

  test('what waits for QEMU is refused, and named', () => {
    expect(heldRefusal({ since: 'nothing' }, { do: 'advance', ms: 1 })).toContain('advance');
    expect(refused('nothing', { do: 'hmp', on: 'h', line: 'info chardev' })).toBe(true);
    expect(refused('nothing', { do: 'observe', what: 'port', port: 'v' })).toBe(true);
    expect(refused('nothing', { do: 'observe', what: 'descriptors' })).toBe(false);
  });
});
