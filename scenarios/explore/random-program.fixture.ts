import { createMutex, lock, unlock } from '../../sut/runtime/mutex.ts';
import { createScheduler } from '../../sut/runtime/scheduler.ts';
import { createStream } from '../../sut/runtime/seeded.ts';
import { reads, type Step, step, writes } from '../../sut/runtime/step.ts';
import type { Task } from '../../sut/runtime/task.ts';
import type { Problem } from './problem.ts';

type Operation =
  | { readonly do: 'read' | 'write' | 'copy'; readonly from: number; readonly to: number }
  | { readonly do: 'lock' | 'unlock'; readonly lock: number };

const cells = 3;
const locks = 2;

/** Threads that read, write and copy between cells, under locks taken in any order: some programs deadlock. */
export function randomProgram(seed: number, final: (state: string) => void): Problem {
  const stream = createStream(seed, 'program');
  const threads = 2 + stream.below(2);
  const programs = Array.from({ length: threads }, () => {
    const list: Operation[] = [];
    const held: number[] = [];
    const length = threads === 2 ? 3 + stream.below(3) : 2 + (stream.chance(1, 4) ? 1 : 0);
    // what is held is given back, so a lock takes two of the steps
    for (let count = 0; count + held.length < length; count += 1) {
      const kind = stream.below(5);
      if (kind === 4 && held.length < locks) {
        const free = [0, 1].filter((each) => !held.includes(each));
        const chosen = free[stream.below(free.length)] as number;
        held.push(chosen);
        list.push({ do: 'lock', lock: chosen });
      } else {
        const word = (['read', 'write', 'copy', 'write'] as const)[kind % 4] ?? 'read';
        list.push({ do: word, from: stream.below(cells), to: stream.below(cells) });
      }
    }
    for (const each of held.reverse()) list.push({ do: 'unlock', lock: each });
    return list;
  });
  const reading = Array.from({ length: cells }, (_, cell) => reads('cell', `${cell}`));
  const writing = Array.from({ length: cells }, (_, cell) => writes('cell', `${cell}`));
  const copying = (from: number, to: number): Step =>
    step('access', { object: 'cell', field: `${to}`, write: true }, [
      { object: 'cell', field: `${from}`, write: false },
    ]);
  return {
    id: 'random-program',
    params: `${seed}`,
    start(chooser) {
      const scheduler = createScheduler({ chooser, explored: true });
      const mutexes = Array.from({ length: locks }, (_, each) => createMutex(scheduler, `lock${each}`));
      const values = Array.from({ length: cells }, () => 0);
      const seen = programs.map(() => 0);
      const accessed = (
        { do: word, from, to }: Extract<Operation, { from: number }>,
        thread: number,
        at: number,
      ): void => {
        if (word === 'read') {
          seen[thread] = (seen[thread] as number) * 31 + (values[from] as number);
          scheduler.observe(values[from] as number);
        } else values[to] = word === 'write' ? thread * 100 + at + 1 : (values[from] as number);
      };
      function* running(thread: number, program: readonly Operation[]): Task<void> {
        for (const [at, operation] of program.entries()) {
          if ('lock' in operation) {
            const mutex = mutexes[operation.lock];
            if (mutex === undefined) throw new Error('no such lock');
            yield* operation.do === 'lock' ? lock(mutex) : unlock(mutex);
            continue;
          }
          const { do: word, from, to } = operation;
          yield word === 'read'
            ? (reading[from] as Step)
            : word === 'write'
              ? (writing[to] as Step)
              : copying(from, to);
          accessed(operation, thread, at);
        }
      }
      for (const [thread, program] of programs.entries()) scheduler.spawn(`t${thread}`, running(thread, program));
      const state = (): string =>
        `${values.join()};${seen.join()};${mutexes.map(({ owner }) => owner?.index ?? -1).join()}`;
      return {
        scheduler,
        check: () => null,
        end(): null {
          final(`${state()};${scheduler.threads.map(({ index }) => index).join()}`);
          return null;
        },
        digest: state,
      };
    },
  };
}
