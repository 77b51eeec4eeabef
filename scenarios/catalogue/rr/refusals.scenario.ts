import { counting, ownLog } from '../../char-log.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { addChardev, command, refusal, removeChardev } from '../../steps.ts';

const change = (
  id: string,
  seen: Expectation = refusal(`Chardev '${id}' cannot be changed in record/replay mode`),
): Step => command('chardev-change', { id, backend: { type: 'null', data: {} } }, seen);
const unplug = (id: string): Step =>
  removeChardev(id, refusal(`Chardev '${id}' cannot be unplugged in record/replay mode`));
const com1 = { id: 'com1', kind: '16550', board: true } as const;
const emptyReplay: Step = [{ do: 'write-file', path: '{dir}/rr.log', bytes: ownLog([]) }];

/** What cannot be done to chardevs whose traffic goes through the log. Source: RR-08, RR-10. */
export const replayRefusals: readonly Scenario[] = [
  {
    id: 'rr/refusals/record',
    title: 'while recording, chardevs of -serial words can neither be changed nor removed',
    clauses: ['RR-08', 'RR-10', 'CHR-11', 'SWAP-S02'],
    launch: { args: [...counting('record'), '-chardev', 'null,id=n', '-serial', 'chardev:n', '-serial', 'null'] },
    steps: [change('n'), unplug('n'), change('serial1'), unplug('serial1')],
  },
  {
    id: 'rr/refusals/replay',
    title: 'nor can they while replaying',
    clauses: ['RR-08', 'RR-10', 'CHR-11', 'SWAP-S02'],
    launch: 'manual',
    steps: [
      emptyReplay,
      [{ do: 'launch', args: [...counting('replay'), '-serial', 'null', '-parallel', 'null'] }, { see: 'launched' }],
      change('serial0'),
      unplug('serial0'),
      change('parallel0'),
      unplug('parallel0'),
    ],
  },
  {
    id: 'rr/refusals/busy-first',
    title: 'that a chardev is in use is told before that its traffic is recorded',
    clauses: ['RR-10', 'CHR-11'],
    launch: { args: [...counting('record'), '-serial', 'null'], ports: [{ ...com1, chardev: 'serial0' }] },
    steps: [removeChardev('serial0', refusal("Chardev 'serial0' is busy")), change('serial0')],
  },
  {
    id: 'rr/refusals/others',
    title: 'chardevs that no -serial word gives to a device are added, changed and removed as ever, also under a port',
    clauses: ['RR-08', 'RR-10'],
    launch: {
      args: [...counting('record'), '-chardev', 'null,id=plain', '-chardev', 'null,id=port'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'port' }],
    },
    steps: [
      change('plain', { see: 'return', value: {} }),
      removeChardev('plain'),
      addChardev('late', 'null'),
      removeChardev('late'),
      change('port', { see: 'return', value: {} }),
    ],
  },
  {
    id: 'rr/refusals/counting-alone',
    title: 'counting instructions alone records nothing and forbids nothing',
    clauses: ['RR-01'],
    launch: { args: ['-icount', 'shift=0', '-serial', 'null'] },
    steps: [change('serial0', { see: 'return', value: {} }), removeChardev('serial0')],
  },
  {
    id: 'rr/refusals/mux',
    title:
      'of a mux that a -serial word names the mux takes part: it cannot be changed anyway, its base can be looked at',
    clauses: ['RR-08', 'RR-10', 'SWAP-S02'],
    launch: { args: [...counting('record'), '-chardev', 'null,id=m,mux=on', '-serial', 'chardev:m'] },
    steps: [
      change('m', {
        byProfile: {
          'qemu-7.2': refusal('Mux device hotswap not supported yet'),
          else: refusal('For mux or hub device hotswap is not supported yet'),
        },
      }),
      change('m-base', refusal('Chardev user does not support chardev hotswap')),
    ],
  },
];
