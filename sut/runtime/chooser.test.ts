import { describe, expect, test } from 'vitest';
import { firstChoice, pick, ReplayDiverged, recordingChooser, replayChooser, seededChooser } from './chooser.ts';

describe('pick', () => {
  test('one option is no decision: nobody is asked', () => {
    const chooser = recordingChooser(firstChoice());
    expect(pick(chooser, 1, 'x')).toBe(0);
    expect(chooser.choices).toEqual([]);
  });

  test('no options, and a choice that does not exist, are broken invariants', () => {
    expect(() => pick(firstChoice(), 0, 'x')).toThrow(RangeError);
    expect(() => pick({ choose: () => 2 }, 2, 'x')).toThrow('choice 2 of 2');
  });
});

test('a recorded list replays to the same decisions', () => {
  const recorded = recordingChooser(seededChooser(7));
  const first = Array.from({ length: 50 }, (_, at) => pick(recorded, 2 + (at % 5), 'x'));
  const replay = replayChooser(recorded.choices.map(({ choice }) => choice));
  expect(Array.from({ length: 50 }, (_, at) => pick(replay, 2 + (at % 5), 'x'))).toEqual(first);
  expect(replay.used).toBe(50);
  expect(pick(replay, 3, 'x')).toBe(0);
});

test('a list that does not fit any more says where it diverged', () => {
  const replay = replayChooser([1, 4]);
  pick(replay, 2, 'thread');
  expect(() => pick(replay, 3, 'thread')).toThrow(ReplayDiverged);
  expect(() => pick(replay, 3, 'thread')).toThrow('diverged at choice 1 (thread): 4 of 3 options');
});
