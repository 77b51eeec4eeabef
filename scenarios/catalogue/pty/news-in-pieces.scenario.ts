import type { Scenario } from '../../scenario.ts';
import { done } from '../../steps.ts';

const news = 'char device redirected to {pty:t} (label t)\n';

/** What standard output says of a new pty, read in two pieces. Source: PTY-01. */
export const newsInPieces: Scenario = {
  id: 'pty/news-in-pieces',
  title: 'a new pty of the command line is told on standard output',
  clauses: ['PTY-01'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'out' }, done],
    [{ do: 'launch', args: ['-chardev', 'pty,id=t'], inherit: { '1': 'out.write' } }, { see: 'launched' }],
    [
      { do: 'read', from: 'out.read', max: 5 },
      { see: 'data', bytes: news.slice(0, 5), end: false },
    ],
    [
      { do: 'read', from: 'out.read' },
      { see: 'data', bytes: news.slice(5), end: false },
    ],
  ],
};
