import { farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import { temporaryPrefix } from '../../../sut/engine/hotswap/hotswap.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { RaceEntry } from './race-entry.ts';
import type { Stage } from './race-stage.ts';
import { quietUser } from './users.ts';

const temporary = `${temporaryPrefix}c`;

function change({ swap }: Stage, name = 'new'): () => Task<void> {
  return () => swap.change('c', farEnd(name));
}

function unplug({ swap, handle }: Stage): () => Task<void> {
  return () => swap.detach(handle);
}

/** The same frontend again. */
function plug({ swap, handle }: Stage, id = 'c', user = quietUser()): () => Task<void> {
  return function* (): Task<void> {
    yield* swap.attach(handle, id, user);
  };
}

/** A second frontend at a chardev. */
function plugOther(stage: Stage, id: string): () => Task<void> {
  const other = stage.swap.createHandle('fe2');
  return function* (): Task<void> {
    yield* stage.swap.attach(other, id, quietUser({ name: 'other device' }));
  };
}

/** Commands, plugs and unplugs while a change is pending. */
export const racesOfCommands: readonly RaceEntry[] = [
  {
    id: 'race/swap-twice',
    title: 'a second change while the first is pending',
    clauses: ['SWAP-D13'],
    shows: [{ race: 'RACE-08', property: 'internal id shows' }],
    setup: {
      cast(stage): void {
        stage.writers();
        stage.acts('command', change(stage), change(stage, 'newer'));
      },
    },
  },
  {
    id: 'race/unplug',
    title: 'the frontend is unplugged while a change is pending',
    clauses: ['SWAP-D14'],
    shows: [{ race: 'RACE-14', property: 'chardev left over' }],
    setup: {
      cast(stage): void {
        stage.acts('device', unplug(stage));
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/answers',
    title: 'the answer to a change whose frontend is unplugged',
    clauses: ['SWAP-D05'],
    shows: [{ race: 'RACE-07', property: 'untrue answer' }],
    setup: {
      watched: ['untrue answer'],
      cast(stage): void {
        stage.acts('device', unplug(stage));
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/replug',
    title: 'the frontend is unplugged and plugged in again between two changes',
    shows: [{ race: 'RACE-15', property: 'refused for nothing' }],
    setup: {
      cast(stage): void {
        stage.acts('device', unplug(stage), plug(stage));
        stage.acts('command', change(stage), change(stage, 'newer'));
      },
    },
  },
  {
    id: 'race/unplug-twice',
    title: 'a change, then unplugged, plugged in, and unplugged again',
    shows: [{ race: 'RACE-16', property: 'deleted twice' }],
    setup: {
      cast(stage): void {
        stage.acts('device', unplug(stage), plug(stage), unplug(stage));
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/temporary-removed',
    title: 'somebody removes the chardev that a pending change has made',
    clauses: ['SWAP-D04'],
    shows: [{ race: 'RACE-09', property: 'nothing dereferenced' }],
    setup: {
      cast(stage): void {
        stage.acts('command', change(stage));
        stage.acts('other', () => stage.swap.remove(temporary));
      },
    },
  },
  {
    id: 'race/temporary-removed-again',
    title: 'a change, its new chardev removed, a second change',
    shows: [{ race: 'RACE-10', property: 'name left over' }],
    setup: {
      cast(stage): void {
        stage.acts('command', change(stage), () => stage.swap.remove(temporary), change(stage, 'newer'));
      },
    },
  },
  {
    id: 'race/temporary-attached',
    title: 'a device attaches to the chardev that a pending change has made',
    clauses: ['SWAP-D04'],
    shows: [{ race: 'RACE-11', property: 'process aborts' }],
    setup: {
      cast(stage): void {
        stage.acts('command', change(stage));
        stage.acts('device', plugOther(stage, temporary));
      },
    },
  },
  {
    id: 'race/temporary-changed',
    title: 'somebody changes the chardev that a pending change has made',
    clauses: ['SWAP-D08'],
    shows: [{ race: 'RACE-12', property: 'change of others' }],
    setup: {
      cast(stage): void {
        stage.acts('command', change(stage));
        stage.acts('other', () => stage.swap.change(temporary, farEnd('newer')));
      },
    },
  },
  {
    id: 'race/temporary-owned',
    title: 'a user owns a chardev of that name',
    shows: [{ race: 'RACE-13', property: 'internal id shows' }],
    setup: {
      cast(stage): void {
        stage.swap.add(temporary, farEnd('own'));
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/former-user',
    title: 'another device, without be_change, takes the place of the first',
    shows: [{ race: 'RACE-17', property: 'handler of a former user' }],
    setup: {
      cast(stage): void {
        const successor = quietUser({ name: 'successor', changed: null });
        stage.acts('device', unplug(stage), plug(stage, 'c', successor));
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/handler-unregistered',
    title: 'the frontend takes its be_change back while a change is pending',
    shows: [{ race: 'RACE-18', property: 'nothing called' }],
    setup: {
      cast(stage): void {
        stage.acts('command', change(stage));
        stage.acts('device', () => stage.swap.setChanged(stage.handle, null));
      },
    },
  },
  {
    id: 'race/recording',
    title: 'a change while a log of the machine is recorded that does not speak of the chardev, and a vCPU writes',
    clauses: ['ENG-32', 'SAFE-20', 'RR-08'],
    shows: [{ race: 'RACE-41', property: 'swap not logged' }],
    notReal: true, // the logs of real ones hold no command at all (RR-14)
    setup: {
      recording: true,
      cast(stage): void {
        stage.writers();
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/shutdown',
    title: 'the machine ends while a change is pending',
    shows: [{ race: 'RACE-35', property: 'nothing dereferenced' }],
    setup: {
      cast(stage): void {
        stage.acts('command', change(stage));
        stage.acts('shutdown', () => stage.swap.shutDown());
      },
    },
  },
  {
    id: 'race/owner-deletes',
    title: 'the owner of the chardev deletes it and another takes its name while a change is pending',
    shows: [
      { race: 'RACE-42', property: 'change of others' },
      { race: 'RACE-42', property: 'nothing dereferenced' },
    ],
    setup: {
      cast(stage): void {
        const other = plugOther(stage, 'c');
        stage.acts(
          'owner',
          () => stage.swap.dispose('c'),
          function* (): Task<void> {
            stage.swap.add('c', farEnd('other'));
            yield* other();
          },
        );
        stage.acts('command', change(stage));
      },
    },
  },
  {
    id: 'race/owner-deletes-against-writers',
    title: 'the owner of the chardev deletes it while vCPUs write, and the frontend goes to another',
    shows: [
      { race: 'RACE-43', property: 'use after free' },
      { race: 'RACE-43', property: 'lock made again while held' },
    ],
    setup: {
      cast(stage): void {
        stage.swap.add('d', farEnd('other'));
        stage.writers();
        stage.acts('owner', () => stage.swap.dispose('c'), plug(stage, 'd'));
      },
    },
  },
  {
    id: 'race/mux',
    title: 'a change to a mux with a base of its own',
    clauses: ['SWAP-D04', 'SWAP-D08'],
    shows: [{ race: 'RACE-36', property: 'internal id shows' }],
    notReal: true,
    setup: {
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { mux: true })));
      },
    },
  },
  {
    id: 'race/failing',
    title: 'a change to what cannot be opened, with and without a frontend',
    clauses: ['SWAP-D06', 'ENG-14'],
    shows: [{ race: 'RACE-S01', property: 'chardev lost' }],
    setup: {
      cast(stage): void {
        stage.writers();
        stage.acts('device', unplug(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { fails: true })));
      },
    },
    writersDefault: 0,
  },
];
