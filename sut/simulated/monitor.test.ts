import { expect, test } from 'vitest';
import type { Action, LaunchOptions } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import { createSimulatedTarget } from '../simulated.ts';

type Run = { readonly outcomes: readonly Outcome[]; readonly digest: string };

async function run(profile: ProfileName, actions: readonly Action[], seed?: number): Promise<Run> {
  const target = createSimulatedTarget(seed === undefined ? { profile } : { profile, seed });
  const session = await target.open({ scenario: 'test', shareable: false });
  const outcomes = actions.map((action) => session.perform(action));
  const digest = session.digest?.() ?? '';
  expect(await session.close()).toEqual([]);
  return { outcomes, digest };
}

const unnegotiated: LaunchOptions = { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', negotiate: false }] };
const listening: LaunchOptions = { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] };

for (const { name } of profiles) {
  test(`a session greets, refuses commands before the negotiation and echoes ids (${name})`, async () => {
    const { outcomes } = await run(name, [
      { do: 'launch', ...unnegotiated },
      { do: 'send', bytes: '{"execute":"query-fdsets","id":[1,{"a":null}]}' },
      { do: 'send', bytes: '{"execute":"qmp_capabilities"}' },
      { do: 'send', bytes: '{"execute":"query-fdsets","id":18446744073709551615}' },
      { do: 'send', bytes: '{"execute":"qmp_capabilities"}' },
      { do: 'send', bytes: '{"execute":"query-fdsets"', raw: true },
      { do: 'send', bytes: '}', raw: true },
    ]);
    expect(outcomes.slice(1)).toEqual([
      {
        see: 'messages',
        messages: [
          { greeting: { capabilities: ['oob'] } },
          {
            error: {
              class: 'CommandNotFound',
              desc: "Expecting capabilities negotiation with 'qmp_capabilities'",
            },
            id: [1, { a: null }],
          },
        ],
      },
      { see: 'messages', messages: [{ return: {} }] },
      { see: 'messages', messages: [{ return: [], id: { $int: '18446744073709551615' } }] },
      {
        see: 'messages',
        messages: [
          {
            error: {
              class: 'CommandNotFound',
              desc: 'Capabilities negotiation is already complete, command ignored',
            },
          },
        ],
      },
      { see: 'data', bytes: '', end: false },
      { see: 'data', bytes: '{"return": []}\r\n', end: false },
    ]);
  });

  test(`a listening monitor serves one client at a time (${name})`, async () => {
    const { outcomes } = await run(name, [
      { do: 'launch', ...listening },
      { do: 'connect', monitor: 'm', as: 'first' },
      { do: 'connect', monitor: 'm', as: 'second' },
      { do: 'disconnect', on: 'first' },
      { do: 'receive', on: 'second' },
    ]);
    expect(outcomes.slice(1)).toEqual([
      { see: 'greeting', capabilities: ['oob'] },
      { see: 'silent' },
      { see: 'done' },
      { see: 'messages', messages: [{ greeting: { capabilities: ['oob'] } }] },
    ]);
  });

  test(`the same seed gives the same digest, on every run (${name})`, async () => {
    const actions: readonly Action[] = [
      { do: 'launch' },
      { do: 'socketpair', as: 's' },
      { do: 'qmp', execute: 'add-fd', fds: ['s.a'] },
      { do: 'qmp', execute: 'stop' },
      { do: 'advance', ms: 5 },
      { do: 'receive' },
    ];
    const [first, again] = [await run(name, actions, 7), await run(name, actions, 7)];
    expect(first.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(again).toEqual(first);
  });
}

/** Two messages in one instant, each with its own descriptor, over a connection with oob. */
const pipelined: readonly Action[] = [
  { do: 'launch', monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  { do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] },
  { do: 'open', as: 'b', path: '{dir}/b', access: 'w', flags: ['create'] },
  { do: 'hold' },
  { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":1}}', fds: ['a'] },
  { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":2}}', fds: ['b'] },
  { do: 'release' },
  { do: 'observe', what: 'descriptors' },
];

async function boundObjects(profile: ProfileName, seed: number): Promise<string> {
  const { outcomes } = await run(profile, pipelined, seed);
  const last = outcomes.at(-1);
  return last?.see === 'descriptors' ? last.held.map(({ object }) => object).join() : 'nothing';
}

test('with oob, which descriptor a pipelined command gets is up to the schedule (DEF-02)', async () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 40; seed += 1) seen.add(await boundObjects('qemu-10.0', seed));
  expect([...seen].sort()).toEqual(['{dir}/a,{dir}/b', '{dir}/b']);
});

test('without DEF-02 each command gets the descriptor of its own message, whatever the schedule', async () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 40; seed += 1) seen.add(await boundObjects('design', seed));
  expect([...seen]).toEqual(['{dir}/a,{dir}/b']);
});

test('after an error of sendmsg half a message is no answer, and the client goes on', async () => {
  const oob: LaunchOptions = { monitors: [{ id: 'm', mode: 'qmp', via: 'pair', enable: ['oob'] }] };
  const { outcomes } = await run('design', [
    { do: 'launch', ...oob },
    { do: 'fault', call: 'sendmsg', give: { short: 7 } },
    { do: 'fault', call: 'sendmsg', give: { errno: 'EIO' } },
    { do: 'qmp', on: 'm', execute: 'query-fdsets' },
    { do: 'qmp', on: 'm', execute: 'query-fdsets' },
    { do: 'send', on: 'm', bytes: '{"execute":"query-fdsets"}' },
  ]);
  expect(outcomes.slice(3)).toEqual([
    { see: 'silent' },
    { see: 'silent' },
    { see: 'messages', messages: [{ return: [] }] },
  ]);
});
