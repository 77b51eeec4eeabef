import { describe, expect, test } from 'vitest';
import { isAlike } from './alike.ts';
import type { Action } from './language/action.ts';
import type { Message } from './language/outcome.ts';
import { profileByName } from './language/profiles.ts';
import { start, step } from './model.ts';

const refused: Message = { error: { class: 'GenericError', desc: 'QMP input must be a JSON object' } };
const stop = '{"execute":"stop"}';

/** What the other client may see of what both said in one instant. */
function seenByOther(said: readonly Action[]): readonly unknown[] {
  let states = [start(profileByName.design)];
  const monitors = (['qmp', 'other'] as const).map((id) => ({ id, mode: 'qmp', via: 'pair' }) as const);
  for (const action of [{ do: 'launch', monitors }, { do: 'hold' }, ...said, { do: 'release' }] as const)
    states = states.flatMap((state) => step(state, action).map((branch) => branch.state));
  return states.flatMap((state) =>
    step(state, { do: 'receive', on: 'other' }).map(({ outcome }) =>
      outcome.see === 'messages' ? outcome.messages : [],
    ),
  );
}

const send = (on: string, bytes: string): Action => ({ do: 'send', on, bytes });

describe('two clients who speak in one instant', () => {
  test('are served in either order', () => {
    const seen = seenByOther([send('other', '[1, 2, 3, 4, 5, 6, 7, 8]'), send('qmp', stop)]);
    expect(seen).toContainEqual([refused, { event: 'STOP' }]);
    expect(seen).toContainEqual([{ event: 'STOP' }, refused]);
  });

  test('come to every order of what they are told', () => {
    const seen = seenByOther([send('other', '[1][2][3]'), send('qmp', stop)]);
    expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(4);
  });
});

test('what both share is alike, and a table in another order is not', () => {
  const table = new Map([
    ['a', [1]],
    ['b', [2]],
  ]);
  expect(isAlike({ table }, { table: new Map(table) })).toBe(true);
  expect(isAlike({ table }, { table: new Map([...table].reverse()) })).toBe(false);
  expect(isAlike({ table, more: 1 }, { table })).toBe(false);
});
