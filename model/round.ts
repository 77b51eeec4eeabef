/**
 * What the main loop found ready as it looked, as far as it has not come to it. While requests that were read before wait
 * for it, each of these is served once and what comes of that has to wait for the next look; `further`: how many more times
 * it looks before it takes the next request. Source: QMP-09, GLib's main context (prepare, poll, dispatch), experiment.
 */
export type Round = {
  readonly left: readonly { readonly kind: string; readonly name: string }[];
  readonly further: number;
};

/** What is served as a watch fires, once each time that the loop looks. */
const watches: ReadonlySet<string> = new Set([
  ...['retry', 'watch', 'unblock', 'input', 'wire', 'stray-wire', 'stray'],
  ...['peer-gone', 'let-go', 'accept'],
]);

/** Whether it is served now, before a request that waits. */
export function comesNow({ left }: Round, { kind, name }: Round['left'][number]): boolean {
  return !watches.has(kind) || left.some((each) => each.kind === kind && each.name === name);
}

/** The rest of a round of which one was served. */
export function withoutServed(round: Round, { kind, name }: Round['left'][number]): Round {
  return { ...round, left: round.left.filter((each) => each.kind !== kind || each.name !== name) };
}
