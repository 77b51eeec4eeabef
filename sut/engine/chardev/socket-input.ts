import type { Task } from '../../runtime/task.ts';
import { type Chardev, deliver, raise } from './chardev.ts';
import type { Link } from './socket-link.ts';
import type { TelnetFilter } from './telnet-filter.ts';

/** Bytes that one read takes at most. Source: CHR-81. */
export const readMax = 4096;

/** All that was decoded, whatever room is left. */
export function* handRest(link: Link, room: number): Task<void> {
  for (let stream = link.stream; stream !== null && !stream.isDrained(); stream = link.stream) {
    const got = stream.take(Math.min(readMax, room));
    if (got.kind !== 'bytes') return;
    yield* hand(link, got.bytes);
  }
}

/** A telnet server's input loses its commands first. Source: TEL-02, TEL-04. */
export function hand({ chardev, filter }: Link, bytes: Uint8Array): Task<void> {
  return filter === null ? deliver(chardev, bytes) : handFiltered(chardev, filter.feed(bytes));
}

function* handFiltered(chardev: Chardev, filtered: ReturnType<TelnetFilter['feed']>): Task<void> {
  for (let at = 0; at < filtered.breaks; at += 1) yield* raise(chardev, 'break');
  if (filtered.bytes.length > 0) yield* deliver(chardev, filtered.bytes);
}
