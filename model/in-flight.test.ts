import { describe, expect, it } from 'vitest';
import { type World, world } from './world.fixture.ts';

const queues = /in their own queues/;

/** Two pairs of sockets; `a.a` writes to `a.b`. */
function pairs(): World {
  const made = world('design');
  for (const as of ['a', 'b']) made.do({ do: 'socketpair', as });
  return made;
}

const send = (made: World, to: string, ...fds: string[]) => made.do({ do: 'write-fds', to, bytes: 'x', fds });
const close = (made: World, handle: string) => made.do({ do: 'close', handle });

describe('sockets in flight', () => {
  it('are not foreseen once one lies in its own queue and nobody else has it', () => {
    const made = pairs();
    send(made, 'a.a', 'a.b');
    expect(() => close(made, 'a.b')).toThrow(queues);
  });

  it('are not foreseen once they lie in the queues of each other', () => {
    const made = pairs();
    send(made, 'a.a', 'b.b');
    send(made, 'b.a', 'a.b');
    close(made, 'a.b');
    expect(() => close(made, 'b.b')).toThrow(queues);
  });

  it('live in the queue of one that somebody has, and go with it', () => {
    const made = pairs();
    send(made, 'a.a', 'b.b');
    close(made, 'b.b');
    expect(made.do({ do: 'read', from: 'b.a' })).toEqual({ see: 'data', bytes: '', end: false });
    close(made, 'a.b');
    expect(made.do({ do: 'read', from: 'b.a' })).toEqual({ see: 'data', bytes: '', end: true });
  });
});
