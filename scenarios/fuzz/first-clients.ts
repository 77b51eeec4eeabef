import type { Action, SocketPlace } from '../../model/language/action.ts';
import { perhaps } from './area.ts';
import type { Draw } from './draw.ts';
import { firstWords, stemOf } from './wire.ts';

/** How often a session has servers that a launch waits at. */
const waitsShare = 0.06;
const noClient = ',server=on,wait=off';

/** The words of a launch with some servers that wait, and what the client does until it is through. */
export type WaitedLaunch = { readonly args: readonly string[]; readonly clients: readonly Action[] };

/**
 * Lets the launch wait at some of the servers among its words, `server=on,wait=off` all, each until a client has come, in their
 * order. Source: SOCK-02.
 */
export function drawFirstClients(draw: Draw, args: readonly string[]): WaitedLaunch {
  if (!draw.chance(waitsShare)) return { args, clients: [] };
  const clients: Action[] = [];
  const words = args.map((word, at) => {
    const place = args[at - 1] === '-chardev' && word.includes(noClient) ? placeOf(word) : undefined;
    if (place === undefined || !draw.chance(0.7)) return word;
    clients.push(...firstClient(draw, word, place, clients.length));
    return word.replace(noClient, draw.pick([',server=on,wait=on', ',server=on']));
  });
  if (clients.length === 0) return { args, clients };
  return { args: words, clients: [...clients, { do: 'wait-launch' }] };
}

function placeOf(word: string): SocketPlace | undefined {
  const path = /,path=([^,]+)/.exec(word)?.[1];
  const port = /,port=\{port:([^}]+)\}/.exec(word)?.[1];
  if (path !== undefined) return { path };
  return port === undefined ? undefined : { port };
}

/**
 * A client of the server that this word of a launch makes, and what one says first there; its handle ends in `name`. `isTyped`:
 * to a human monitor, perhaps.
 */
export function arrival(
  draw: Draw,
  word: string,
  name: string,
  place: SocketPlace,
  isTyped: boolean,
): { readonly as: string; readonly actions: readonly Action[] } {
  const has = (option: string): boolean => word.includes(`,${option}=on`);
  const stem = stemOf({ telnet: has('telnet'), tn3270: has('tn3270'), websocket: has('websocket'), server: true });
  const as = `${stem}${name}`;
  const says = firstWords(draw, as, isTyped).map((bytes): Action => ({ do: 'write', to: as, bytes }));
  return { as, actions: [{ do: 'connect-socket', as, ...place }, ...says] };
}

/** One comes, says something or nothing, and may leave at once, or have another one behind it. */
function firstClient(draw: Draw, word: string, place: SocketPlace, count: number): readonly Action[] {
  const { as, actions } = arrival(draw, word, `0${count}`, place, true);
  return [
    ...perhaps(draw, [0.2, { do: 'wait-launch' }]),
    ...actions,
    ...perhaps(draw, [0.15, { do: 'close', handle: as }], [0.15, { do: 'connect-socket', as: `${as}0`, ...place }]),
  ];
}
