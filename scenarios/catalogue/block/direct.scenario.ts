import type { StatusFlag } from '../../../model/language/action.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';

/** Member with or without O_DIRECT, node with or without cache.direct. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly member: readonly 'direct'[];
  readonly direct: boolean;
  /** open(2) flags in hex when no member matches; absent where every system opens it. */
  readonly refusal?: string;
  readonly flagsOld: readonly StatusFlag[];
};

const cases: readonly Case[] = [
  {
    name: 'on-over-buffered',
    title: 'cache.direct over a buffered member: 7.2 switches O_DIRECT on for all sharers, later systems refuse',
    member: [],
    direct: true,
    refusal: '4002',
    flagsOld: ['direct'],
  },
  {
    name: 'off-over-direct',
    title: 'a buffered node over an O_DIRECT member: 7.2 switches O_DIRECT off, later systems refuse',
    member: ['direct'],
    direct: false,
    refusal: '2',
    flagsOld: [],
  },
  {
    name: 'on-over-direct',
    title: 'cache.direct over an O_DIRECT member opens and leaves the flag',
    member: ['direct'],
    direct: true,
    flagsOld: ['direct'],
  },
  {
    name: 'off-over-buffered',
    title: 'a buffered node over a buffered member opens and sets no flag',
    member: [],
    direct: false,
    flagsOld: [],
  },
];

const ok: ExpectedOutcome = { see: 'return', value: {} };

function steps(each: Case): readonly Step[] {
  const add: Step[0] = {
    do: 'qmp',
    execute: 'blockdev-add',
    arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1', cache: { direct: each.direct } },
  };
  const del: Step[0] = { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'node' } };
  const flags = (list: readonly StatusFlag[]): ExpectedOutcome => ({ see: 'flags', access: 'rw', flags: list });
  const look: Step[0] = { do: 'get-flags', of: 'image' };
  if (each.refusal === undefined) {
    return [
      [add, ok],
      [look, flags(each.flagsOld)],
      [del, ok],
    ];
  }
  const desc = `Failed to find file descriptor with matching flags=0x${each.refusal}`;
  const noNode: ExpectedOutcome = {
    see: 'error',
    class: 'GenericError',
    desc: "Failed to find node with node-name='node'",
  };
  return [
    [add, { byProfile: { 'qemu-7.2': ok, else: { see: 'error', class: 'GenericError', desc } } }],
    [look, { byProfile: { 'qemu-7.2': flags(each.flagsOld), else: flags(each.member) } }],
    [del, { byProfile: { 'qemu-7.2': ok, else: noNode } }],
  ];
}

export const direct: readonly Scenario[] = cases.map((each) => ({
  id: `block/direct/${each.name}`,
  title: each.title,
  clauses: ['OPEN-20', 'OPEN-06', 'OPEN-11'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [{ do: 'open', as: 'image', path: '{dir}/image', access: 'rw', flags: each.member }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['image'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    ...steps(each),
    [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } }, ok],
  ],
}));
