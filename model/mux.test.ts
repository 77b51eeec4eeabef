import { describe, expect, it } from 'vitest';
import type { WitnessRecord } from './language/outcome.ts';
import type { ProfileName } from './language/profile.ts';
import { freshMux, muxHelp, nextSlot, parseByte, stampText } from './mux.ts';
import { everyProfile, ok, type World, world } from './world.fixture.ts';

const path = '{dir}/s';

/** Two witnesses on a mux on a socket with its peer `p`. */
function muxWorld(profile: ProfileName): World {
  const made = world(profile, {
    args: ['-chardev', `socket,id=m,path=${path},server=on,wait=off,mux=on`],
    ports: ['v', 'w'].map((id) => ({ id, kind: 'witness', chardev: 'm' }) as const),
  });
  made.do({ do: 'connect-socket', as: 'p', path });
  for (const port of ['v', 'w']) made.do({ do: 'witness-handlers', port, listening: true });
  for (const port of ['v', 'w']) made.do({ do: 'witness-records', port });
  return made;
}

function records(made: World, port: string): readonly WitnessRecord[] {
  const outcome = made.do({ do: 'witness-records', port });
  if (outcome.see !== 'records') throw new Error(outcome.see);
  return outcome.records;
}

const send = (made: World, bytes: string): unknown => made.do({ do: 'write', to: 'p', bytes });
const room = (made: World, port: string, bytes: number): unknown => made.do({ do: 'witness-room', port, room: bytes });

describe('the escape parser', () => {
  it('passes the escape byte on when it comes twice, and swallows what it does not know', () => {
    const escaped = parseByte(freshMux('b'), '\x01', 1).mux;
    expect(parseByte(escaped, '\x01', 1).deed).toEqual({ pass: '\x01' });
    expect(parseByte(escaped, 'z', 1)).toEqual({ mux: freshMux('b'), deed: 'nothing' });
  });

  it('goes to the next used slot above, wrapping, and in 7.2 to unused ones too', () => {
    const slot = (user: string | null) => ({ user, buffer: '' });
    const mux = { ...freshMux('b'), slots: [slot('a'), slot(null), slot('c')] };
    expect([0, 1, 2].map((focus) => nextSlot({ ...mux, focus }, false))).toEqual([2, 2, 0]);
    expect([0, 1, 2].map((focus) => nextSlot({ ...mux, focus }, true))).toEqual([1, 2, 0]);
  });

  it('stamps hours, minutes, seconds and milliseconds', () => {
    expect(stampText(3_723_004_000_000)).toBe('[01:02:03.004] ');
  });
});

describe.each(everyProfile)('a mux in %s', (profile) => {
  it('gives the focus to whoever sets handlers last', () => {
    const made = muxWorld(profile);
    made.do({ do: 'witness-focus', port: 'v' });
    expect([records(made, 'v'), records(made, 'w')]).toEqual([[{ event: 'MUX_IN' }], [{ event: 'MUX_OUT' }]]);
  });

  it('gives input to the focus only, and keeps 32 bytes that it has no room for', () => {
    const made = muxWorld(profile);
    send(made, 'x'.repeat(40));
    expect(records(made, 'w')).toEqual([]);
    room(made, 'w', 1);
    expect([records(made, 'w'), records(made, 'v')]).toEqual([[{ read: 'x'.repeat(40) }], []]);
  });

  it('obeys C-a c, C-a b and C-a ?', () => {
    const made = muxWorld(profile);
    send(made, '\x01c\x01b');
    expect(records(made, 'v')).toEqual([{ event: 'MUX_IN' }, { event: 'BREAK' }]);
    send(made, '\x01?');
    expect(made.do({ do: 'read', from: 'p' })).toEqual({ see: 'data', bytes: muxHelp(1).join(''), end: false });
  });

  it('ends the process with C-a x', () => {
    const made = muxWorld(profile);
    expect(send(made, '\x01x')).toEqual({ see: 'exit', status: 0, stderr: [] });
  });

  it('passes events of its base to all, and a break of its own to the focus', () => {
    const made = muxWorld(profile);
    made.qmp('chardev-send-break', { id: 'm-base' });
    made.qmp('chardev-send-break', { id: 'm' });
    const events = [{ event: 'BREAK' }, { event: 'BREAK' }];
    expect([records(made, 'v'), records(made, 'w')]).toEqual([events.slice(1), events]);
  });

  it('takes four frontends and no fifth', () => {
    const ports = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, kind: 'witness' }) as const);
    const made = world(profile, { args: ['-chardev', 'null,id=m,mux=on'], ports });
    const answers = ports.map(({ id }) => made.do({ do: 'witness-attach', port: id, chardev: 'm' }));
    const desc =
      profile === 'qemu-7.2' ? "Device 'm' is in use" : "too many uses of multiplexed chardev 'm' (maximum is 4)";
    expect(answers.at(-1)).toEqual({ see: 'error', class: 'witness', desc });
    expect(answers.slice(0, 4).every(({ see }) => see === 'done')).toBe(true);
  });

  it('is removable when idle, but never in 7.2', () => {
    const made = world(profile, { args: ['-chardev', 'null,id=m,mux=on'] });
    const removed = made.qmp('chardev-remove', { id: 'm' });
    if (profile === 'qemu-7.2') expect(removed).toMatchObject({ desc: "Chardev 'm' is busy" });
    else expect([removed, made.qmp('chardev-remove', { id: 'm-base' })]).toEqual([ok, ok]);
  });

  it('stamps from the second line on', () => {
    const made = muxWorld(profile);
    send(made, '\x01t');
    made.do({ do: 'witness-write', port: 'v', bytes: 'one\ntwo' });
    made.do({ do: 'advance', ms: 1500 });
    made.do({ do: 'witness-write', port: 'w', bytes: '\nthree' });
    expect(made.do({ do: 'read', from: 'p' })).toMatchObject({
      bytes: 'one\n[00:00:00.000] two\n[00:00:01.500] three',
    });
  });
});

describe('a mux that is repaired', () => {
  it.each([
    ['design', [{ event: 'MUX_IN' }, { read: 'abc' }]],
    ['qemu-10.0', [{ event: 'MUX_IN' }]],
  ] as const)('drains what was kept when the focus comes back: %s', (profile, seen) => {
    const made = muxWorld(profile);
    send(made, 'abc');
    made.do({ do: 'witness-focus', port: 'v' });
    room(made, 'w', 8);
    records(made, 'w');
    made.do({ do: 'witness-focus', port: 'w' });
    expect(records(made, 'w')).toEqual(seen);
  });

  it('reads nothing while nobody has the focus, and otherwise dies', () => {
    for (const profile of everyProfile) {
      const made = world(profile, {
        args: ['-chardev', `socket,id=m,path=${path},server=on,wait=off,mux=on`],
        ports: [{ id: 'w', kind: 'witness', chardev: 'm' }],
      });
      made.do({ do: 'connect-socket', as: 'p', path });
      made.do({ do: 'witness-detach', port: 'w' });
      const seen = send(made, 'x');
      if (profile === 'design') expect(seen).toEqual({ see: 'wrote', count: 1 });
      else expect(seen).toMatchObject({ see: 'died', signal: 'SIGSEGV' });
    }
  });

  it('is open when its base is', () => {
    for (const profile of everyProfile) {
      const ports = [{ id: 'w', kind: 'witness', chardev: 'm' }] as const;
      const made = world(profile, { args: ['-chardev', 'null,id=m,mux=on'], ports });
      made.do({ do: 'witness-handlers', port: 'w', listening: true });
      const opened = profile === 'design' ? [] : [{ event: 'OPENED' }];
      expect(records(made, 'w')).toEqual([{ event: 'MUX_IN' }, ...opened]);
    }
  });
});
