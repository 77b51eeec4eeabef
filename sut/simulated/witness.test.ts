import { expect, test } from 'vitest';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import { createSimulatedTarget } from '../simulated.ts';

async function run(profile: ProfileName, actions: readonly Action[]): Promise<Outcome[]> {
  const session = await createSimulatedTarget({ profile }).open({ scenario: 'test', shareable: false });
  const outcomes = actions.map((action) => session.perform(action));
  expect(await session.close()).toEqual([]);
  return outcomes;
}

const add = (id: string, type: string, data: { readonly [key: string]: string | boolean | number }): Action => ({
  do: 'qmp',
  execute: 'chardev-add',
  arguments: { id, backend: { type, data } },
});
const server = (id: string): Action => ({
  do: 'qmp',
  execute: 'chardev-add',
  arguments: {
    id,
    backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: `{dir}/${id}` } }, server: true } },
  },
});
const launch: Action = {
  do: 'launch',
  ports: [
    { id: 'w', kind: 'witness' },
    { id: 'v', kind: 'witness' },
  ],
};
const attach = (port: string, chardev: string): Action => ({ do: 'witness-attach', port, chardev });
const handlers = (port: string, listening: boolean): Action => ({ do: 'witness-handlers', port, listening });
const room = (port: string, bytes: number): Action => ({ do: 'witness-room', port, room: bytes });
const records = (port: string): Action => ({ do: 'witness-records', port });
const opened = { event: 'OPENED' } as const;
const closed = { event: 'CLOSED' } as const;
const told = (...list: readonly object[]): object => ({ see: 'records', records: list });

for (const { name } of profiles) {
  test(`handlers on an open chardev hear OPENED each time they are set (CHR-34, ${name})`, async () => {
    const outcomes = await run(name, [
      launch,
      add('r', 'ringbuf', {}),
      attach('w', 'r'),
      records('w'),
      handlers('w', true),
      handlers('w', true),
      handlers('w', false),
      records('w'),
    ]);
    expect([outcomes[3], outcomes[7]]).toEqual([told(), told(opened, opened)]);
  });

  test(`the time in an answer of HTTP is a word (WS-01, ${name})`, async () => {
    const outcomes = await run(name, [
      launch,
      server('s'),
      attach('w', 's'),
      handlers('w', true),
      room('w', 100),
      { do: 'connect-socket', as: 'a', path: '{dir}/s' },
      { do: 'write', to: 'a', bytes: 'HTTP/1.1 400 Bad Request\r\nDate: Thu, 01 Jan 1970 00:00:01 GMT\r\n' },
      records('w'),
    ]);
    expect(outcomes[7]).toEqual(told(opened, { read: 'HTTP/1.1 400 Bad Request\r\nDate: {date}\r\n' }));
  });

  test(`a second client is served after the first, and what it sent is not lost (SOCK-03, ${name})`, async () => {
    const outcomes = await run(name, [
      launch,
      server('s'),
      attach('w', 's'),
      handlers('w', true),
      room('w', 100),
      { do: 'connect-socket', as: 'a', path: '{dir}/s' },
      { do: 'connect-socket', as: 'b', path: '{dir}/s' },
      { do: 'connect-socket', as: 'c', path: '{dir}/s' },
      { do: 'connect-socket', as: 'd', path: '{dir}/s' },
      { do: 'write', to: 'b', bytes: 'second' },
      records('w'),
      { do: 'close', handle: 'a' },
      records('w'),
    ]);
    expect(outcomes[8]).toEqual({ see: 'errno', errno: 'EAGAIN' });
    expect([outcomes[10], outcomes[12]]).toEqual([told(opened), told(closed, opened, { read: 'second' })]);
  });

  test(`a client connects again after the configured time (SOCK-05, SOCK-06, ${name})`, async () => {
    const outcomes = await run(name, [
      launch,
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: {
            type: 'socket',
            data: {
              addr: { type: 'unix', data: { path: '{dir}/l' } },
              server: false,
              ...(name === 'qemu-11.1' ? { 'reconnect-ms': 2000 } : { reconnect: 2 }),
            },
          },
        },
      },
      attach('w', 'c'),
      handlers('w', true),
      { do: 'listen', as: 'l', path: '{dir}/l' },
      { do: 'advance', ms: 1999 },
      { do: 'accept', as: 'early', on: 'l' },
      { do: 'advance', ms: 1 },
      { do: 'accept', as: 'late', on: 'l' },
      records('w'),
    ]);
    expect(outcomes[6]).toEqual({ see: 'errno', errno: 'EAGAIN' });
    expect([outcomes[8], outcomes[9]]).toEqual([{ see: 'done' }, told(opened)]);
  });

  test(`a pty opens within a second of its client's coming (PTY-03, PTY-07, ${name})`, async () => {
    const outcomes = await run(name, [
      launch,
      add('p', 'pty', {}),
      attach('w', 'p'),
      handlers('w', true),
      room('w', 100),
      { do: 'open-pty', as: 't', chardev: 'p' },
      { do: 'write', to: 't', bytes: 'hello' },
      records('w'),
      { do: 'advance', ms: 1000 },
      records('w'),
      { do: 'close', handle: 't' },
      records('w'),
    ]);
    expect(outcomes[1]).toEqual({ see: 'return', value: { pty: '{pty:p}' } });
    expect([outcomes[7], outcomes[9]]).toEqual([told(), told(opened, { read: 'hello' })]);
    expect(outcomes[11]).toEqual(name === 'qemu-7.2' ? told() : told(closed));
  });

  test(`input of a mux goes to the focus, and a switch moves it (MUX-04, MUX-06, MUX-08, ${name})`, async () => {
    const outcomes = await run(name, [
      launch,
      { do: 'mkfifo', path: '{dir}/f' },
      { do: 'open', as: 'f', path: '{dir}/f', access: 'rw' },
      add('b', 'pipe', { device: '{dir}/f' }),
      add('m', 'mux', { chardev: 'b' }),
      attach('w', 'm'),
      handlers('w', true),
      attach('v', 'm'),
      handlers('v', true),
      room('w', 100),
      room('v', 100),
      { do: 'write', to: 'f', bytes: 'to v\x01cto w' },
      records('w'),
      records('v'),
    ]);
    const [into, out] = [{ event: 'MUX_IN' }, { event: 'MUX_OUT' }];
    expect(outcomes[12]).toEqual(told(into, opened, out, into, { read: 'to w' }));
    expect(outcomes[13]).toEqual(told(into, opened, { read: 'to v' }, out));
  });
}

test('write_all sleeps until the reader makes room, and everybody with it (CHR-61)', async () => {
  const outcomes = await run('qemu-10.0', [
    { do: 'pipe', as: 'p', capacity: 4096 },
    { do: 'launch', ports: [{ id: 'w', kind: 'witness' }] },
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
    add('f', 'file', { out: '/dev/fdset/1', append: true }),
    attach('w', 'f'),
    { do: 'witness-write', port: 'w', bytes: 'x'.repeat(5000), all: true },
    { do: 'qmp', execute: 'query-status' },
    { do: 'read', from: 'p.read', max: 4096 },
    { do: 'advance', ms: 1 },
    { do: 'read', from: 'p.read' },
    { do: 'receive' },
  ]);
  expect([outcomes[5], outcomes[6]]).toEqual([{ see: 'silent' }, { see: 'silent' }]);
  expect(outcomes[9]).toEqual({ see: 'data', bytes: 'x'.repeat(904), end: false });
  expect(outcomes[10]).toEqual({ see: 'messages', messages: [{ return: { running: true, status: 'running' } }] });
});

test('a crash is seen as the death of the process, once (Q-HUB-1)', async () => {
  const outcomes = await run('qemu-10.0', [
    launch,
    add('r', 'ringbuf', {}),
    {
      do: 'qmp',
      execute: 'chardev-add',
      arguments: { id: 'h', backend: { type: 'hub', data: { chardevs: ['r'] } } },
    },
    { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'h' } },
    { do: 'qmp', execute: 'query-status' },
  ]);
  expect(outcomes.slice(3)).toEqual([{ see: 'died', signal: 'SIGSEGV', stderr: [] }, { see: 'closed' }]);
});
