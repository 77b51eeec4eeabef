import type { FarEnd } from './far-end.ts';
import type { Handle, User } from './handle.ts';

/** How far a change has come; the last four are final. Source: ENG-04. */
export type RequestState = 'scheduled' | 'committing' | 'done' | 'rolled back' | 'cancelled' | 'refused';

/**
 * A change came so far: the `seq`-th wish of all, after so many steps of the run. `old`, `new`: generations of its
 * frontend's place, when it was asked for and now. Source: SLOG's kind swap, ENG-32.
 */
export type SwapEntry = {
  readonly after: number;
  readonly seq: number;
  readonly id: string;
  readonly st: RequestState;
  readonly old: number;
  readonly new: number;
};

/** One wish to change a chardev. */
export type Request = {
  /** Counts all of them, from 0. */
  readonly seq: number;
  readonly id: string;
  readonly old: FarEnd | null;
  fresh: FarEnd | null;
  readonly handle: Handle | null;
  readonly generation: number;
  /** Changed by `become` alone. */
  readonly state: RequestState;
  /** Whether each answer said that all is well. */
  readonly answers: { readonly ok: boolean; readonly text: string }[];
  /** What the frontend saw when the commit began, and who it was. */
  before: {
    readonly events: number;
    readonly open: boolean;
    readonly listening: boolean;
    readonly user: User | null;
  } | null;
};

/** A request that nothing was done for. */
export function createRequest(seq: number, id: string, old: FarEnd | null, handle: Handle | null): Request {
  return {
    seq,
    id,
    old,
    fresh: null,
    handle,
    generation: handle?.generation ?? 0,
    state: 'scheduled',
    answers: [],
    before: null,
  };
}

/** The one reply, or a further one. */
export function answer(request: Request, ok: boolean, text: string): void {
  request.answers.push({ ok, text });
}
