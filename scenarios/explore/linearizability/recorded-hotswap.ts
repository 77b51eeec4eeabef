import type { FarEnd, FarEndSpec } from '../../../sut/engine/hotswap/far-end.ts';
import type { Handle } from '../../../sut/engine/hotswap/handle.ts';
import type { Hotswap } from '../../../sut/engine/hotswap/hotswap.ts';
import { answers } from '../../../sut/engine/hotswap/judge.ts';
import type { Call } from '../../../sut/engine/hotswap/ledger.ts';
import { type Access, type Step, step } from '../../../sut/runtime/step.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { Operation } from './history.ts';
import { historyLines } from './history-lines.ts';
import {
  type FarEndState,
  type HotswapCall,
  type HotswapResult,
  type HotswapState,
  hotswapSpecification,
} from './hotswap-specification.ts';
import { linearize } from './linearize.ts';

type Entry = {
  -readonly [Key in keyof Operation<HotswapCall, HotswapResult>]: Operation<HotswapCall, HotswapResult>[Key];
};

/** A hotswap whose calls and returns are written down. */
export type RecordedHotswap = {
  readonly swap: Hotswap;
  readonly history: readonly Operation<HotswapCall, HotswapResult>[];
  /** To be called before the first thread runs: what is there then is where the history begins. */
  begin(handles: readonly Handle[], threads: readonly string[]): void;
  /** To be called after each step: an answer to a change is a return. */
  notice(): void;
  /** Why no order of the calls explains what they returned; null when one does, `unknown` when none was found in time. */
  contradiction(): readonly string[] | 'unknown' | null;
};

/**
 * Calls and returns become visible steps, so that no order of two calls is taken for another: a call conflicts with the
 * returns of others, and with the answers of changes; calls and returns with their like do not. Source: XL-3.
 */
export function recordedHotswap(swap: Hotswap): RecordedHotswap {
  const { exchange } = swap;
  const { scheduler } = exchange;
  const history: Entry[] = [];
  const changes: { readonly entry: Entry; readonly request: number }[] = [];
  let names: readonly string[] = [];
  let links: readonly (readonly string[])[] = [];
  let moment = 0;
  let initial: HotswapState = { chardevs: {}, handles: {}, ends: {} };
  const now = (): number => {
    moment += 1;
    return moment;
  };
  const thread = (): string => scheduler.current?.name ?? 'nobody';
  const invoked = (call: HotswapCall, objects: readonly string[]): Entry => {
    const entry: Entry = { thread: thread(), call, result: null, from: now(), to: null, objects };
    history.push(entry);
    return entry;
  };
  const returned = (entry: Entry, result: HotswapResult): void => {
    entry.result = result;
    entry.to = now();
  };
  const calling = (): Step =>
    step('access', field(thread(), false), [answers, ...names.map((name) => field(name, false))]);
  const returning = (): Step => step('access', field(thread(), true));
  function* around<T>(
    call: HotswapCall,
    objects: readonly string[],
    run: () => Task<T>,
    result: (value: T) => HotswapResult,
  ): Task<T> {
    yield calling();
    const entry = invoked(call, objects);
    const value = yield* run();
    yield returning();
    returned(entry, result(value));
    return value;
  }
  const quietly = (call: HotswapCall, objects: readonly string[], run: () => Task<void>): Task<void> =>
    around(call, objects, run, () => ({ done: true }));
  function* write(handle: Handle, call: Call): Task<number> {
    yield calling();
    const objects = [handle.name];
    const entry = call.all ? null : invoked({ do: 'write', handle: handle.name, bytes: call.bytes }, objects);
    let from = now();
    let at: string | null = null;
    const accepted = (end: FarEnd, count: number): void => {
      call.accepted(end, count);
      if (count <= 0) return;
      at = end.name;
      if (!call.all) return;
      const to = now();
      const part: HotswapCall = { do: 'attempt', handle: handle.name, bytes: count };
      history.push({ thread: thread(), call: part, result: { bytes: count, at: end.name }, from, to, objects });
      from = now();
    };
    const count = yield* swap.write(handle, watched(call, accepted));
    yield returning();
    if (entry !== null) returned(entry, { bytes: count, at });
    return count;
  }
  function* change(id: string, spec: FarEndSpec): Task<void> {
    yield calling();
    const entry = invoked({ do: 'change', id, to: stateOf(spec) }, [id, spec.name]);
    changes.push({ entry, request: exchange.requests.length });
    yield* swap.change(id, spec);
    yield returning();
  }
  const recorded: Hotswap = {
    ...swap,
    write,
    change,
    attach: (handle, id, user) =>
      around(
        { do: 'attach', handle: handle.name, id },
        [handle.name, id],
        () => swap.attach(handle, id, user),
        (ok) => ({
          ok,
        }),
      ),
    detach: (handle) => quietly({ do: 'detach', handle: handle.name }, [handle.name], () => swap.detach(handle)),
    remove: (id) => quietly({ do: 'remove', id }, [id], () => swap.remove(id)),
    dispose: (id) => quietly({ do: 'dispose', id }, [id], () => swap.dispose(id)),
    peerLeaves: (end) => quietly({ do: 'peer leaves', end: end.name }, [end.name], () => swap.peerLeaves(end)),
    peerReturns: (end) => quietly({ do: 'peer returns', end: end.name }, [end.name], () => swap.peerReturns(end)),
    shutDown: () => quietly({ do: 'shut down' }, everything(exchange.handles), () => swap.shutDown()),
    add(id, spec): void {
      if (scheduler.current !== null)
        returned(invoked({ do: 'add', id, end: stateOf(spec) }, [id, spec.name]), { done: true });
      swap.add(id, spec);
    },
  };
  return {
    swap: recorded,
    history,
    begin(handles, threads): void {
      names = threads;
      const chardevs = [...exchange.chardevs].map(([id, end]) => [id, end.name] as const);
      initial = {
        chardevs: Object.fromEntries(chardevs),
        handles: Object.fromEntries(handles.map(({ name, chr }) => [name, chr.value?.name ?? null])),
        ends: Object.fromEntries(exchange.farEnds.map(({ spec }) => [spec.name, stateOf(spec)])),
      };
      links = handles.flatMap(({ name, chr }) => (chr.value === null ? [] : [[name, chr.value.name, chr.value.label]]));
    },
    notice(): void {
      for (const { entry, request } of changes) {
        const first = exchange.requests[request]?.answers[0];
        if (entry.to === null && first !== undefined) returned(entry, { ok: first.ok });
      }
    },
    contradiction(): readonly string[] | 'unknown' | null {
      const specification = hotswapSpecification(initial);
      const verdict = linearize(specification, history, links);
      if (verdict.kind === 'rejected') return historyLines(specification, history, verdict);
      return verdict.kind === 'unknown' ? 'unknown' : null;
    },
  };
}

function field(name: string, write: boolean): Access {
  return { object: 'history', field: name, write };
}

function stateOf({ name, open, room }: FarEndSpec): FarEndState {
  return { name, peer: open, endless: room === null };
}

function everything(handles: readonly Handle[]): readonly string[] {
  return handles.map(({ name }) => name);
}

function watched(call: Call, accepted: Call['accepted']): Call {
  return {
    bytes: call.bytes,
    all: call.all,
    counted: () => call.counted(),
    accepted,
    descriptors: (count) => call.descriptors(count),
    returns: (count) => call.returns(count),
  };
}
