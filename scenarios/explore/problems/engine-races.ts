import type { Profile } from '../../../model/language/profile.ts';
import { addChardev, removeChardev } from '../../../sut/engine/chardev/registry.ts';
import { failure } from '../../../sut/engine/failure.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import {
  com1,
  connects,
  file,
  judgeBytes,
  judgeDescriptors,
  judgeTimers,
  judgeTold,
  letters,
  listener,
  listens,
  listensWithFullQueue,
  logged,
  readAll,
  readFile,
  reconnect,
  ring,
  server,
  witness,
  witnessOf,
  writers,
} from './engine-judges.ts';
import { engineRacesOfFrontends } from './engine-races-of-frontends.ts';
import { engineRacesOfMonitors } from './engine-races-of-monitors.ts';
import type { EngineRace } from './engine-stage.ts';
import { got } from './got.ts';

/** A client that connects again after a second, in the words of each release. Source: SOCK-07, GETFD-08. */
function connectsAgain({ reconnectSeconds }: Profile): readonly string[] {
  return ['-chardev', `socket,id=c,path=/tmp/far,${reconnectSeconds ? 'reconnect=1' : 'reconnect-ms=1000'}`];
}

/** Races on the engine's own chardevs, backends and monitors. */
export const engineRaces: readonly EngineRace[] = [
  ...engineRacesOfMonitors,
  ...engineRacesOfFrontends,
  {
    id: 'engine/swap',
    title: 'a change of file to file under a 16550 while vCPUs write',
    clauses: ['SAFE-02', 'SAFE-03', 'SAFE-14', 'ENG-17', 'ENG-19', 'ENG-21'],
    words: ['-chardev', 'file,id=c,path=/tmp/old,logfile=/tmp/log'],
    ports: [com1],
    writersDefault: 2,
    cast(stage): () => void {
      writers(stage);
      stage.acts('command', stage.change(file));
      return () => {
        judgeBytes(stage, readFile(stage.client, '/tmp/old') + readFile(stage.client, '/tmp/new'));
        judgeDescriptors(stage, 1);
      };
    },
  },
  {
    id: 'engine/swap-twice',
    title: 'two changes by two clients while a vCPU writes',
    clauses: ['SAFE-11', 'SAFE-17', 'ENG-14'],
    words: ['-chardev', 'file,id=c,path=/tmp/old'],
    ports: [com1],
    writersDefault: 1,
    cast(stage): () => void {
      writers(stage);
      stage.acts('command', stage.change(file));
      stage.acts('other', stage.change(logged({ type: 'file', out: '/tmp/newer', in: null, append: true })));
      return () => {
        const { client } = stage;
        judgeBytes(stage, readFile(client, '/tmp/old') + readFile(client, '/tmp/new') + readFile(client, '/tmp/newer'));
        judgeDescriptors(stage, 1);
      };
    },
  },
  {
    id: 'engine/swap-disconnect',
    title: 'a change from a socket to a ring buffer while its client leaves and another comes',
    clauses: ['SAFE-05', 'SAFE-06', 'ENG-12', 'ENG-13', 'RACE-34'],
    words: ['-chardev', 'socket,id=c,path=/tmp/s,server=on,wait=off'],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const { client } = stage;
      const peer = listener(stage, 'listens');
      const first = connects(client);
      stage.outside(
        'peer',
        () => void client.close(first),
        () => void reconnect(client),
      );
      stage.acts('command', stage.change(ring));
      return () => {
        judgeTold(stage, peer.takeRecords());
        judgeDescriptors(stage, 2);
      };
    },
  },
  {
    id: 'engine/swap-refused',
    title: 'a change that be_change refuses after it has set its handlers, while a client comes',
    clauses: ['SAFE-05', 'SAFE-10', 'ENG-22', 'RACE-S11'],
    words: ['-chardev', 'socket,id=c,path=/tmp/s,server=on,wait=off'],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const peer = listener(stage, 'listens-and-refuses');
      stage.outside('peer', () => void reconnect(stage.client));
      stage.acts('command', stage.change(file));
      return () => {
        judgeTold(stage, peer.takeRecords());
        judgeDescriptors(stage, 2);
      };
    },
  },
  {
    id: 'engine/refused-server',
    title: 'a change to a server that is cancelled or carried out, while somebody tries to connect to it',
    clauses: ['RACE-38', 'SAFE-10', 'ENG-15', 'ENG-26'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const device = witnessOf(stage);
      device.answerChanges('listens');
      let connected = false;
      stage.acts(
        'device',
        () => device.setHandlers(true),
        () => device.detach(),
      );
      stage.acts('command', stage.change(logged(server)));
      stage.outside('peer', () => {
        connected = reconnect(stage.client);
      });
      return () => {
        const isServer = stage.machine.chardevs.get('c')?.type === 'socket';
        if (connected && !isServer)
          stage.violate('refusal shows', 'somebody has connected to a chardev that never was', ['SAFE-10']);
        if (!isServer && reconnect(stage.client))
          stage.violate('refusal shows', 'somebody listens for a chardev that never was', ['SAFE-10']);
      };
    },
  },
  {
    id: 'engine/readd-connecting',
    title: 'a client whose connect hangs is removed and added again under its id, while the server takes what waits',
    clauses: ['RACE-S06', 'ENG-27', 'SAFE-08'],
    words: connectsAgain,
    ports: [],
    writersDefault: 0,
    before: listensWithFullQueue,
    cast(stage): () => void {
      const { machine, client } = stage;
      const again = logged(server);
      stage.acts(
        'command',
        function* (): Task<void> {
          yield* removeChardev(machine, 'c');
          judgeTimers(stage);
        },
        function* (): Task<void> {
          const added = yield* addChardev(machine, 'c', again, () => failure('no name'));
          if (!added.ok) stage.violate('id lost', `c cannot be added again: ${added.text}`, ['ENG-27']);
        },
      );
      stage.outside('server', () => void client.accept(0));
      return () => judgeDescriptors(stage, 2);
    },
  },
  {
    id: 'engine/swap-connecting',
    title:
      'a client whose connect hangs is exchanged for a server, and that for a ring buffer, while the queue is emptied',
    clauses: ['RACE-S05', 'ENG-27', 'SAFE-08'],
    words: connectsAgain,
    ports: [com1],
    writersDefault: 0,
    before: listensWithFullQueue,
    cast(stage): () => void {
      stage.acts('command', stage.change(logged(server)), stage.change(ring));
      stage.outside('server', () => void stage.client.accept(0));
      return () => judgeDescriptors(stage, 1);
    },
  },
  {
    id: 'engine/same-path',
    title: 'a change from a server to one at the same path, while a client comes',
    clauses: ['RACE-S02', 'RACE-37', 'SAFE-19', 'ENG-15', 'ENG-21'],
    words: ['-chardev', 'socket,id=c,path=/tmp/s,server=on,wait=off'],
    ports: [com1],
    writersDefault: 0,
    cast(stage): () => void {
      stage.acts('command', stage.change(logged(server)));
      stage.outside('peer', () => {
        if (!reconnect(stage.client)) stage.violate('nobody listens', 'the path of the server is gone', ['SAFE-19']);
      });
      return () => {
        if (!reconnect(stage.client)) stage.violate('nobody listens', 'the path of the server is gone', ['SAFE-19']);
      };
    },
  },
  {
    id: 'engine/full-pipe',
    title: 'a change from a full pipe to a ring buffer while vCPUs write and somebody drains it',
    clauses: ['RACE-S03', 'RACE-31', 'SAFE-07', 'ENG-25'],
    words: ['-chardev', 'pipe,id=c,path=/tmp/p'],
    ports: [com1],
    writersDefault: 1,
    before(client): void {
      got(client.mkfifo('/tmp/p.in'));
      got(client.mkfifo('/tmp/p.out'));
    },
    cast(stage): () => void {
      const { client } = stage;
      const end = got(client.open('/tmp/p.out', { access: 'rw', flags: ['nonblock'] }));
      while (client.write(end, new Uint8Array(4096).fill(0x2e)).ok);
      writers(stage);
      stage.outside('drain', () => void client.read(end, 65536));
      stage.acts('command', stage.change(ring));
      return () => {
        const chardev = stage.machine.chardevs.get('c');
        const kept = String.fromCharCode(...(chardev?.backend.ring?.read(4096) ?? []));
        judgeBytes(stage, kept + readAll(client, end).replace(/\./g, ''));
      };
    },
  },
  {
    id: 'engine/remove-reconnecting',
    title: 'chardev-remove of a client that connects again and again, while a server comes and time passes',
    clauses: ['SAFE-08', 'ENG-27', 'SOCK-05'],
    words: connectsAgain,
    ports: [],
    writersDefault: 0,
    cast(stage): () => void {
      const { machine, client } = stage;
      stage.outside(
        'time',
        () => machine.clock.moveTo(machine.clock.nowNs + 1_000_000_000),
        () => machine.clock.moveTo(machine.clock.nowNs + 1_000_000_000),
      );
      stage.outside('server', () => listens(client));
      stage.acts('command', function* (): Task<void> {
        yield* removeChardev(machine, 'c');
        judgeTimers(stage);
      });
      return () => judgeDescriptors(stage, 0);
    },
  },
  {
    id: 'engine/pty-disconnect',
    title: 'the client of a pty leaves while vCPUs write, and the chardev is changed',
    clauses: ['PTY-07', 'SAFE-08'],
    words: ['-chardev', 'pty,id=c'],
    ports: [com1],
    writersDefault: 1,
    cast(stage): () => void {
      const { client, machine } = stage;
      const slave = got(
        client.open(machine.chardevs.get('c')?.backend.slavePath ?? '', { access: 'rw', flags: ['nonblock'] }),
      );
      writers(stage);
      stage.outside('peer', () => void client.close(slave));
      stage.acts('command', stage.change(file));
      return () => {
        judgeDescriptors(stage, 1);
        judgeTimers(stage);
        const [all] = [readFile(client, '/tmp/new')];
        if (!letters.startsWith(all)) stage.violate('bytes lost or doubled', `the file has '${all}'`, ['SAFE-02']);
      };
    },
  },
];
