import type { Scenario } from '../../scenario.ts';
import { done, guestSends, peerGets } from '../../steps.ts';

/** A fault planted while a write sleeps strikes the next one: a call that has begun goes on. Source: DEF-03, the fake kernel. */
export const faultBehindASleepingWrite: Scenario = {
  id: 'def/fault-behind-a-sleeping-write',
  title: 'a fault that is planted while a write(2) sleeps strikes the next one',
  clauses: ['DEF-03', 'CHR-60'],
  profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
  needs: ['serial', 'inject-faults'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=2', '-chardev', 'file,id=c,path=/dev/fdset/2,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'late', backend: { type: 'file', data: { out: '/dev/fdset/2' } } },
      },
      { see: 'error', class: 'GenericError' },
    ],
    [
      { do: 'write', to: 'p.write', bytes: '.'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [{ do: 'guest-write', port: 'com1', bytes: 'x' }, { see: 'silent' }],
    [{ do: 'fault', call: 'write', object: 'p', give: { errno: 'ENOSPC' } }, done],
    peerGets('p.read', '.'.repeat(4096)),
    peerGets('p.read', 'x'),
    guestSends('com1', 'yz'),
    peerGets('p.read', 'z'),
  ],
};
