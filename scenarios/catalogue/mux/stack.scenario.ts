import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { addChardev, addHub, empty, listed, refusal, removeChardev } from '../../steps.ts';

const mux = (id: string, base: string, expectation: Expectation = empty): Step =>
  addChardev(id, 'mux', { chardev: base }, expectation);

const inUse = (base: string): Expectation => ({
  byProfile: {
    'qemu-7.2': refusal(`Failed to add chardev 'm2': Device '${base}' is in use`),
    else: refusal(`Failed to add chardev 'm2': chardev '${base}' is already in use`),
  },
});

/** Multiplexers made by chardev-add: each is a frontend of its base. */
export const stack: readonly Scenario[] = [
  {
    id: 'mux/stack/base-unknown',
    title: 'a mux needs a base that exists',
    clauses: ['MUX-01', 'CHR-02', 'CHR-06'],
    steps: [
      mux('m', 'b', refusal("Failed to add chardev 'm': mux: base chardev b not found")),
      mux('m', 'm', refusal("Failed to add chardev 'm': mux: base chardev m not found")),
      addChardev('m', 'mux', {}, refusal("Parameter 'backend.data.chardev' is missing")),
      listed(),
    ],
  },
  {
    id: 'mux/stack/base-in-use',
    title: 'a base takes one mux, and the failed one leaves nothing',
    clauses: ['MUX-01', 'CHR-30', 'CHR-06'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m1', 'b'),
      mux('m2', 'b', inUse('b')),
      listed(['b', 'ringbuf', false], ['m1', 'mux', false]),
    ],
  },
  {
    id: 'mux/stack/name-taken',
    title: 'a mux on a mux that cannot have its name leaves as any frontend does: the base of the first hears of it',
    clauses: ['MUX-02', 'CHR-36', 'SWAP-S23'],
    steps: [
      addChardev('b', 'null'),
      mux('m', 'b'),
      listed(['b', 'null', false], ['m', 'mux', false]),
      mux(
        'type',
        'm',
        refusal("Failed to add chardev 'type': attempt to add duplicate property 'type' to object (type 'container')"),
      ),
      listed(['b', 'null', true], ['m', 'mux', false]),
    ],
  },
  {
    id: 'mux/stack/base-is-busy',
    title: 'the base of a mux can neither be removed nor changed',
    clauses: ['CHR-12', 'CHR-19', 'MUX-01'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m', 'b'),
      removeChardev('b', refusal("Chardev 'b' is busy")),
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'b', backend: { type: 'null', data: {} } } },
        refusal('Chardev user does not support chardev hotswap'),
      ],
    ],
  },
  {
    id: 'mux/stack/no-change',
    title: 'a mux itself cannot be changed',
    clauses: ['CHR-19'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m', 'b'),
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'm', backend: { type: 'null', data: {} } } },
        {
          byProfile: {
            'qemu-7.2': refusal('Mux device hotswap not supported yet'),
            else: refusal('For mux or hub device hotswap is not supported yet'),
          },
        },
      ],
    ],
  },
  {
    id: 'mux/stack/remove-idle',
    title: 'an idle mux can be removed and frees its base, except on 7.2, where it is always busy',
    clauses: ['CHR-12', 'MUX-15'],
    upstream: ['/char/mux'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m', 'b'),
      removeChardev('m', { byProfile: { 'qemu-7.2': refusal("Chardev 'm' is busy"), else: empty } }),
      removeChardev('b', { byProfile: { 'qemu-7.2': refusal("Chardev 'b' is busy"), else: empty } }),
    ],
  },
  {
    id: 'mux/stack/on-a-mux',
    title: 'a mux may stand on a mux, and the lower one is busy while the upper exists',
    clauses: ['MUX-01', 'CHR-12', 'MUX-15'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m1', 'b'),
      mux('m2', 'm1'),
      removeChardev('m1', refusal("Chardev 'm1' is busy")),
      removeChardev('m2'),
      removeChardev('m1'),
      removeChardev('b'),
    ],
  },
  {
    id: 'mux/stack/four-frontends',
    title: 'a mux takes four frontends and no fifth',
    clauses: ['MUX-02', 'CHR-06'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m', 'b'),
      mux('u1', 'm'),
      mux('u2', 'm'),
      mux('u3', 'm'),
      mux('u4', 'm'),
      mux('u5', 'm', {
        byProfile: {
          'qemu-7.2': refusal("Failed to add chardev 'u5': Device 'm' is in use"),
          else: refusal("Failed to add chardev 'u5': too many uses of multiplexed chardev 'm' (maximum is 4)"),
        },
      }),
      listed(
        ['b', 'ringbuf', false],
        ['m', 'mux', false],
        ['u1', 'mux', false],
        ['u2', 'mux', false],
        ['u3', 'mux', false],
        ['u4', 'mux', false],
      ),
    ],
  },
  {
    id: 'mux/stack/slot-is-free-again',
    title: 'a frontend that leaves gives its slot back',
    clauses: ['MUX-03', 'CHR-36'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    bugs: ['BUG-043'],
    steps: [
      addChardev('b', 'ringbuf'),
      mux('m', 'b'),
      mux('u1', 'm'),
      mux('u2', 'm'),
      mux('u3', 'm'),
      mux('u4', 'm'),
      removeChardev('u2'),
      mux('u5', 'm'),
      mux('u6', 'm', refusal("Failed to add chardev 'u6': too many uses of multiplexed chardev 'm' (maximum is 4)")),
      removeChardev('u5'),
      removeChardev('u1'),
      mux('u6', 'm'),
      mux('u7', 'm'),
    ],
  },
  {
    id: 'mux/stack/on-a-hub',
    title: 'a mux may stand on a hub',
    clauses: ['MUX-01', 'HUB-07', 'CHR-12'],
    needs: ['hub'],
    steps: [
      addChardev('a', 'ringbuf'),
      addHub('h', ['a']),
      mux('m', 'h'),
      listed(['a', 'ringbuf', false], ['h', 'hub', false], ['m', 'mux', false]),
      removeChardev('h', refusal("Chardev 'h' is busy")),
      removeChardev('m'),
      removeChardev('h'),
      removeChardev('a'),
    ],
  },
];
