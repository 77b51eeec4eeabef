import type { Scenario } from '../../scenario.ts';

/** Lines of info chardev are compared sorted. Source: HMP-07. */
export const infoChardevOrder: Scenario = {
  id: 'hmp/info-chardev-order',
  title: 'its lines come in no order that counts: whole lines are sorted, not labels',
  clauses: ['HMP-07'],
  needs: ['hmp'],
  launch: { monitors: [{ id: 'hmp', mode: 'hmp', via: 'pair' }] },
  steps: [
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-add null,id=a-base' },
      { see: 'text', text: '' },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-add ringbuf,id=a' },
      { see: 'text', text: '' },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'info chardev' },
      { see: 'text', text: 'a-base: filename=null\na: filename=ringbuf' },
    ],
  ],
};
