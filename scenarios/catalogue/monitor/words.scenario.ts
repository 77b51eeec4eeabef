import type { Scenario, Step } from '../../scenario.ts';
import { startFails } from '../../steps.ts';

type Row = readonly [name: string, title: string, args: readonly string[], stderr: readonly string[]];
const inUse = ['-chardev', 'null,id=zz', '-mon', 'chardev=zz', '-mon', 'chardev=zz'] as const;

const rows: readonly Row[] = [
  [
    'unknown-word',
    'a word that is no chardev',
    ['-monitor', 'foo'],
    ["-monitor foo: 'foo' is not a valid char driver", '-monitor foo: parse error: foo'],
  ],
  [
    'unknown-qmp-word',
    'the same for -qmp',
    ['-qmp', 'foo'],
    ["-qmp foo: 'foo' is not a valid char driver", '-qmp foo: parse error: foo'],
  ],
  [
    'unknown-id',
    'a chardev that is not there',
    ['-monitor', 'chardev:zz'],
    ['-monitor chardev:zz: chardev "zz" not found'],
  ],
  ['mon-unknown-id', 'the same for -mon', ['-mon', 'chardev=zz'], ['-mon chardev=zz: chardev "zz" not found']],
  ['mon-lone-word', 'a lone word of -mon is the chardev', ['-mon', 'foo'], ['-mon foo: chardev "foo" not found']],
  [
    'mon-mode',
    'an unknown mode is found first',
    ['-mon', 'chardev=zz,mode=xx'],
    ["-mon chardev=zz,mode=xx: Parameter 'mode' does not accept value 'xx'"],
  ],
  [
    'mon-without-chardev',
    '-mon needs a chardev',
    ['-mon', 'mode=control'],
    ["-mon mode=control: Parameter 'chardev' is missing"],
  ],
  [
    'pretty-human',
    'pretty is for QMP monitors',
    ['-chardev', 'null,id=zz', '-mon', 'chardev=zz,pretty=on,mode=readline'],
    ["-mon chardev=zz,pretty=on,mode=readline: 'pretty' is not compatible with HMP monitors"],
  ],
];

const taken: Step = [
  { do: 'launch', args: inUse },
  {
    byProfile: {
      'qemu-7.2': { see: 'exit', status: 1, stderr: ["qemu-system-x86_64: -mon chardev=zz: Device 'zz' is in use"] },
      else: { see: 'exit', status: 1, stderr: ["qemu-system-x86_64: -mon chardev=zz: chardev 'zz' is already in use"] },
    },
  },
];

/** Words of monitors that a process cannot be started with. Source: MISC-02, CHR-30. */
export const monitorWords: readonly Scenario[] = [
  ...rows.map(
    ([name, title, args, stderr]): Scenario => ({
      id: `monitor/words/${name}`,
      title,
      clauses: ['MISC-02', 'CHR-09'],
      ...(name === 'unknown-word' ? { upstream: ['/char/invalid'] } : {}),
      launch: 'manual',
      steps: [startFails(args, ...stderr)],
    }),
  ),
  {
    id: 'monitor/words/one-frontend',
    title: 'two monitors cannot have one chardev',
    clauses: ['CHR-30', 'MISC-02'],
    bugs: ['BUG-005'],
    launch: 'manual',
    steps: [taken],
  },
];
