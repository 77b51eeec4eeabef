import type { Specification } from './history.ts';

/** A call to a hotswap, or what befalls a far end. Names are those of steps. */
export type HotswapCall =
  | { readonly do: 'write'; readonly handle: string; readonly bytes: number }
  /** One attempt of a write_all that took something. Source: SAFE-04. */
  | { readonly do: 'attempt'; readonly handle: string; readonly bytes: number }
  | { readonly do: 'change'; readonly id: string; readonly to: FarEndState }
  | { readonly do: 'attach'; readonly handle: string; readonly id: string }
  | { readonly do: 'detach'; readonly handle: string }
  | { readonly do: 'add'; readonly id: string; readonly end: FarEndState }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'dispose'; readonly id: string }
  | { readonly do: 'peer leaves'; readonly end: string }
  | { readonly do: 'peer returns'; readonly end: string }
  | { readonly do: 'shut down' };

/** What it came to: bytes taken and where; a yes or no; nothing to tell. */
export type HotswapResult =
  | { readonly bytes: number; readonly at: string | null }
  | { readonly ok: boolean }
  | { readonly done: true };

/** A far end: whether somebody is there, and whether it takes whatever it is given. */
export type FarEndState = { readonly name: string; readonly peer: boolean; readonly endless: boolean };

/** Chardevs by id, what handles are at, far ends by name. */
export type HotswapState = {
  readonly chardevs: Readonly<Record<string, string>>;
  readonly handles: Readonly<Record<string, string | null>>;
  readonly ends: Readonly<Record<string, FarEndState>>;
};

type Outcome = { readonly state: HotswapState; readonly result: HotswapResult };

/**
 * A hotswap as if everything happened at one moment each: a change swaps and is answered truthfully, or is refused and does
 * nothing; a write goes to the one chardev that the handle is at. Source: SAFE-02 to SAFE-04, SAFE-10, SAFE-14, ENG-16.
 */
export function hotswapSpecification(initial: HotswapState): Specification<HotswapState, HotswapCall, HotswapResult> {
  return {
    initial,
    outcomes,
    key: keyOf,
    same: (left, right) => JSON.stringify(left) === JSON.stringify(right),
    callText,
    resultText,
  };
}

function outcomes(state: HotswapState, call: HotswapCall): readonly Outcome[] {
  const { chardevs, handles, ends } = state;
  const done = (next: HotswapState): readonly Outcome[] => [{ state: next, result: { done: true } }];
  const refused: Outcome = { state, result: { ok: false } };
  switch (call.do) {
    case 'write':
      return written(state, handles[call.handle] ?? null, call.bytes);
    case 'attempt': {
      const at = handles[call.handle] ?? null;
      return at !== null && ends[at]?.peer === true ? [{ state, result: { bytes: call.bytes, at } }] : [];
    }
    case 'change': {
      const old = chardevs[call.id];
      if (old === undefined) return [refused];
      const moved = Object.entries(handles).map(([handle, at]) => [handle, at === old ? call.to.name : at]);
      const next: HotswapState = {
        chardevs: { ...chardevs, [call.id]: call.to.name },
        handles: Object.fromEntries(moved),
        ends: { ...ends, [call.to.name]: call.to },
      };
      return [{ state: next, result: { ok: true } }, refused];
    }
    case 'attach': {
      const at = chardevs[call.id];
      if (at === undefined || Object.values(handles).includes(at)) return [refused];
      return [{ state: { ...state, handles: { ...handles, [call.handle]: at } }, result: { ok: true } }, refused];
    }
    case 'detach':
      return done({ ...state, handles: { ...handles, [call.handle]: null } });
    case 'add':
      return done({
        ...state,
        chardevs: { ...chardevs, [call.id]: call.end.name },
        ends: { ...ends, [call.end.name]: call.end },
      });
    case 'remove': {
      const at = chardevs[call.id];
      const isFree = at !== undefined && !Object.values(handles).includes(at);
      return [...done(state), ...(isFree ? done(without(state, call.id)) : [])];
    }
    case 'dispose':
      return done(without(state, call.id));
    case 'peer leaves':
    case 'peer returns': {
      const end = ends[call.end];
      if (end === undefined) return done(state);
      return done({ ...state, ends: { ...ends, [call.end]: { ...end, peer: call.do === 'peer returns' } } });
    }
    case 'shut down': {
      const nowhere = Object.keys(handles).map((handle) => [handle, null]);
      return done({ ...state, chardevs: {}, handles: Object.fromEntries(nowhere) });
    }
  }
}

/** Nobody there: -1. No room, or no chardev: 0. */
function written(state: HotswapState, at: string | null, bytes: number): readonly Outcome[] {
  const told = (count: number): Outcome => ({ state, result: { bytes: count, at: count > 0 ? at : null } });
  if (at === null) return [told(0)];
  const end = state.ends[at];
  if (end?.peer !== true) return [told(-1)];
  if (end.endless) return [told(bytes)];
  return Array.from({ length: bytes + 1 }, (_, count) => told(count));
}

/** A chardev is gone, and who was at it is at none. */
function without(state: HotswapState, id: string): HotswapState {
  const at = state.chardevs[id];
  const { [id]: _gone, ...chardevs } = state.chardevs;
  const handles = Object.entries(state.handles).map(([handle, where]) => [handle, where === at ? null : where]);
  return { ...state, chardevs, handles: Object.fromEntries(handles) };
}

function keyOf({ chardevs, handles, ends }: HotswapState): string {
  const sorted = (entries: readonly (readonly [string, unknown])[]): string =>
    entries
      .map(([name, value]) => `${name}:${value}`)
      .sort()
      .join();
  const peers = Object.values(ends).map(({ name, peer }) => [name, peer] as const);
  return `${sorted(Object.entries(chardevs))}|${sorted(Object.entries(handles))}|${sorted(peers)}`;
}

function callText(call: HotswapCall): string {
  const bytes = (count: number): string => `${count} byte${count === 1 ? '' : 's'}`;
  switch (call.do) {
    case 'write':
      return `write of ${bytes(call.bytes)}`;
    case 'attempt':
      return `${bytes(call.bytes)} of a write_all`;
    case 'change':
      return `change of ${call.id} to ${call.to.name}`;
    case 'attach':
      return `attach ${call.handle} to ${call.id}`;
    case 'detach':
      return `detach ${call.handle}`;
    case 'add':
      return `add ${call.id}`;
    case 'remove':
    case 'dispose':
      return `${call.do} ${call.id}`;
    case 'peer leaves':
    case 'peer returns':
      return `${call.do} (${call.end})`;
    case 'shut down':
      return 'shut down';
  }
}

function resultText(result: HotswapResult): string {
  if ('ok' in result) return result.ok ? 'done' : 'refused';
  if ('done' in result) return 'over';
  return result.at === null ? `${result.bytes}` : `${result.bytes} at ${result.at}`;
}
