import type { ModelState, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** What a chardev tells its frontend. Source: CHR-50. */
export type FrontendEvent = 'OPENED' | 'CLOSED' | 'BREAK' | 'MUX_IN' | 'MUX_OUT';

/** Who holds a frontend handle: a device, a witness, a monitor, a mux on its base, or a hub on one of its members. */
export type Owner =
  | { readonly is: 'port' | 'virtio' | 'usb' | 'witness' | 'debugcon' | 'monitor'; readonly id: string }
  | { readonly is: 'mux'; readonly label: string }
  | { readonly is: 'hub'; readonly label: string; readonly index: number };

/** A frontend handle. `open`: its fe_open; `listening`: its handlers are set; `slot`: its place in a mux. Source: CHR-31. */
export type Frontend = {
  readonly key: FrontendKey;
  readonly owner: Owner;
  readonly chardev: string | null;
  readonly slot: number;
  readonly open: boolean;
  readonly listening: boolean;
};

/** Names a frontend handle within the state. */
export type FrontendKey = string;

/** The key of a port or witness. */
export function portKey(id: string): FrontendKey {
  return `port ${id}`;
}

/** The key that an owner's handle has. */
export function keyOf(owner: Owner): FrontendKey {
  if (owner.is === 'mux') return `mux ${owner.label}`;
  if (owner.is === 'monitor') return `monitor ${owner.id}`;
  return owner.is === 'hub' ? `hub ${owner.index} ${owner.label}` : portKey(owner.id);
}

/** The handle, `null` when there is none. */
export function frontendOf(state: ModelState, key: FrontendKey | null): Frontend | null {
  return key === null ? null : (state.frontends.get(key) ?? null);
}

/** Adds or replaces a handle. */
export function putFrontend(turn: Turn, frontend: Frontend): void {
  putEntry(turn, 'frontends', frontend.key, frontend);
}

/** Replaces members of a handle that is there. */
export function changeFrontend(turn: Turn, key: FrontendKey, members: Partial<Frontend>): void {
  const frontend = turn.state.frontends.get(key);
  if (frontend === undefined) return;
  const { owner, chardev, slot, open, listening } = frontend;
  putFrontend(turn, Object.assign({ key, owner, chardev, slot, open, listening }, members));
}

/** Forgets a handle. */
export function dropFrontend(turn: Turn, key: FrontendKey): void {
  dropEntry(turn, 'frontends', key);
}

/** A handle that is attached to nothing. */
export function looseFrontend(owner: Owner): Frontend {
  return { key: keyOf(owner), owner, chardev: null, slot: 0, open: false, listening: false };
}
