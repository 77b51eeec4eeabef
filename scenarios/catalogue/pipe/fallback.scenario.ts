import type { HeldDescriptor } from '../../../model/language/outcome.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';

/** Which of P, P.in and P.out are there, and what is held afterwards; an empty list: the chardev is refused. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly present: readonly string[];
  readonly held: readonly HeldDescriptor[];
};

const single: HeldDescriptor = { object: '{dir}/line', access: 'rw', flags: ['nonblock'], closeOnExec: true };

const cases: readonly Case[] = [
  {
    name: 'only-p',
    title: 'without P.in and P.out P itself serves both directions',
    present: ['line'],
    held: [single],
  },
  {
    name: 'without-out',
    title: 'P.in alone is given back and P serves both directions',
    present: ['line', 'line.in'],
    held: [single],
  },
  {
    name: 'without-in',
    title: 'P.out alone is given back and P serves both directions',
    present: ['line', 'line.out'],
    held: [single],
  },
  {
    name: 'all-three',
    title: 'P is not touched when P.in and P.out are there',
    present: ['line', 'line.in', 'line.out'],
    held: [
      { object: '{dir}/line.in', access: 'rw', flags: [], closeOnExec: true },
      { object: '{dir}/line.out', access: 'rw', flags: ['nonblock'], closeOnExec: true },
    ],
  },
  { name: 'nothing', title: 'when nothing is there the error names P', present: [], held: [] },
  {
    name: 'only-halves-missing-p',
    title: 'P.in alone without P is refused with an error that names P',
    present: ['line.in'],
    held: [],
  },
];

export const fallback: readonly Scenario[] = cases.map((each) => {
  const made: readonly Step[] = each.present.map((name) => [{ do: 'mkfifo', path: `{dir}/${name}` }, { see: 'done' }]);
  const refused = each.held.length === 0;
  const seen: ExpectedOutcome = refused
    ? {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '{dir}/line': No such file or directory",
      }
    : { see: 'return', value: {} };
  return {
    id: `pipe/fallback/${each.name}`,
    title: each.title,
    clauses: ['PIPE-01', 'PBE-01', 'FILE-03'],
    steps: [
      ...made,
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'c', backend: { type: 'pipe', data: { device: '{dir}/line' } } },
        },
        seen,
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: each.held },
      ],
      ...(refused
        ? []
        : ([
            [
              { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
              { see: 'return', value: {} },
            ],
          ] as const)),
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  };
});
