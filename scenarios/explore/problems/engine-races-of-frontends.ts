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
  witness,
  witnessOf,
  writers,
} from './engine-judges.ts';
import type { EngineRace } from './engine-stage.ts';

/** What frontends, muxes and hubs do while their chardevs change, open and close. */
export const engineRacesOfFrontends: readonly EngineRace[] = [
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
      return () => {
        judgeDescriptors(stage, stage.machine.chardevs.get('c')?.type === 'file' ? 1 : 0);
        const [answer] = stage.answers;
        if (answer?.ok === false && /cancelled: (?!frontend detached)/.test(answer.text))
          stage.violate('untrue answer', `the frontend has detached, and the answer is ${answer.text}`, ['ENG-23']);
      };
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
    id: 'engine/handlers-away',
    title: 'a change, and the frontend takes its handlers away and sets them again',
    clauses: ['SAFE-15', 'ENG-18', 'ENG-23'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const device = listener(stage, 'listens');
      const type = (): string | undefined => stage.machine.chardevs.get('c')?.type;
      let waited = false;
      let before: string | undefined;
      stage.acts(
        'device',
        function* (): Task<void> {
          before = type();
          waited = stage.asked() > stage.answers.length;
          yield* device.setHandlers(false);
        },
        () => device.setHandlers(true),
      );
      stage.acts('command', stage.change(file));
      return () => {
        if (waited && before !== type())
          stage.violate('cancelled late', 'the change waited while the frontend had no handlers', ['SAFE-15']);
      };
    },
  },
  {
    id: 'engine/hub-open',
    title: 'two members of a hub open and close, and one opens again, while its frontend listens',
    clauses: ['HUB-20', 'HUB-22', 'SAFE-05'],
    words: [
      ...[
        '-chardev',
        'socket,id=m,path=/tmp/s,server=on,wait=off',
        '-chardev',
        'socket,id=n,path=/tmp/t,server=on,wait=off',
      ],
      ...['-chardev', 'hub,id=c,chardevs.0=m,chardevs.1=n'],
    ],
    ports: [witness],
    writersDefault: 0,
    cast(stage): () => void {
      const { client, machine } = stage;
      const peer = witnessOf(stage);
      let ends: readonly number[] = [];
      stage.acts('device', () => peer.setHandlers(true));
      stage.outside(
        'peer',
        () => {
          ends = [connects(client), connects(client, '/tmp/t')];
        },
        () => {
          for (const end of ends) client.close(end);
        },
        () => void connects(client),
      );
      return () => {
        judgeTold(stage, peer.takeRecords());
        const isOpen = ['m', 'n'].some((id) => machine.chardevs.get(id)?.open === true);
        if (machine.chardevs.get('c')?.open !== isOpen)
          stage.violate('told otherwise', `a member is open: ${isOpen}; the hub says otherwise`, ['SAFE-05']);
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
