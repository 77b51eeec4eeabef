import { expect, test } from 'vitest';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import { createSimulatedTarget } from '../simulated.ts';

async function run(profile: ProfileName, actions: readonly Action[], seed?: number): Promise<Outcome[]> {
  const target = createSimulatedTarget(seed === undefined ? { profile } : { profile, seed });
  const session = await target.open({ scenario: 'test', shareable: false });
  const outcomes = actions.map((action) => session.perform(action));
  expect(await session.close()).toEqual([]);
  return outcomes;
}

const wire: readonly Action[] = [
  {
    do: 'launch',
    args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c0,path=/dev/fdset/1,append=on'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'c0' }],
  },
];

for (const { name } of profiles) {
  test(`a pipe passed by add-fd carries what the guest writes (${name})`, async () => {
    const outcomes = await run(name, [
      { do: 'pipe', as: 'p' },
      ...wire,
      { do: 'guest-write', port: 'com1', bytes: 'hello' },
      { do: 'read', from: 'p.read' },
      { do: 'qmp', execute: 'query-fdsets' },
      { do: 'qmp', execute: 'query-chardev' },
      { do: 'observe', what: 'descriptors' },
    ]);
    expect(outcomes.slice(2, 4)).toEqual([
      { see: 'accepted', count: 5 },
      { see: 'data', bytes: 'hello', end: false },
    ]);
    expect(outcomes[5]).toEqual({
      see: 'return',
      value: [{ label: 'c0', filename: 'file', 'frontend-open': true }],
    });
    expect(outcomes[6]).toEqual({
      see: 'descriptors',
      held: [
        { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
        { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
      ],
    });
  });

  test(`a descriptor that comes with add-fd becomes a member, and the chardev on it a dup (${name})`, async () => {
    const outcomes = await run(name, [
      { do: 'launch' },
      { do: 'write-file', path: '{dir}/log', bytes: 'old' },
      { do: 'open', as: 'log', path: '{dir}/log', access: 'w' },
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3, opaque: 'x' }, fds: ['log'], id: 7 },
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'f', backend: { type: 'file', data: { out: '/dev/fdset/3' } } },
      },
      { do: 'read-file', path: '{dir}/log' },
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
      { do: 'qmp', execute: 'query-fdsets' },
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'f' } },
      { do: 'qmp', execute: 'query-fdsets' },
      { do: 'qmp', execute: 'quit' },
      { do: 'wait-exit' },
    ]);
    expect(outcomes[3]).toEqual({ see: 'return', value: { 'fdset-id': 3, fd: 4 }, id: 7 });
    expect(outcomes.slice(4)).toEqual([
      { see: 'return', value: {} },
      { see: 'data', bytes: '', end: true },
      { see: 'return', value: {} },
      { see: 'return', value: [{ 'fdset-id': 3, fds: [] }] },
      { see: 'return', value: {} },
      { see: 'return', value: [] },
      { see: 'return', value: {} },
      { see: 'exit', status: 0, stderr: [] },
    ]);
  });

  test(`a full pipe stops the guest after capacity + 2 bytes and lets it go on once drained (${name})`, async () => {
    const outcomes = await run(name, [
      { do: 'pipe', as: 'p', capacity: 4096 },
      ...wire,
      { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(5000) },
      { do: 'register-read', port: 'com1', register: 5 },
      { do: 'read', from: 'p.read', max: 4096 },
      { do: 'register-read', port: 'com1', register: 5 },
      { do: 'read', from: 'p.read' },
    ]);
    expect(outcomes.slice(2)).toEqual([
      { see: 'accepted', count: 4098 },
      { see: 'register', value: 0 },
      { see: 'data', bytes: 'x'.repeat(4096), end: false },
      { see: 'register', value: 0x60 },
      { see: 'data', bytes: 'xx', end: false },
    ]);
  });
}
