import { describe, expect, it } from 'vitest';
import { freshHub, type HubAccount, type HubRules, hubWrite, levelledMember, type Taken } from './hub.ts';
import { ok, type World, world } from './world.fixture.ts';

/** The hub of QEMU 10.0, as the worked examples have it. */
const real: HubRules = { forgetsSlowest: true, trustsRepeats: true };
const repaired: HubRules = { forgetsSlowest: false, trustsRepeats: false };

/** What a member accepts: bytes, E for EAGAIN, X for another error, `closed`, or `-` where it must not be tried. */
type Accepts = number | 'E' | 'X' | '-' | 'closed';
type Row = {
  readonly name: string;
  readonly writes: string;
  readonly accept: readonly Accepts[];
  readonly returns: number | string;
  readonly written: readonly number[];
  readonly min: number;
  readonly blocked: number;
  /** Members that open before this call. */
  readonly opens?: readonly number[];
};

function row(name: string, writes: string, accept: readonly Accepts[], ...rest: readonly unknown[]): Row {
  const [returns, written, min, blocked, opens] = rest as [number | string, number[], number, number, number[]?];
  return { name, writes, accept, returns, written, min, blocked, ...(opens === undefined ? {} : { opens }) };
}

/** The worked examples, number by number: writes, accepted, answer, counters, minimum, index. */
const examples: readonly (readonly Row[])[] = [
  [
    row('A1', '0123456789', [3, 5, 'E'], 'EAGAIN', [3, 5, 0], 0, 2),
    row('A2', '0123456789', ['-', '-', 10], 3, [3, 5, 10], 3, -1),
    row('A3', '3456789', [7, '-', '-'], 2, [10, 5, 10], 5, -1),
    row('A4', '56789', ['-', 5, '-'], 5, [10, 10, 10], 10, -1),
  ],
  [
    row('B1', '0123456789', ['E', '-', '-'], 'EAGAIN', [0, 0, 0], 0, 0),
    row('B2', '0123456789', [10, 3, 5], 3, [10, 3, 5], 3, -1),
    row('B3', '3456789', ['-', 2, '-'], 2, [10, 5, 5], 5, -1),
    row('B4', '56789', ['-', 'E', '-'], 'EAGAIN', [10, 5, 5], 5, 1),
    row('B5', '56789', ['-', 5, 5], 5, [10, 10, 10], 10, -1),
  ],
  [
    row('C1', '0123456789', [3, 5, 'X'], 'EINVAL', [3, 5, 0], 0, -1),
    row('C2', 'abcdefgh', ['-', '-', 8], 3, [3, 5, 8], 3, -1),
    row('C3', 'defgh', [5, '-', '-'], 2, [8, 5, 8], 5, -1),
  ],
  [
    row('D1', 'AAAA', [4, 'E'], 'EAGAIN', [4, 0], 0, 1),
    row('D2', 'BBBBBB', ['-', 6], 4, [4, 6], 4, -1),
    row('D3', 'CC', [2, '-'], 2, [6, 6], 6, -1),
  ],
  [row('E1', 'ABCDE', [5, 2], 2, [5, 2], 2, -1), row('E2', 'CDE', ['-', 'closed'], 3, [5, 2], 5, -1)],
  [row('F1', 'ABCDE', [5, 2], 2, [5, 2], 2, -1), row('F2', 'CDE', [3, 3], 3, [5, 5], 5, -1, [0])],
  [row('G1', 'AB', ['closed', 'closed'], 2, [0, 0], 2, -1)],
  [row('H1', 'AB', [2, 0], 0, [2, 0], 0, -1)],
];

function write(account: HubAccount, rules: HubRules, writes: string, accept: readonly Accepts[]) {
  const tried: number[] = [];
  const result = hubWrite(account, writes, rules, {
    isSkipped: (index) => accept[index] === 'closed',
    send: (index): Taken => {
      tried.push(index);
      const answer = accept[index];
      if (typeof answer === 'number') return { count: answer };
      return { errno: answer === 'E' ? 'EAGAIN' : 'EINVAL' };
    },
    failsAll: () => rules.trustsRepeats,
  });
  return { ...result, tried };
}

describe('hub accounting', () => {
  it.each(examples.map((rows) => [rows.map(({ name }) => name).join(' '), rows] as const))(
    'goes as in the worked example %s',
    (_, rows) => {
      let { account } = freshHub(rows[0]?.accept.map(String) ?? []);
      for (const { writes, accept, returns, written, min, blocked, opens = [] } of rows) {
        for (const index of opens) account = levelledMember(account, index);
        const result = write(account, real, writes, accept);
        expect(result.taken).toEqual(typeof returns === 'number' ? { count: returns } : { errno: returns });
        expect({ ...result.account, ahead: '' }).toEqual({ written, min, blocked, ahead: '' });
        expect(result.tried.filter((index) => accept[index] === '-')).toEqual([]);
        account = result.account;
      }
    },
  );

  it('counts modulo 2^32: a member opened unseen is nearly 4 G ahead', () => {
    const { account } = write(freshHub(['a', 'b']).account, real, 'AB', ['closed', 'closed']);
    const after = write(account, real, 'CD', ['-', 'closed']);
    expect([after.taken, after.tried]).toEqual([{ count: 2 }, []]);
  });

  it('repaired, levels all members when another buffer is offered', () => {
    const first = write(freshHub(['a', 'b']).account, repaired, 'AAAA', [4, 'E']);
    const second = write(first.account, repaired, 'BBBBBB', [6, 6]);
    expect([second.taken, second.tried, second.account.min]).toEqual([{ count: 6 }, [0, 1], 6]);
  });

  it('repaired, names the slowest member after a short success', () => {
    expect(write(freshHub(['a', 'b', 'c']).account, repaired, '0123456789', [10, 3, 5]).account.blocked).toBe(1);
  });

  it('repaired, goes on without a member that fails', () => {
    const first = write(freshHub(['a', 'b', 'c']).account, repaired, '0123456789', [10, 'X', 10]);
    expect([first.taken, first.account.written]).toEqual([{ count: 10 }, [10, 10, 10]]);
  });

  it('repaired, knows a shorter repeat as one', () => {
    const first = write(freshHub(['a', 'b']).account, repaired, 'ABCDE', [5, 2]);
    const second = write(first.account, repaired, 'C', ['-', 1]);
    const third = write(second.account, repaired, 'DE', ['-', 2]);
    expect([second.taken, third.taken, third.account.ahead]).toEqual([{ count: 1 }, { count: 2 }, '']);
  });
});

function hubWorld(profile: 'design' | 'qemu-10.0', ...rings: readonly string[]): World {
  const made = world(profile, { ports: [{ id: 'w', kind: 'witness' }] });
  for (const ring of rings) expect(made.addChardev(ring, 'ringbuf', { size: 16 })).toEqual(ok);
  expect(made.addChardev('h', 'hub', { chardevs: [...rings] })).toEqual(ok);
  expect(made.do({ do: 'witness-attach', port: 'w', chardev: 'h' })).toEqual({ see: 'done' });
  return made;
}

describe('a hub', () => {
  it('is not there in 7.2', () => {
    const made = world('qemu-7.2');
    expect(made.error('chardev-add', { id: 'h', backend: { type: 'hub', data: { chardevs: [] } } })).toBe(
      "Parameter 'type' does not accept value 'hub'",
    );
  });

  it('sends output to every member and is busy with them', () => {
    const made = hubWorld('qemu-10.0', 'a', 'b');
    expect(made.do({ do: 'witness-write', port: 'w', bytes: 'hello!' })).toEqual({ see: 'accepted', count: 6 });
    for (const device of ['a', 'b']) expect(made.value('ringbuf-read', { device, size: 9 })).toBe('hello!');
    for (const id of ['a', 'h']) expect(made.error('chardev-remove', { id })).toBe(`Chardev '${id}' is busy`);
    made.do({ do: 'witness-detach', port: 'w' });
    for (const id of ['h', 'a', 'b']) expect(made.qmp('chardev-remove', { id })).toEqual(ok);
  });

  it('refuses hubs, muxes, members in use and lists without end, in this order', () => {
    const made = world('qemu-10.0');
    for (const id of ['a', 'b', 'c', 'd', 'e']) made.addChardev(id, 'null', {});
    made.addChardev('m', 'mux', { chardev: 'e' });
    const error = (...chardevs: string[]): string =>
      made.error('chardev-add', { id: 'h', backend: { type: 'hub', data: { chardevs } } }).split("'h': ")[1] ?? '';
    expect(error()).toBe("hub: 'chardevs' list is not defined");
    expect(error('h')).toBe("hub: chardev can't be found by id 'h'");
    expect(error('m')).toMatch(/^hub: multiplexers and hub devices can't be stacked, check chardev 'm'/);
    expect(error('a', 'a')).toBe("chardev 'a' is already in use");
    expect(error('a', 'b', 'c', 'd', 'e')).toBe("hub: too many uses of chardevs 'h' (maximum is 4)");
    expect(made.addChardev('h', 'hub', { chardevs: ['a', 'b', 'c', 'd'] })).toEqual(ok);
  });

  it.each([
    ['design', [{ event: 'OPENED' }]],
    ['qemu-10.0', []],
  ] as const)('of members that are open is told as open in design only: %s', (profile, records) => {
    const made = hubWorld(profile, 'a');
    made.do({ do: 'witness-handlers', port: 'w', listening: true });
    expect(made.do({ do: 'witness-records', port: 'w' })).toEqual({ see: 'records', records });
  });

  it('dies of a break in 10.0 and forwards it in design', () => {
    const dead = hubWorld('qemu-10.0', 'a');
    expect(dead.qmp('chardev-send-break', { id: 'h' })).toEqual({ see: 'died', signal: 'SIGSEGV', stderr: [] });
    const made = hubWorld('design', 'a');
    made.do({ do: 'witness-handlers', port: 'w', listening: true });
    expect(made.qmp('chardev-send-break', { id: 'h' })).toEqual(ok);
    expect(made.do({ do: 'witness-records', port: 'w' })).toMatchObject({ records: [{}, { event: 'BREAK' }] });
  });

  it('shows its members as open to a frontend once handlers were set, for good', () => {
    const made = hubWorld('qemu-10.0', 'a');
    const open = (): unknown => (made.value('query-chardev') as { 'frontend-open': boolean }[])[0]?.['frontend-open'];
    expect(open()).toBe(false);
    made.do({ do: 'witness-handlers', port: 'w', listening: true });
    made.do({ do: 'witness-detach', port: 'w' });
    expect(open()).toBe(true);
  });

  it('has no member that never opens in 10.0', () => {
    for (const [profile, count] of [
      ['qemu-10.0', 0],
      ['design', 3],
    ] as const) {
      const made = world(profile, {
        args: ['-chardev', 'null,id=n,logfile={dir}/log', '-chardev', 'hub,id=h,chardevs.0=n'],
        ports: [{ id: 'w', kind: 'witness', chardev: 'h' }],
      });
      made.do({ do: 'witness-write', port: 'w', bytes: 'abc' });
      expect(made.do({ do: 'read-file', path: '{dir}/log' })).toMatchObject({ bytes: 'abc'.slice(0, count) });
    }
  });

  it('reads its list on the command line up to the first gap', () => {
    const made = world('qemu-10.0', {
      args: ['-chardev', 'null,id=a', '-chardev', 'null,id=b', '-chardev', 'hub,id=h,chardevs.0=a,chardevs.2=b'],
    });
    expect(made.qmp('chardev-remove', { id: 'b' })).toEqual(ok);
    expect(made.error('chardev-remove', { id: 'a' })).toBe("Chardev 'a' is busy");
  });
});
