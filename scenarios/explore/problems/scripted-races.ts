import type { Action, LaunchOptions, PortSpec } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { ScriptedRace } from './scripted-problem.ts';

/** A race that is told as a script alone; its clauses are what it shows. */
export type ScriptedEntry = ScriptedRace & { readonly title: string };

/** The guest hears nothing of a port behind its removal; nobody dies. Source: RACE-S07, RACE-S08. */
const judge: NonNullable<ScriptedRace['judge']> = (seen) => {
  for (const { result } of seen) {
    if (result?.see === 'died') return { property: 'process dies', text: `the engine ends: ${result.signal}` };
    if (result?.see !== 'guest-messages') continue;
    const gone = result.control.findIndex(({ event }) => event === 'PORT_REMOVE');
    const late = gone < 0 ? undefined : result.control[gone + 1];
    if (late !== undefined)
      return {
        property: 'message after the end',
        text: `behind its removal the guest hears ${late.event} of the port`,
      };
  }
  return null;
};

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const launched = (chardev: string): LaunchOptions => ({ args: ['-chardev', chardev], ports: [port] });
const twoMonitors: NonNullable<LaunchOptions['monitors']> = [
  { id: 'qmp', mode: 'qmp', via: 'pair' },
  { id: 'qmp2', mode: 'qmp', via: 'pair' },
];
const opens: readonly Action[] = [
  { do: 'driver-start', controller: 'vs0' },
  { do: 'guest-open', port: 'v' },
];
const hears: Action = { do: 'receive' };
const unplugs: readonly Action[] = [{ do: 'qmp', execute: 'device_del', arguments: { id: 'v' } }, hears];
const changes = (backend: Value): readonly Action[] => [
  { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend } },
  hears,
];
const nothing: Value = { type: 'null', data: {} };
const looks: readonly Action[] = [hears, { do: 'qmp', execute: 'query-chardev' }];
const page = 'p'.repeat(4096);

/**
 * Races that are told as scripts alone. A port that is unplugged is gone for good after a grace period, which may end at any
 * time. Source: VSER-50, VSER-51.
 */
export const scriptedRaces: readonly ScriptedEntry[] = [
  {
    id: 'engine/port-unplug',
    title: 'a port is unplugged and its chardev changed before the grace period ends, or after',
    clauses: ['RACE-S07', 'VSER-50', 'VSER-51', 'SAFE-15'],
    judge,
    script: {
      launch: launched('ringbuf,id=c'),
      setUp: opens,
      threads: () => ({ client: [...unplugs, ...changes(nothing)] }),
      end: [...looks, { do: 'guest-messages', controller: 'vs0' }],
    },
  },
  {
    id: 'engine/port-unplug-removed',
    title: 'a port is unplugged and its chardev removed before the grace period ends, or after',
    clauses: ['VSER-51', 'CHR-11', 'SAFE-08'],
    judge,
    script: {
      launch: launched('ringbuf,id=c'),
      setUp: opens,
      threads: () => ({
        client: [...unplugs, { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } }, hears],
      }),
      end: [...looks, { do: 'observe', what: 'descriptors' }],
    },
  },
  {
    id: 'engine/port-change-unplug',
    title: 'a change of the chardev of a port is under way when another client unplugs the port',
    clauses: ['SAFE-14', 'SAFE-15', 'ENG-18', 'ENG-23', 'VSER-51'],
    judge,
    script: {
      launch: {
        ...launched('ringbuf,id=c'),
        monitors: twoMonitors,
      },
      setUp: opens,
      threads: () => ({
        client: changes(nothing),
        other: [{ do: 'qmp', on: 'qmp2', execute: 'device_del', arguments: { id: 'v' } }],
      }),
      end: [...looks, { do: 'guest-messages', controller: 'vs0' }],
    },
  },
  {
    id: 'engine/port-freed-watch',
    title: 'a port that waits for room is unplugged, and changed to a full pipe before it is gone; then there is room',
    clauses: ['RACE-S08', 'SAFE-01', 'VSER-51'],
    judge,
    script: {
      before: [
        { do: 'pipe', as: 'p', capacity: 4096 },
        { do: 'pipe', as: 'q', capacity: 4096 },
        { do: 'write', to: 'q.write', bytes: page },
      ],
      launch: {
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
        ports: [port],
      },
      setUp: [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['q.write'] },
        ...opens,
        { do: 'guest-write', port: 'v', bytes: page },
        { do: 'guest-write', port: 'v', bytes: 'next' },
      ],
      threads: () => ({
        client: [...unplugs, ...changes({ type: 'file', data: { out: '/dev/fdset/2', append: true } })],
        peer: [{ do: 'read', from: 'q.read', max: 4096 }],
      }),
      end: looks,
    },
  },
  {
    id: 'engine/human-change',
    title:
      'a human command changes a chardev within itself, a QMP command changes it in due time, and its frontend leaves',
    clauses: ['HMP-01', 'HMP-04', 'ENG-14', 'ENG-17', 'ENG-30', 'SAFE-14', 'SAFE-17'],
    judge,
    script: {
      launch: {
        args: ['-chardev', 'null,id=c'],
        ports: [{ id: 'w', kind: 'witness', chardev: 'c' }],
        monitors: twoMonitors,
      },
      setUp: [
        { do: 'witness-changes', port: 'w', answer: 'listens' },
        { do: 'witness-handlers', port: 'w', listening: true },
      ],
      threads: () => ({
        client: changes({ type: 'ringbuf', data: {} }),
        human: [
          {
            ...{ do: 'qmp', on: 'qmp2', execute: 'human-monitor-command' },
            arguments: { 'command-line': 'chardev-change c file,path={dir}/new,append=on' },
          },
          { do: 'receive', on: 'qmp2' },
        ],
        device: [{ do: 'witness-detach', port: 'w' }],
      }),
      end: [{ do: 'witness-records', port: 'w' }, ...looks, { do: 'observe', what: 'descriptors' }],
    },
  },
];
