import type { LaunchOptions, PortSpec } from '../../../model/language/action.ts';
import { guestHears, hostClosed, hostOpened, starts, virtio } from '../../driver-steps.ts';
import { fullQueue, inBothUnits } from '../../reconnect.ts';
import type { Expectation, ExpectedMessage, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  command,
  done,
  listens,
  refusal,
  removeChardev,
  serverAt,
  socketPath,
  swapChardev,
  told,
} from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const port: LaunchOptions = { args: ['-chardev', 'ringbuf,id=c'], ports: [com1] };
const client = { addr: { type: 'unix', data: { path: socketPath } }, server: false, reconnect: 1 };
const server = serverAt('{dir}/new');
const empty: ExpectedOutcome = { see: 'return', value: {} };
const design = (repaired: ExpectedOutcome, real: ExpectedOutcome): Expectation => ({
  byProfile: { design: repaired, else: real },
});
const ids = (...names: readonly string[]): ExpectedOutcome => ({
  see: 'return',
  value: names.map((id) => ({ type: 'chardev', id })),
});
const aborted: ExpectedOutcome = { see: 'died', signal: 'SIGABRT' };
const instances = (expectation: Expectation): Step => command('query-yank', {}, expectation);
const noName = "Failed to add chardev 'type': attempt to add duplicate property 'type' to object (type 'container')";
const neverAdded = refusal(noName);
const taken = (id: string): string => `Failed to add chardev '${id}': duplicate yank instance`;
/** Commands and answers of one write. */
const added = (id: string): string =>
  JSON.stringify({ execute: 'chardev-add', arguments: { id, backend: { type: 'socket', data: client } } });
const returned: ExpectedMessage = { return: {} };
const error = (desc: string): ExpectedMessage => ({ error: { class: 'GenericError', desc } });
const answers = (...messages: readonly ExpectedMessage[]): ExpectedOutcome => ({ see: 'messages', messages });
/** What waits in front of the attempt is taken, and then the attempt is through. */
const attemptEnds: readonly Step[] = [
  [{ do: 'accept', as: 'first', on: 'l' }, done],
  [{ do: 'accept', as: 'second', on: 'l' }, done],
];

/** A client whose attempt to connect hangs, and outlives it. Source: RACE-S05, RACE-S06, ENG-27. */
export const leftAttempt: readonly Scenario[] = inBothUnits([
  {
    id: 'race/left-attempt/removed-then-added',
    title: 'no socket can have the id of a client that was removed while its connect hung, until that ends',
    clauses: ['RACE-S06', 'SWAP-S18', 'ENG-27'],
    steps: [
      ...fullQueue,
      addChardev('c', 'socket', client),
      removeChardev('c'),
      instances(design(ids(), ids('c'))),
      addChardev('c', 'socket', server, design(empty, refusal("Failed to add chardev 'c': duplicate yank instance"))),
      removeChardev('c', design(empty, refusal("Chardev 'c' not found"))),
      addChardev('c', 'ringbuf'),
      removeChardev('c'),
      ...attemptEnds,
      instances(ids()),
      addChardev('c', 'socket', server),
      instances(ids('c')),
    ],
  },
  {
    id: 'race/left-attempt/changed-unused',
    title: 'a change of a client whose connect hangs to a server deletes it and cannot make the other',
    clauses: ['RACE-S06', 'RACE-S01', 'SWAP-S04'],
    steps: [
      ...fullQueue,
      addChardev('c', 'socket', client),
      swapChardev('c', 'socket', server, design(empty, refusal("Failed to add chardev 'c': duplicate yank instance"))),
      instances(ids('c')),
      command(
        'query-chardev',
        {},
        design(
          {
            see: 'return',
            value: [{ label: 'c', filename: 'disconnected:unix:{dir}/new,server=on', 'frontend-open': false }],
          },
          { see: 'return', value: [] },
        ),
      ),
      ...attemptEnds,
    ],
  },
  {
    id: 'race/left-attempt/changed-away',
    title: 'after a change away from a client whose connect hangs no change to a socket is taken until that ends',
    clauses: ['RACE-S06', 'SWAP-S18', 'ENG-27'],
    launch: port,
    steps: [
      ...fullQueue,
      swapChardev('c', 'socket', client),
      swapChardev('c', 'ringbuf'),
      instances(design(ids(), ids('c'))),
      swapChardev('c', 'socket', server, design(empty, refusal('duplicate yank instance'))),
      ...attemptEnds,
      swapChardev('c', 'null'),
      swapChardev('c', 'socket', server),
      instances(ids('c')),
    ],
  },
  {
    id: 'race/left-attempt/handed-over',
    title: 'a socket that came after a client whose connect hangs takes the process with it when it goes',
    clauses: ['RACE-S05', 'SWAP-S18', 'ENG-27'],
    launch: port,
    steps: [
      ...fullQueue,
      swapChardev('c', 'socket', client),
      swapChardev('c', 'socket', server),
      instances(ids('c')),
      swapChardev('c', 'ringbuf', {}, { byProfile: { design: empty, 'qemu-11.1': empty, else: aborted } }),
      [{ do: 'accept', as: 'first', on: 'l' }, { byProfile: { 'qemu-11.1': aborted, else: done } }],
      [
        { do: 'accept', as: 'second', on: 'l' },
        { byProfile: { design: done, 'qemu-11.1': done, else: { see: 'errno', errno: 'EAGAIN' } } },
      ],
    ],
  },
  {
    id: 'race/left-attempt/handed-over-and-through',
    title: 'once the attempt is through, the socket that came after it goes as any other',
    clauses: ['RACE-S05', 'SWAP-S18'],
    launch: port,
    steps: [
      ...fullQueue,
      swapChardev('c', 'socket', client),
      swapChardev('c', 'socket', server),
      ...attemptEnds,
      swapChardev('c', 'ringbuf'),
      instances(ids()),
    ],
  },
  {
    id: 'race/left-attempt/never-added',
    title: 'a client whose add fails once it was made connects all the same: its server is told, and loses it at once',
    clauses: ['SOCK-05', 'CHR-13', 'VSER-22'],
    launch: {
      ...virtio(
        [{ id: 'p', kind: 'virtserialport', chardev: 's', nr: 1 }],
        'socket,id=s,path={dir}/s,server=on,wait=off',
      ),
    },
    steps: [
      starts,
      guestHears(),
      addChardev('type', 'socket', client, neverAdded),
      guestHears(hostOpened(1), hostClosed(1)),
      [{ do: 'advance', ms: 3000 }, done],
      guestHears(),
    ],
  },
  {
    id: 'race/left-attempt/added-again-in-one-write',
    title: 'whether the attempt of a client that is gone is through before the command behind it, nobody foresees',
    clauses: ['RACE-S06', 'SOCK-05'],
    steps: [
      [
        { do: 'send', bytes: added('type') + added('type') },
        {
          byProfile: {
            design: answers(error(noName), error(noName)),
            else: {
              oneOf: [answers(error(noName), error(noName)), answers(error(noName), error(taken('type')))],
            },
          },
        },
      ],
      [
        { do: 'send', bytes: `${added('c')}{"execute":"chardev-remove","arguments":{"id":"c"}}${added('c')}` },
        {
          byProfile: {
            design: answers(returned, returned, returned),
            else: {
              oneOf: [answers(returned, returned, returned), answers(returned, returned, error(taken('c')))],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'race/left-attempt/never-added-nobody-listens',
    title: 'a client whose add fails once it was made still says that it could not connect, and tries no more',
    clauses: ['SOCK-05', 'CHR-13'],
    steps: [
      addChardev('type', 'socket', client, neverAdded),
      [{ do: 'advance', ms: 3000 }, done],
      command('quit', {}),
      [
        { do: 'wait-exit' },
        {
          see: 'exit',
          status: 0,
          stderr: [
            "qemu-system-x86_64: Unable to connect character device type: Failed to connect to '{dir}/s': No such file or directory",
          ],
        },
      ],
    ],
  },
  {
    id: 'race/left-attempt/refused-by-the-frontend',
    title:
      'a client that a frontend refuses connects all the same: the server where it does hears of it and loses it at once',
    clauses: ['SOCK-05', 'SWAP-S07', 'ENG-22'],
    launch: {
      args: ['-chardev', 'socket,id=s,path={dir}/s,server=on,wait=off', '-chardev', 'ringbuf,id=c'],
      ports: [
        { id: 'w', kind: 'witness', chardev: 'c' },
        { id: 'v', kind: 'witness', chardev: 's' },
      ],
    },
    steps: [
      listens('v'),
      listens('w'),
      [{ do: 'witness-changes', port: 'w', answer: 'refuses' }, done],
      swapChardev('c', 'socket', client, refusal("Chardev 'c' change failed")),
      told('v', { event: 'OPENED' }, { event: 'CLOSED' }),
    ],
  },
]);
