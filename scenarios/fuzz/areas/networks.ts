import type { Action, SocketPlace } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { type Area, type Kind, kind, qmp, type Start } from '../area.ts';
import type { Draw } from '../draw.ts';
import { arrival } from '../first-clients.ts';
import { listeningPlaces, type View } from '../view.ts';
import { firstWords } from '../wire.ts';
import { lifeOf } from './chardevs.ts';
import { passing } from './datagrams.ts';
import { spokenOutput } from './episodes.ts';
import { arrivals, looks, peers } from './traffic.ts';

const names = ['a', 'b', 'a+1', 'far'] as const;

/** Clients of TCP servers come; who speaks websocket asks at once, mostly. */
const calls = kind('connect to a port', 6, (draw, view): readonly Action[] | undefined => {
  if (view.handles('socket').length > 8) return undefined;
  const open = listeningPlaces(view).flatMap(({ at, stem }) => (at.is === 'inet' ? [{ at, stem }] : []));
  const found = draw.chance(0.97) ? draw.some(open) : undefined;
  if (found === undefined && !draw.chance(0.1)) return undefined;
  const as = view.fresh(found?.stem ?? 'k');
  const port = found === undefined ? draw.pick(names) : portIn(found.at.port);
  if (port === undefined) return undefined;
  const place: SocketPlace = found?.at.host.includes(':') ? { port, host: '::1' } : { port };
  const words = firstWords(draw, as, view.state.fronts.size > 0).map(
    (bytes): Action => ({ do: 'write', to: as, bytes }),
  );
  if (port.startsWith('chardev ') && !view.simulated) return undefined; // known there once a monitor has told it
  return [{ do: 'connect-socket', as, ...place }, ...words];
});

/** What is within `{port:…}`. */
function portIn(word: string): string | undefined {
  return /^\{port:(.*)\}$/.exec(word)?.[1];
}

/** Shuts connections down by force, of whatever has some. */
const yanks: readonly Kind[] = [
  kind('yank', 1, (draw, view) => {
    const one = draw.some(view.chardevs('socket'))?.label ?? 'n0';
    const instances: Value[] = [{ type: 'chardev', id: draw.chance(0.95) ? one : 'nobody' }];
    return qmp('yank', { instances });
  }),
  kind('query-yank', 1, () => qmp('query-yank')),
];

/** What only TCP has, and listeners of the scenario. */
const network: readonly Kind[] = [
  calls,
  kind('reset', 1, (draw, view) => {
    const tcp = view.handles('socket').filter(({ family }) => family === 'tcp');
    const held = draw.some(tcp);
    return held && { do: 'reset', handle: held.handle };
  }),
  kind('accept', 3, (draw, view) => {
    const held = draw.some(view.handles('listener'));
    return held && { do: 'accept', as: view.fresh('k'), on: held.handle };
  }),
  kind('listen', 1, (draw, view) =>
    view.handles('listener').length > 2 ? undefined : { do: 'listen', as: view.fresh('L'), port: draw.pick(names) },
  ),
];

const protocols = [
  '',
  '',
  ',telnet=on',
  ',telnet=on',
  ',tn3270=on',
  ',tn3270=on',
  ',websocket=on',
  ',websocket=on',
] as const;

/** A monitor on this chardev, or it is left for devices: whether it is. */
function overIt(draw: Draw, start: Start, id: string): boolean {
  const isFree = !draw.chance(0.12);
  if (isFree) start.free.push(id);
  else start.args.push('-mon', `chardev=${id},mode=${draw.pick(['readline', 'control'])}`);
  return isFree;
}

/** Servers that the command line makes, and a client of the scenario's listener. */
function beginNetwork(draw: Draw, start: Start, profile: View['profile']): void {
  for (const [id, port] of [
    ['n0', 'a'],
    ['n1', 'b'],
  ] as const) {
    if (id === 'n1' && draw.chance(0.6)) continue;
    const isTcp = draw.chance(0.75);
    const place = isTcp ? `host=127.0.0.1,port={port:${port}}` : `path={dir}/${id}`;
    const delay = draw.chance(0.1) ? draw.pick([',nodelay=on', ',delay=off', ',delay=on']) : '';
    const word = `socket,id=${id},${place},server=on,wait=off${draw.pick(protocols)}${delay}`;
    start.args.push('-chardev', word);
    const isFree = overIt(draw, start, id);
    const at = isTcp ? { port } : { path: `{dir}/${id}` };
    if (draw.chance(0.4)) start.after.push(...arrival(draw, word, id, at, !isFree).actions); // is there from the beginning
  }
  if (draw.chance(0.3)) start.before.push({ do: 'listen', as: 'L', port: 'far' });
  if (!draw.chance(0.25)) return;
  const again = profile.reconnectSeconds ? `reconnect=${draw.pick([1, 2])}` : 'reconnect-ms=1000';
  const telnet = draw.chance(0.2) ? ',telnet=on' : '';
  start.args.push('-chardev', `socket,id=r0,host=127.0.0.1,port={port:far},${again}${telnet}`);
  start.free.push('r0');
}

/** TCP with telnet, tn3270 and websocket: servers, clients, their peers. */
export const tcp: Area = {
  name: 'tcp',
  clauses: ['SOCK-11', 'SOCK-20', 'TEL-01', 'TEL-02', 'WS-01', 'WS-03', 'CHR-21'],
  needs: ['qmp', 'tcp'],
  begin: beginNetwork,
  kinds: [
    ...lifeOf('tcp', 'tcp', 'tcp', 'ringbuf', 'socket'),
    ...looks,
    ...arrivals,
    ...peers,
    ...network,
    ...passing,
    ...yanks,
    ...spokenOutput,
  ],
};
