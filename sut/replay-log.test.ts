import { describe, expect, it } from 'vitest';
import { type ReplayItem, readReplayLog, replaySourceOf } from './replay-log.ts';

const head = [0x00, 0xe0, 0x20, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0];

function read(...bytes: readonly number[]): readonly ReplayItem[] {
  return [...readReplayLog(replaySourceOf(Uint8Array.from(bytes)))];
}

describe('a record/replay log', () => {
  it('is a head, events of one byte and their arguments, and an end', () => {
    expect(read(...head, 0, 0, 0, 1, 2, 22, 255, 255, 255, 255, 0, 0, 0, 0, 30, 12, 39)).toEqual([
      { at: 12, event: { is: 'instructions', count: 258 } },
      { at: 17, event: { is: 'char', event: { write: -1, offset: 0 } } },
      { at: 26, event: { is: 'checkpoint', number: 0 } },
      { at: 27, event: { is: 'shutdown', number: 2 } },
      { at: 28, end: true, followed: false },
    ]);
  });

  it('holds input by driver, synchronous reads and their errors, and clocks', () => {
    expect(
      read(
        ...head,
        7,
        3,
        0,
        0,
        0,
        2,
        104,
        105,
        23,
        0,
        0,
        0,
        1,
        33,
        24,
        255,
        255,
        255,
        251,
        28,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        0,
        39,
      ),
    ).toMatchObject([
      { event: { event: { input: 'hi', driver: 3 } } },
      { event: { event: { readAll: '!' } } },
      { event: { event: { readAllError: -5 } } },
      { event: { is: 'clock', clock: 'host', ns: 256n } },
      { end: true },
    ]);
  });

  it('is passed over where it is about other things', () => {
    const key = [5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 36, 1];
    const moved = [5, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5];
    const packet = [9, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2];
    const random = [27, 0, 0, 0, 0, 0, 0, 0, 1, 7];
    const items = read(...head, ...key, 6, ...moved, ...packet, ...random, 1, 2, 3, ...head.slice(4), 39);
    expect(items.map((item) => ('event' in item && item.event.is === 'other' ? item.event.what : item.at))).toEqual([
      'input',
      'input',
      'input',
      'network',
      'random',
      'interrupt',
      'exception',
      'bottom half',
      77,
    ]);
  });

  it.each([
    ['nothing', [], 'empty', 0],
    ['half a head', head.slice(0, 7), 'truncated', 7],
    ['a head of zeros', head.map(() => 0), 'unfinished', 0],
    ['another version', [0, 0xe0, 0x20, 0x0d, ...head.slice(4)], 'version', 0],
    ['something else', [...Buffer.from('#!/bin/sh -e\n')], 'foreign', 0],
    ['no end', head, 'truncated', 12],
    ['half an event', [...head, 22, 0, 0], 'truncated', 12],
    ['half an array', [...head, 7, 0, 0, 0, 0, 9, 1], 'truncated', 12],
    ['an event that there is not', [...head, 40], 'unknown', 12],
    ['an input device that there is not', [...head, 5, 0, 0, 0, 9], 'unknown', 12],
    ['sound', [...head, 26, 0], 'sound', 12],
    ['an array beyond all bounds', [...head, 7, 0, 255, 255, 255, 255], 'too-long', 12],
  ])('of %s says so', (_, bytes, fault, at) => {
    expect(read(...bytes).at(-1)).toMatchObject({ fault, at });
  });

  it('reads the same in pieces of one byte as in one', () => {
    const bytes = Uint8Array.from([...head, 7, 0, 0, 0, 0, 3, 1, 2, 3, 22, 0, 0, 0, 1, 0, 0, 0, 1, 39, 1]);
    let at = 0;
    const single = [
      ...readReplayLog(() => {
        at += 1;
        return bytes.subarray(at - 1, at);
      }),
    ];
    expect(single).toEqual([...readReplayLog(replaySourceOf(bytes))]);
    expect(single.at(-1)).toMatchObject({ end: true, followed: true });
  });
});
