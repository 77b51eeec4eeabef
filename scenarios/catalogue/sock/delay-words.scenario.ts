import type { Scenario } from '../../scenario.ts';
import { listed } from '../../steps.ts';

const server = (id: string, words: string): readonly string[] => [
  '-chardev',
  `socket,id=${id},path={dir}/${id},server=on,wait=off,${words}`,
];
const shown = (id: string) => [id, `disconnected:unix:{dir}/${id},server=on`, false] as const;

/** Each of the two words for TCP_NODELAY alone is fine; both are not (SOCK-09). */
export const delayWords: Scenario = {
  id: 'sock/delay-words',
  title: 'delay and nodelay, on or off, are options of every socket, one of them at a time',
  clauses: ['SOCK-09'],
  launch: {
    args: [
      ...server('a', 'nodelay=on'),
      ...server('b', 'nodelay=off'),
      ...server('c', 'delay=on'),
      ...server('d', 'delay=off'),
    ],
  },
  steps: [listed(shown('a'), shown('b'), shown('c'), shown('d'))],
};
