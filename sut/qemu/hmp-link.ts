import { type Channel, pump, transmit } from './channel.ts';
import type { Libc } from './libc.ts';
import { awaitArrival } from './reply.ts';

/** A scenario's connection to an HMP monitor. */
export type HmpLink = {
  readonly kind: 'hmp';
  readonly monitor: string;
  readonly via: 'pair' | 'listen';
  readonly channel: Channel;
};

const prompt = '(qemu) ';

/** Waits for the banner and the first prompt and drops them. */
export function awaitPrompt(libc: Libc, link: HmpLink, patienceMs: number): boolean {
  const waited = awaitArrival(libc, link.channel, patienceMs, () => link.channel.received.endsWith(prompt));
  if (waited === 'arrived') link.channel.received = '';
  return waited === 'arrived';
}

/**
 * Sends one line and gives what it printed: the echo of the typed line (with its cursor movements, up to the first
 * line end), the prompt, carriage returns and the last line end are taken away. Source: HMP-06.
 */
export function hmpLine(
  libc: Libc,
  link: HmpLink,
  line: string,
  fds: readonly number[],
  patienceMs: number,
): { readonly text: string } | 'silent' | 'gone' {
  pump(libc, link.channel, 0);
  link.channel.received = '';
  if (!transmit(libc, link.channel, `${line}\n`, fds, patienceMs)) return 'gone';
  const waited = awaitArrival(libc, link.channel, patienceMs, () => link.channel.received.endsWith(`\n${prompt}`));
  if (waited !== 'arrived') return waited;
  const all = link.channel.received.slice(0, -prompt.length).replaceAll('\r', '');
  link.channel.received = '';
  return { text: all.slice(all.indexOf('\n') + 1).replace(/\n$/, '') };
}
