import { removeChardev } from '../../../sut/engine/chardev/registry.ts';
import { atOnce, type Task } from '../../../sut/runtime/task.ts';
import {
  attaching,
  com1,
  connects,
  file,
  judgeBytes,
  judgeDescriptors,
  judgeInput,
  judgeTold,
  listener,
  listening,
  listens,
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
import { engineRacesOfMonitors } from './engine-races-of-monitors.ts';
import type { EngineRace } from './engine-stage.ts';
import { got } from './got.ts';

/** Races on the engine's own chardevs, backends and monitors. */
export const engineRaces: readonly EngineRace[] = [
  ...engineRacesOfMonitors,
  {
    id: 'engine/swap',
    title: 'a change of file to file under a 16550 while vCPUs write',
    clauses: ['SAFE-02', 'SAFE-03', 'SAFE-14', 'ENG-17', 'ENG-19', 'ENG-21'],
    words: ['-chardev', 'file,id=c,path=/tmp/old'],
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
    id: 'engine/swap-unplug',
    title: 'a change, and the frontend detaches and attaches again',
    clauses: ['SAFE-08', 'SAFE-15', 'ENG-23', 'RACE-14'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const device = witnessOf(stage);
      device.answerChanges('listens');
      stage.acts(
        'device',
        () => device.setHandlers(true),
        () => device.detach(),
        attaching(stage, device),
      );
      stage.acts('command', stage.change(file));
      return () => judgeDescriptors(stage, stage.machine.chardevs.get('c')?.type === 'file' ? 1 : 0);
    },
  },
  {
    id: 'engine/handler-gone',
    title: 'a change, and the frontend takes its handler of changes back',
    clauses: ['SAFE-11', 'SAFE-15', 'ENG-18', 'ENG-23', 'RACE-18'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const device = witnessOf(stage);
      const type = (): string | undefined => stage.machine.chardevs.get('c')?.type;
      device.answerChanges('listens');
      let before: string | undefined;
      stage.acts(
        'device',
        () => device.setHandlers(true),
        () =>
          atOnce(() => {
            before = type();
            device.answerChanges('none');
          }),
      );
      stage.acts('command', stage.change(file));
      return () => {
        if (before !== type())
          stage.violate('handler of a former user', `c was a ${before} when its handler went, and is a ${type()}`, [
            'ENG-18',
          ]);
      };
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
    id: 'engine/hub-members',
    title: 'members of a hub disconnect while its frontend writes',
    clauses: ['Q-HUB-3', 'SAFE-02'],
    words: [
      ...['-chardev', 'socket,id=m,path=/tmp/s,server=on,wait=off', '-chardev', 'ringbuf,id=r'],
      ...['-chardev', 'hub,id=c,chardevs.0=m,chardevs.1=r'],
    ],
    ports: [com1],
    writersDefault: 2,
    cast(stage): () => void {
      const { client } = stage;
      const member = connects(client);
      writers(stage);
      stage.outside('peer', () => void client.close(member));
      return () => {
        const kept = String.fromCharCode(...(stage.machine.chardevs.get('r')?.backend.ring?.read(4096) ?? []));
        judgeBytes(stage, kept);
      };
    },
  },
  {
    id: 'engine/remove-reconnecting',
    title: 'chardev-remove of a client that connects again and again, while a server comes and time passes',
    clauses: ['SAFE-08', 'ENG-27', 'SOCK-05'],
    words: ['-chardev', 'socket,id=c,path=/tmp/far,reconnect=1'],
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
      return () => judgeDescriptors(stage, 1);
    },
  },
  {
    id: 'engine/mux-focus',
    title: 'the focus of a mux moves between its frontends while input comes',
    clauses: ['MUX-04', 'MUX-06'],
    words: ['-chardev', 'socket,id=b,path=/tmp/s,server=on,wait=off', '-chardev', 'mux,id=c,chardev=b'],
    ports: [witness, { ...witness, id: 'v' }],
    writersDefault: 0,
    cast(stage): () => void {
      const both = ['w', 'v'].map((id) => witnessOf(stage, id));
      const peer = connects(stage.client);
      for (const each of both) {
        const id = each === both[0] ? 'first' : 'second';
        stage.acts(id, function* (): Task<void> {
          yield* listening(each)();
          yield* each.takeFocus();
        });
      }
      stage.outside(
        'peer',
        () => void stage.client.write(peer, Uint8Array.of(0x61)),
        () => void stage.client.write(peer, Uint8Array.of(0x62)),
      );
      return () => judgeInput(stage, both, 'ab');
    },
  },
];
