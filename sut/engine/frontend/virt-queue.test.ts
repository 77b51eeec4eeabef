import { expect, test } from 'vitest';
import { createQueue, giveBack, inputBuffer, outputBuffer, returnAll, roomIn, setUp, take } from './virt-queue.ts';

test('nothing comes out of a queue that the guest has not set up', () => {
  const queue = createQueue();
  queue.available.push(outputBuffer(Uint8Array.of(1)));
  expect(take(queue)).toBeNull();
  expect(roomIn(queue)).toBe(0);
});

test('buffers come out in order and go back with what was written', () => {
  const queue = createQueue();
  setUp(queue, true);
  queue.available.push(inputBuffer(3), inputBuffer(5));
  expect(roomIn(queue)).toBe(8);
  const first = take(queue);
  if (first === null) throw new Error('there is a buffer');
  giveBack(queue, first, Uint8Array.of(7));
  expect(queue.returned.map(({ room, input }) => [room, [...input]])).toEqual([[3, [7]]]);
  expect(roomIn(queue)).toBe(5);
});

test('what is dropped goes back empty, and a reset forgets everything', () => {
  const queue = createQueue();
  setUp(queue, true);
  queue.available.push(outputBuffer(Uint8Array.of(1)), outputBuffer(Uint8Array.of(2)));
  returnAll(queue);
  expect(queue.returned.map(({ input }) => input.length)).toEqual([0, 0]);
  setUp(queue, false);
  expect([queue.available, queue.returned]).toEqual([[], []]);
});
