import type { ByteString } from '../../../model/language/value.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { attaches, closes, done, listens, told } from '../../steps.ts';

const readerLeaves = (id: string, filled: ByteString, muxes: number, answer: readonly Step[]): Scenario => ({
  id: `chr/watch-on-dead-pipe/${id}`,
  title: `a watch on a ${filled === '' ? 'pipe with room' : 'full pipe'} that nobody reads any more${muxes > 0 ? ', below two muxes' : ''}`,
  clauses: ['CHR-91', 'CHR-92', 'VSER-34', 'Q-EPIPE'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
    [
      {
        do: 'launch',
        args: [
          ...['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,path=/dev/fdset/1,append=on,id=c'],
          ...(muxes > 0 ? ['-chardev', 'mux,id=m,chardev=c', '-chardev', 'mux,id=n,chardev=m'] : []),
        ],
        ports: [{ id: 'w', kind: 'witness' }],
      },
      { see: 'launched' },
    ],
    attaches('w', muxes > 0 ? 'n' : 'c'),
    listens('w'),
    [{ do: 'witness-records', port: 'w' }],
    ...(filled === ''
      ? []
      : [
          [
            { do: 'witness-write', port: 'w', bytes: filled },
            { see: 'accepted', count: filled.length },
          ] satisfies Step,
        ]),
    closes('p.read'),
    [{ do: 'witness-watch', port: 'w' }],
    ...answer,
  ],
});
const repairedHears: Expectation = {
  byProfile: { design: { see: 'records', records: [{ watch: 'hang-up' }] }, else: { see: 'records', records: [] } },
};
const full = 'x'.repeat(4096);

/** Room is told of whether anybody reads or not; a full pipe without reader is told of by a repaired system alone. */
export const watchOnDeadPipe: readonly Scenario[] = [
  readerLeaves('room', '', 0, [told('w', { watch: 'out' })]),
  readerLeaves('room-below-muxes', '', 2, [told('w', { watch: 'out' })]),
  readerLeaves('full', full, 0, [[{ do: 'witness-records', port: 'w' }, repairedHears]]),
  readerLeaves('full-below-muxes', full, 2, [[{ do: 'witness-records', port: 'w' }, repairedHears]]),
];
