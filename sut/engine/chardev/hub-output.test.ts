import { describe, expect, test } from 'vitest';
import { profileByName } from '../../../model/language/profiles.ts';
import type { QuirkId } from '../../../model/language/quirk.ts';
import { byteString, bytesOf } from '../bytes.ts';
import { immediate } from '../immediate.ts';
import { type MachineBench, machineBench, plainProfile } from '../machine.fixture.ts';
import { createChardev, type Frontend } from './chardev.ts';
import { createHubOutput, type HubOutput, level, type Member, writeToMembers } from './hub-output.ts';
import { writeAgain, writeFailed } from './write-result.ts';

/** A far end that takes so many bytes of the next write; E and X are EAGAIN and another error. */
type Takes = number | 'E' | 'X';
type FarEnd = { readonly member: Member; next: Takes; got: string; setOpen(open: boolean): void };

function farEnd(bench: MachineBench, at: number): FarEnd {
  const { machine } = bench;
  const chardev = createChardev(machine, `member${at}`, 'socket');
  chardev.open = true;
  const side: Frontend = {
    name: 'test',
    loop: machine.mainLoop,
    chardev,
    open: false,
    listening: true,
    canRead: () => 0,
    read: () => immediate(undefined),
    event: () => immediate(undefined),
    changed: () => null,
  };
  const end: FarEnd = {
    member: { side, written: 0 },
    next: 'X',
    got: '',
    setOpen(open: boolean): void {
      chardev.open = open;
    },
  };
  chardev.backend = {
    ...chardev.backend,
    write(bytes) {
      if (end.next === 'E') return immediate(writeAgain);
      if (end.next === 'X') return immediate(writeFailed);
      const count = Math.min(end.next, bytes.length);
      end.got += byteString(bytes.subarray(0, count));
      return immediate(count);
    },
  };
  return end;
}

type Hub = { readonly bench: MachineBench; readonly ends: readonly FarEnd[]; readonly output: HubOutput };

function hubOf(count: number, quirks: readonly QuirkId[]): Hub {
  const bench = machineBench({ ...plainProfile, quirks });
  const ends = Array.from({ length: count }, (_, at) => farEnd(bench, at));
  return {
    bench,
    ends,
    output: createHubOutput(
      bench.machine,
      ends.map(({ member }) => member),
    ),
  };
}

function write({ bench, ends, output }: Hub, bytes: string, takes: readonly Takes[]): number {
  for (const [at, end] of ends.entries()) end.next = takes[at] ?? 'X';
  return bench.run(writeToMembers(output, bytesOf(bytes)));
}

const counters = ({ output }: Hub): readonly number[] => output.members.map(({ written }) => written);

/** What is written, what the members take, what comes back; then w, min and ix. */
type Row = readonly [string, readonly Takes[], number, readonly number[], number, number];
const examples: Readonly<Record<string, readonly Row[]>> = {
  A: [
    ['0123456789', [3, 5, 'E'], writeAgain, [3, 5, 0], 0, 2],
    ['0123456789', ['X', 'X', 10], 3, [3, 5, 10], 3, -1],
    ['3456789', [7, 'X', 'X'], 2, [10, 5, 10], 5, -1],
    ['56789', ['X', 5, 'X'], 5, [10, 10, 10], 10, -1],
  ],
  B: [
    ['0123456789', ['E', 3, 5], writeAgain, [0, 0, 0], 0, 0],
    ['0123456789', [10, 3, 5], 3, [10, 3, 5], 3, -1],
    ['3456789', ['X', 2, 'X'], 2, [10, 5, 5], 5, -1],
    ['56789', ['X', 'E', 'X'], writeAgain, [10, 5, 5], 5, 1],
    ['56789', ['X', 5, 5], 5, [10, 10, 10], 10, -1],
  ],
  C: [
    ['0123456789', [3, 5, 'X'], writeFailed, [3, 5, 0], 0, -1],
    ['abcdefgh', ['X', 'X', 8], 3, [3, 5, 8], 3, -1],
    ['defgh', [5, 'X', 'X'], 2, [8, 5, 8], 5, -1],
  ],
  D: [
    ['AAAA', [4, 'E'], writeAgain, [4, 0], 0, 1],
    ['BBBBBB', ['X', 6], 4, [4, 6], 4, -1],
    ['CC', [2, 'X'], 2, [6, 6], 6, -1],
  ],
  H: [['AB', [2, 0], 0, [2, 0], 0, -1]],
};

describe('the worked examples, with every defect', () => {
  test.each(Object.entries(examples))('%s', (_name, rows) => {
    const hub = hubOf(rows[0]?.[1].length ?? 0, profileByName['qemu-10.0'].quirks);
    for (const [bytes, takes, result, written, min, slowest] of rows) {
      expect(write(hub, bytes, takes)).toBe(result);
      expect([counters(hub), hub.output.min, hub.output.slowest]).toEqual([written, min, slowest]);
    }
  });

  test('E: a member that closed behind is levelled when it opens again, nothing is lost for the other', () => {
    const hub = hubOf(2, profileByName['qemu-10.0'].quirks);
    expect(write(hub, 'ABCDE', [5, 2])).toBe(2);
    hub.ends[1]?.setOpen(false);
    expect(write(hub, 'CDE', ['X', 'X'])).toBe(3);
    expect([counters(hub), hub.output.min]).toEqual([[5, 2], 5]);
  });

  test('G: without an open member everything counts as written', () => {
    const hub = hubOf(2, profileByName['qemu-10.0'].quirks);
    for (const end of hub.ends) end.setOpen(false);
    expect(write(hub, 'AB', ['X', 'X'])).toBe(2);
    expect([counters(hub), hub.output.min]).toEqual([[0, 0], 2]);
  });
});

describe('a repaired hub', () => {
  test('waits for the slowest member after a short write (Q-HUB-2)', () => {
    const hub = hubOf(3, []);
    expect(write(hub, '0123456789', [10, 3, 5])).toBe(3);
    expect(hub.output.slowest).toBe(1);
  });

  test('leaves a failing member out and goes on (Q-HUB-3)', () => {
    const hub = hubOf(3, []);
    expect(write(hub, '0123456789', [10, 'X', 10])).toBe(10);
    expect([counters(hub), hub.output.min]).toEqual([[10, 10, 10], 10]);
    expect(hub.ends.map(({ got }) => got)).toEqual(['0123456789', '', '0123456789']);
  });

  test('gives a different buffer to everybody (Q-HUB-4)', () => {
    const hub = hubOf(2, []);
    expect(write(hub, 'AAAA', [4, 'E'])).toBe(writeAgain);
    expect(write(hub, 'BBBBBB', [6, 6])).toBe(6);
    expect(hub.ends.map(({ got }) => got)).toEqual(['AAAABBBBBB', 'BBBBBB']);
  });

  test('gives a repeated suffix only to those who miss it (HUB-38)', () => {
    const hub = hubOf(2, []);
    expect(write(hub, 'ABCDEF', [6, 2])).toBe(2);
    expect(write(hub, 'CDEF', ['X', 4])).toBe(4);
    expect(hub.ends.map(({ got }) => got)).toEqual(['ABCDEF', 'ABCDEF']);
  });

  test('knows the rest of a suffix that was repeated in part (Q-HUB-4)', () => {
    const hub = hubOf(2, []);
    expect(write(hub, 'ABCDEF', [6, 'E'])).toBe(writeAgain);
    expect(write(hub, 'AB', ['X', 2])).toBe(2);
    expect(write(hub, 'Z', [1, 1])).toBe(1);
    expect(hub.ends.map(({ got }) => got)).toEqual(['ABCDEFZ', 'ABZ']);
  });

  test('is level once its frontend has left (Q-HUB-4)', () => {
    const hub = hubOf(2, []);
    expect(write(hub, 'AB', [2, 'E'])).toBe(writeAgain);
    level(hub.output);
    expect(counters(hub)).toEqual([0, 0]);
  });
});

test('counters wrap at 32 bits without losing anything (HUB-38)', () => {
  const hub = hubOf(2, profileByName['qemu-10.0'].quirks);
  for (const member of hub.output.members) member.written = 2 ** 32 - 2;
  hub.output.min = 2 ** 32 - 2;
  expect(write(hub, 'ABCD', [4, 1])).toBe(1);
  expect(write(hub, 'BCD', ['X', 3])).toBe(3);
  expect([counters(hub), hub.output.min]).toEqual([[2, 2], 2]);
});
