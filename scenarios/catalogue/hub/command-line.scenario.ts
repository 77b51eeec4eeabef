import type { Scenario, Step } from '../../scenario.ts';
import { entries } from '../../steps.ts';

const program = 'qemu-system-x86_64: -chardev';
const words = (...options: readonly string[]): readonly string[] => options.flatMap((option) => ['-chardev', option]);

/** A start on three ring buffers that ends at the hub's option, with the text after that option. */
const fails = (name: string, title: string, option: string, text: string, clauses: readonly string[]): Scenario => ({
  id: `hub/command-line/${name}`,
  title,
  clauses,
  ...(name === 'fifth-key' || name === 'no-list' ? { upstream: ['/char/hub'] } : {}),
  needs: ['hub'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: words('ringbuf,id=a', 'ringbuf,id=b', 'ringbuf,id=c', option) },
      { see: 'exit', status: 1, stderr: [`${program} ${option}: ${text}`] },
    ],
  ],
});

/** A start on three ring buffers that succeeds; what is listed, and which ring buffers are free. */
const starts = (
  name: string,
  title: string,
  option: string,
  free: readonly string[],
  clauses: readonly string[],
): Scenario => ({
  id: `hub/command-line/${name}`,
  title,
  clauses,
  needs: ['hub'],
  launch: { args: words('ringbuf,id=a', 'ringbuf,id=b', 'ringbuf,id=c', option) },
  steps: [
    [
      { do: 'qmp', execute: 'query-chardev' },
      entries(['a', 'ringbuf', false], ['b', 'ringbuf', false], ['c', 'ringbuf', false], ['h', 'hub', false]),
    ],
    ...['a', 'b', 'c'].map(
      (id): Step => [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id } },
        free.includes(id)
          ? { see: 'return', value: {} }
          : { see: 'error', class: 'GenericError', desc: `Chardev '${id}' is busy` },
      ],
    ),
  ],
});

/** `-chardev hub` and its list. */
export const commandLine: readonly Scenario[] = [
  starts('list', 'chardevs.0 and on name the members', 'hub,id=h,chardevs.0=a,chardevs.1=b', ['c'], ['HUB-01']),
  starts('any-order', 'the order of writing is irrelevant', 'hub,id=h,chardevs.1=b,chardevs.0=a', ['c'], ['HUB-02']),
  starts(
    'gap',
    'the list ends at the first missing index',
    'hub,id=h,chardevs.0=a,chardevs.2=c',
    ['b', 'c'],
    ['HUB-02'],
  ),
  starts('repeated', 'of a repeated key the last wins', 'hub,id=h,chardevs.0=a,chardevs.0=b', ['a', 'c'], ['HUB-02']),
  fails('no-list', 'a hub needs a list', 'hub,id=h', "hub: 'chardevs' list is not defined", ['HUB-01', 'CHR-02']),
  fails(
    'no-zero',
    'a list that does not begin at 0 is none',
    'hub,id=h,chardevs.1=a',
    "hub: 'chardevs' list is not defined",
    ['HUB-02'],
  ),
  fails('fifth-key', 'there are four keys', 'hub,id=h,chardevs.0=a,chardevs.4=b', "Invalid parameter 'chardevs.4'", [
    'HUB-02',
    'HUB-06',
  ]),
  fails(
    'zero-zero',
    'an index is written without leading zeros',
    'hub,id=h,chardevs.00=a',
    "Invalid parameter 'chardevs.00'",
    ['HUB-02'],
  ),
  fails('plain-key', 'the list has no plain key', 'hub,id=h,chardevs=a', "Invalid parameter 'chardevs'", ['HUB-02']),
  fails(
    'empty-member',
    'an empty value is looked up as it is',
    'hub,id=h,chardevs.0=',
    "hub: chardev can't be found by id ''",
    ['HUB-02', 'HUB-03'],
  ),
  fails('itself', 'a hub is no member of itself', 'hub,id=h,chardevs.0=h', "hub: chardev can't be found by id 'h'", [
    'HUB-03',
  ]),
  fails(
    'member-twice',
    'a member named twice is in use',
    'hub,id=h,chardevs.0=a,chardevs.1=a',
    "chardev 'a' is already in use",
    ['HUB-05'],
  ),
  {
    id: 'hub/command-line/later-member',
    title: 'a chardev that comes later on the command line does not exist yet',
    clauses: ['HUB-03'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: words('hub,id=h,chardevs.0=z', 'ringbuf,id=z') },
        {
          see: 'exit',
          status: 1,
          stderr: [`${program} hub,id=h,chardevs.0=z: hub: chardev can't be found by id 'z'`],
        },
      ],
    ],
  },
  {
    id: 'hub/command-line/mux-member',
    title: 'a chardev with mux=on is no member',
    clauses: ['HUB-04', 'CHR-10'],
    upstream: ['/char/hub'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: words('ringbuf,id=m,mux=on', 'hub,id=h,chardevs.0=m') },
        {
          see: 'exit',
          status: 1,
          stderr: [
            `${program} hub,id=h,chardevs.0=m: hub: multiplexers and hub devices can't be stacked, check chardev 'm', chardev should not be a hub device or have 'mux=on' enabled`,
          ],
        },
      ],
    ],
  },
  {
    id: 'hub/command-line/mux-base-member',
    title: 'the hidden base of a chardev with mux=on is in use',
    clauses: ['HUB-05', 'CHR-10'],
    upstream: ['/char/hub'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: words('ringbuf,id=m,mux=on', 'hub,id=h,chardevs.0=m-base') },
        {
          see: 'exit',
          status: 1,
          stderr: [`${program} hub,id=h,chardevs.0=m-base: chardev 'm-base' is already in use`],
        },
      ],
    ],
  },
  {
    id: 'hub/command-line/mux-on',
    title: 'a hub with mux=on is a mux on a hub called base',
    clauses: ['HUB-07', 'CHR-10', 'MUX-01'],
    needs: ['hub'],
    launch: { args: words('ringbuf,id=a', 'hub,id=h,chardevs.0=a,mux=on') },
    steps: [
      [
        { do: 'qmp', execute: 'query-chardev' },
        entries(['a', 'ringbuf', false], ['h', 'mux', false], ['h-base', 'hub', false]),
      ],
    ],
  },
  {
    id: 'hub/command-line/absent',
    title: 'releases before 10.0 know no hub on the command line',
    clauses: ['CHR-09', 'HUB-01'],
    profiles: ['qemu-7.2'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: words('ringbuf,id=a', 'hub,id=h,chardevs.0=a') },
        { see: 'exit', status: 1 },
      ],
    ],
  },
];
