import { describe, expect, test } from 'vitest';
import type { Action } from '../../../model/language/action.ts';
import type { Outcome } from '../../../model/language/outcome.ts';
import { profileByName } from '../../../model/language/profiles.ts';
import { type ModelState, start, step } from '../../../model/model.ts';
import { createStream, type Stream } from '../../../sut/runtime/seeded.ts';
import {
  type HotswapCall,
  type HotswapResult,
  type HotswapState,
  hotswapSpecification,
} from './hotswap-specification.ts';

/** The far end is a file of its name: open, with room for everything. */
const end = (name: string) => ({ name, peer: true, endless: true });
const first: HotswapState = { chardevs: { c: 'old' }, handles: { w: 'old' }, ends: { old: end('old') } };

function launched(): ModelState {
  const ports = [{ id: 'w', kind: 'witness', chardev: 'c' }] as const;
  const args = ['-chardev', 'file,id=c,path={dir}/old'];
  const set: readonly Action[] = [{ do: 'launch', args, ports }, listening, takes];
  return set.reduce((state, action) => performed(state, action).state, start(profileByName.design));
}

const listening: Action = { do: 'witness-handlers', port: 'w', listening: true };
const takes: Action = { do: 'witness-changes', port: 'w', answer: 'listens' };

function performed(state: ModelState, action: Action): { readonly state: ModelState; readonly outcome: Outcome } {
  const [branch, ...more] = step(state, action);
  if (branch === undefined || more.length > 0) throw new Error('the model has one answer here');
  return branch;
}

function drawn(stream: Stream, at: number): HotswapCall {
  const kinds: readonly HotswapCall[] = [
    { do: 'write', handle: 'w', bytes: 1 + stream.below(3) },
    { do: 'change', id: 'c', to: end(`new${at}`) },
    { do: 'detach', handle: 'w' },
    { do: 'attach', handle: 'w', id: 'c' },
    { do: 'remove', id: 'c' },
    { do: 'add', id: 'c', end: end(`new${at}`) },
  ];
  return kinds[stream.below(kinds.length)] ?? { do: 'detach', handle: 'w' };
}

const file = (name: string) => ({ type: 'file', data: { out: `{dir}/${name}`, append: true } });

/** What a call of the stand-ins is in the language. */
function actionsOf(call: HotswapCall): readonly Action[] {
  switch (call.do) {
    case 'write':
      return [{ do: 'witness-write', port: 'w', bytes: 'x'.repeat(call.bytes) }];
    case 'change':
      return [{ do: 'qmp', execute: 'chardev-change', arguments: { id: call.id, backend: file(call.to.name) } }];
    case 'detach':
      return [{ do: 'witness-detach', port: 'w' }];
    case 'attach':
      return [{ do: 'witness-attach', port: 'w', chardev: call.id }, listening];
    case 'remove':
      return [{ do: 'qmp', execute: 'chardev-remove', arguments: { id: call.id } }];
    case 'add':
      return [{ do: 'qmp', execute: 'chardev-add', arguments: { id: call.id, backend: file(call.end.name) } }];
    default:
      throw new Error(`${call.do} is not what files know`);
  }
}

/** How many bytes each far end has. */
function lengths(state: ModelState, names: readonly string[]): readonly number[] {
  return names.map((name) => {
    const { outcome } = performed(state, { do: 'read-file', path: `{dir}/${name}` });
    return outcome.see === 'data' ? outcome.bytes.length : 0;
  });
}

/** What the model says, in the words of the stand-ins: bytes and where they went, yes or no, over. */
function resultOf(call: HotswapCall, outcome: Outcome, went: string | undefined): HotswapResult {
  if (call.do === 'write') return { bytes: outcome.see === 'accepted' ? outcome.count : -1, at: went ?? null };
  if (call.do === 'change') return { ok: outcome.see === 'return' };
  if (call.do === 'attach') return { ok: outcome.see === 'done' };
  return { done: true };
}

/** Nobody attaches twice, or adds what is there: the stand-ins are never asked to. */
function makesSense({ chardevs, handles }: HotswapState, call: HotswapCall): boolean {
  if (call.do === 'attach') return handles['w'] === null && chardevs['c'] !== undefined;
  if (call.do === 'detach') return handles['w'] !== null;
  return call.do !== 'add' || chardevs['c'] === undefined;
}

describe('the rules that judge the stand-ins of the hotswap', () => {
  test('and the model agree on what both know: writes, changes, plugging and unplugging, adding and removing', () => {
    let asked = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const stream = createStream(seed, 'two specifications');
      let state = launched();
      let atomic = [first] as readonly HotswapState[];
      const names = ['old'];
      for (let at = 0; at < 12; at += 1) {
        const call = drawn(stream, at);
        if (!atomic.every((each) => makesSense(each, call))) continue;
        if (call.do === 'change' || call.do === 'add') names.push(`new${at}`);
        const before = lengths(state, names);
        const [action, ...more] = actionsOf(call);
        if (action === undefined) throw new Error('every call is an action');
        const branch = performed(state, action);
        state = more.reduce((next, each) => performed(next, each).state, branch.state);
        const went = names.find((_, index) => lengths(state, names)[index] !== before[index]);
        const result = resultOf(call, branch.outcome, went);
        const rules = hotswapSpecification(first);
        const allowed = atomic.flatMap((each) => rules.outcomes(each, call));
        atomic = allowed.filter((outcome) => rules.same(outcome.result, result)).map((outcome) => outcome.state);
        expect(atomic, `seed ${seed}: ${rules.callText(call)} gives ${rules.resultText(result)}`).not.toEqual([]);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(300);
  });
});
