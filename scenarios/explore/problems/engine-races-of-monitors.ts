import { addChardev, removeChardev } from '../../../sut/engine/chardev/registry.ts';
import { type Attempt, failure } from '../../../sut/engine/failure.ts';
import type { Process } from '../../../sut/host/process.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import { com1, judgeDescriptors, logged, witness } from './engine-judges.ts';
import type { EngineRace, EngineStage } from './engine-stage.ts';
import { got } from './got.ts';
import { connectRaw, monitorPath, type QmpClient } from './qmp-client.ts';

const done = '{"return": {}}';
const word = (execute: string, more = ''): string =>
  `{"execute":"${execute}"${more === '' ? '' : `,"arguments":{${more}}`}}`;
const backend = (type: string, data: string): string => `"backend":{"type":"${type}","data":{${data}}}`;
const change = (id: string): string => word('chardev-change', `"id":"c",${backend(id, '')}`);

/** What a monitor has said is this, line by line. Source: QMP-05, QMP-09. */
function judgeLines(
  { violate }: EngineStage,
  whose: string,
  monitor: QmpClient,
  allowed: readonly (string | RegExp)[],
): void {
  const lines = monitor.lines();
  const fits = (line: string, rule: string | RegExp | undefined): boolean =>
    typeof rule === 'string' ? line === rule : rule?.test(line) === true;
  if (lines.length !== allowed.length || !lines.every((line, at) => fits(line, allowed[at])))
    violate('answers differ', `${whose} hears ${lines.join(' ; ')}`, ['QMP-05', 'QMP-09']);
}

/** Every line is a whole message. Source: QMP-01. */
function judgeWhole({ violate }: EngineStage, monitor: QmpClient, ids: readonly string[]): void {
  const heard: string[] = [];
  for (const line of monitor.lines()) {
    const id = /^\{(?:"return": .*, "id": "(\w+)"|"id": "(\w+)", "error": .*)\}$/.exec(line);
    heard.push(id?.[1] ?? id?.[2] ?? line);
  }
  const sorted = heard.toSorted().join(' ; ');
  if (sorted !== ids.toSorted().join(' ; '))
    violate('answers torn', `the client hears ${sorted}`, ['QMP-01', 'QMP-10']);
}

/** The first client puts a file into set 0. */
function givesMember([monitor]: readonly QmpClient[], client: Process, settle: () => void): void {
  const fd = got(client.open('/tmp/member', { access: 'rw', flags: ['create', 'append'] }));
  monitor?.send(word('add-fd', '"fdset-id":0'), [fd]);
  settle();
  monitor?.lines();
}

/** Members and dups. */
function heldBySets({ machine }: EngineStage): number {
  return machine.fdsets.reduce((sum, { members, dups }) => sum + members.length + dups.length, 0);
}

const noName = (): Attempt<never> => failure('no name');

/** With no dups and no monitor, a set keeps nothing, or all of it, as the system has it. Source: FDSET-30, FDSET-36. */
function judgeSets({ machine, violate }: EngineStage): void {
  for (const { id, members, dups } of machine.fdsets) {
    const users = [...machine.chardevs.values()].filter(({ type }) => type === 'file').length;
    if (dups.length !== users)
      violate('dups miscounted', `set ${id} has ${dups.length} dups, ${users} are open`, ['FDSET-30']);
    if (members.length === 0 && dups.length === 0) violate('set left over', `set ${id} is empty`, ['FDSET-33']);
    const keeps = machine.profile.lastMonitorGone === 'keeps-members' || machine.monitorsConnected > 0;
    if (!keeps && dups.length === 0) violate('set left over', `nobody uses set ${id}`, ['FDSET-30', 'FDSET-36']);
  }
}

/** Who has asked for a change leaves before its answer, and another client comes. */
function requesterLeaves(stage: EngineStage): () => void {
  const [monitor] = stage.monitors as readonly [QmpClient];
  let next: QmpClient | null = null;
  stage.outside(
    'client',
    () => monitor.send(change('ringbuf')),
    () => {
      monitor.close();
      next = connectRaw(stage.client, monitorPath(0));
    },
  );
  return () => {
    if (next !== null) judgeLines(stage, 'the next', next, [/^\{"QMP": /]);
    judgeDescriptors(stage, 2);
  };
}

/** What clients of monitors do at once: leave, come, ask. */
export const engineRacesOfMonitors: readonly EngineRace[] = [
  {
    id: 'engine/monitor-fdset',
    title: 'the last client of a monitor leaves while a member of its set is opened and closed again',
    clauses: ['FDSET-30', 'FDSET-33', 'FDSET-36', 'SAFE-08'],
    words: [],
    ports: [],
    writersDefault: 0,
    monitors: 1,
    asked: givesMember,
    cast(stage): () => void {
      const [monitor] = stage.monitors as readonly [QmpClient];
      const { machine } = stage;
      const backend = { type: 'file', out: '/dev/fdset/0', in: null, append: true } as const;
      stage.outside('client', () => monitor.close());
      stage.acts(
        'opener',
        function* (): Task<void> {
          yield* addChardev(machine, 'f', logged(backend), noName);
        },
        function* (): Task<void> {
          yield* removeChardev(machine, 'f');
        },
      );
      return () => {
        judgeSets(stage);
        judgeDescriptors(stage, 1 + heldBySets(stage));
      };
    },
  },
  {
    id: 'engine/monitor-fdset-two',
    title: 'one client opens a member of a set while the other, and then it, too, leaves',
    clauses: ['FDSET-30', 'FDSET-36', 'SAFE-08', 'QMP-09'],
    words: [],
    ports: [],
    writersDefault: 0,
    monitors: 2,
    asked: givesMember,
    cast(stage): () => void {
      const [first, second] = stage.monitors as readonly [QmpClient, QmpClient];
      const open = word('chardev-add', `"id":"f",${backend('file', '"out":"/dev/fdset/0","append":true')}`);
      stage.outside('first', () => first.close());
      stage.outside(
        'second',
        () => second.send(open),
        () => second.close(),
      );
      return () => {
        judgeSets(stage);
        judgeDescriptors(stage, 2 + heldBySets(stage));
      };
    },
  },
  {
    id: 'engine/monitor-two',
    title: 'two clients ask at once, and each hears its own answers in their order',
    clauses: ['QMP-05', 'QMP-09', 'GETFD-01'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [],
    writersDefault: 0,
    monitors: 2,
    cast(stage): () => void {
      const [first, second] = stage.monitors as readonly [QmpClient, QmpClient];
      const add = (id: string): string => word('chardev-add', `"id":"${id}",${backend('null', '')}`);
      stage.outside('first', () => first.send(add('x')));
      stage.outside('second', () => second.send(word('chardev-remove', '"id":"c"')));
      return () => {
        judgeLines(stage, 'the first', first, [done]);
        judgeLines(stage, 'the second', second, [done]);
      };
    },
  },
  {
    id: 'engine/remove-twice',
    title: 'two clients remove one chardev, and one of them is told that it is gone',
    clauses: ['CHR-11', 'SAFE-14', 'QMP-09'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [],
    writersDefault: 0,
    monitors: 2,
    cast(stage): () => void {
      const [first, second] = stage.monitors as readonly [QmpClient, QmpClient];
      stage.outside('first', () => first.send(word('chardev-remove', '"id":"c"')));
      stage.outside('second', () => second.send(word('chardev-remove', '"id":"c"')));
      return () => {
        const heard = [...first.lines(), ...second.lines()];
        if (heard.length !== 2 || heard.filter((line) => line === done).length !== 1)
          stage.violate('untrue answer', `the clients hear ${heard.join(' ; ')}`, ['SAFE-14']);
      };
    },
  },
  {
    id: 'engine/monitor-oob',
    title: 'commands out of band while others wait for their turn: the monitor thread and the main loop both answer',
    clauses: ['QMP-10', 'QMP-11', 'QMP-12'],
    words: ['-chardev', 'ringbuf,id=c'],
    ports: [],
    writersDefault: 0,
    monitors: 1,
    oob: true,
    cast(stage): () => void {
      const [monitor] = stage.monitors as readonly [QmpClient];
      stage.outside(
        'client',
        () =>
          monitor.send(
            '{"execute":"chardev-remove","arguments":{"id":"c"},"id":"a"}{"exec-oob":"query-yank","id":"b"}',
          ),
        () => monitor.send('{"exec-oob":"query-yank","id":"d"}'),
      );
      return () => judgeWhole(stage, monitor, ['a', 'b', 'd']);
    },
  },
  {
    id: 'engine/monitor-yank',
    title: 'a chardev is removed while the monitor thread yanks it out of band',
    clauses: ['CHR-21', 'QMP-11', 'SAFE-01'],
    words: ['-chardev', 'socket,id=c,path=/tmp/s,server=on,wait=off'],
    ports: [],
    writersDefault: 0,
    monitors: 1,
    oob: true,
    cast(stage): () => void {
      const [monitor] = stage.monitors as readonly [QmpClient];
      connectRaw(stage.client, '/tmp/s');
      stage.acts('other', function* (): Task<void> {
        yield* removeChardev(stage.machine, 'c');
      });
      stage.outside('client', () =>
        monitor.send('{"exec-oob":"yank","arguments":{"instances":[{"type":"chardev","id":"c"}]},"id":"y"}'),
      );
      return () => {
        judgeWhole(stage, monitor, ['y']);
        judgeDescriptors(stage, 2);
      };
    },
  },
  {
    id: 'engine/monitor-change',
    title: 'who has asked for a change leaves before its answer, and another client comes',
    clauses: ['SAFE-14', 'ENG-23', 'ENG-30', 'QMP-10'],
    words: ['-chardev', 'null,id=c'],
    ports: [com1],
    writersDefault: 0,
    monitors: 1,
    cast: requesterLeaves,
  },
  {
    id: 'engine/monitor-change-oob',
    title:
      'who has asked for a change leaves before its answer, which the monitor thread sees at once, and another client comes',
    clauses: ['SAFE-14', 'ENG-23', 'ENG-30', 'QMP-10'],
    words: ['-chardev', 'null,id=c'],
    ports: [com1],
    writersDefault: 0,
    monitors: 1,
    oob: true,
    cast: requesterLeaves,
  },
  {
    id: 'engine/monitor-two-changes',
    title: 'two clients change one chardev at once, a vCPU writes, and each learns truly what became of its change',
    clauses: ['SAFE-11', 'SAFE-14', 'SAFE-17', 'ENG-14', 'ENG-30'],
    words: ['-chardev', 'null,id=c'],
    ports: [com1],
    writersDefault: 0,
    monitors: 2,
    cast(stage): () => void {
      const [first, second] = stage.monitors as readonly [QmpClient, QmpClient];
      stage.outside('first', () => first.send(change('ringbuf')));
      stage.outside('second', () => second.send(change('null')));
      return () => {
        const [one, two] = [first.lines(), second.lines()];
        const texts = [...one, ...two];
        const told = texts.filter((line) => line === done).length;
        const refused = texts.filter((line) => line.includes('has a change in progress')).length;
        const type = stage.machine.chardevs.get('c')?.type;
        if (one.length !== 1 || two.length !== 1 || told + refused !== 2 || told === 0)
          stage.violate('untrue answer', `the clients hear ${texts.join(' ; ')}`, ['SAFE-14']);
        const only = one[0] === done && two[0] !== done ? 'ringbuf' : one[0] !== done ? 'null' : type;
        if (type !== only)
          stage.violate('untrue answer', `only the change to ${only} was done, it is ${type}`, ['SAFE-14']);
      };
    },
  },
  {
    id: 'engine/monitor-unplug',
    title: 'a change is asked for while the frontend detaches, and the client hears what became of it, once',
    clauses: ['SAFE-14', 'SAFE-15', 'ENG-23', 'ENG-24'],
    words: ['-chardev', 'null,id=c'],
    ports: [witness],
    writersDefault: 0,
    monitors: 1,
    cast(stage): () => void {
      const [monitor] = stage.monitors as readonly [QmpClient];
      const device = stage.running.witnesses.get('w');
      if (device === undefined) throw new Error('there is no witness');
      device.answerChanges('listens');
      stage.acts(
        'device',
        () => device.setHandlers(true),
        () => device.detach(),
      );
      stage.outside('client', () => monitor.send(change('ringbuf')));
      return () => {
        const type = stage.machine.chardevs.get('c')?.type;
        const lines = monitor.lines();
        const isTrue = type === 'ringbuf' ? lines[0] === done : lines[0]?.startsWith('{"error": ') === true;
        if (lines.length !== 1 || !isTrue)
          stage.violate('untrue answer', `c is a ${type}, and the client hears ${lines.join(' ; ')}`, ['SAFE-14']);
      };
    },
  },
];
