import type { Scenario } from '../../scenario.ts';
import { command, done, empty, listens, offers } from '../../steps.ts';

const text = 'abcdefgh'.repeat(1500);
const input = { id: 'c', backend: { type: 'file', data: { out: '/dev/null', in: '{dir}/in' } } };

export const inputByteByByte: Scenario = {
  id: 'file/input-byte-by-byte',
  title: 'a frontend that has room for one byte at a time is given a long file in one go',
  clauses: ['FILE-04', 'CHR-38', 'CHR-54'],
  needs: ['witness'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'w', kind: 'witness', chardev: 'c' }] },
  steps: [
    [{ do: 'write-file', path: '{dir}/in', bytes: text }, done],
    listens('w'),
    offers('w', 1),
    [{ do: 'witness-changes', port: 'w', answer: 'listens' }, done],
    command('chardev-change', input, empty),
    [
      { do: 'witness-records', port: 'w' },
      { see: 'records', records: [{ event: 'OPENED' }, { read: text }, { event: 'CLOSED' }] },
    ],
  ],
};
