import { expect, test } from 'vitest';
import type { SessionView, StepView } from '../scenarios/session/step-view.ts';
import { sessionHtml } from './session-html.ts';

const inside = (chardev: string): NonNullable<StepView['inside']['model']> => ({
  machine: { state: 'running' },
  'fd sets': {},
  chardevs: { r: chardev },
  monitors: {},
  descriptors: {},
});

const step = (index: number, rest: Partial<StepView> = {}): StepView => ({
  index,
  at: index,
  record: 2 * index,
  seenRecord: 2 * index + 1,
  tNs: 5n,
  action: { do: 'write-file', path: '{dir}/<b>', bytes: '</script>' },
  recorded: { see: 'return', value: 'a' },
  replayed: { see: 'return', value: 'b' },
  model: [{ see: 'return', value: 'b' }],
  decisions: 3,
  deviations: 1,
  happened: [{ k: 'ev', fe: '16550', id: 'c', gen: 1, e: 'OPENED' }],
  mark: 'same',
  clauses: ['RB-04'],
  inside: { model: inside('1 byte'), engine: inside('2 bytes') },
  ...rest,
});

const view = (steps: readonly StepView[]): SessionView => ({
  file: 's',
  scenario: 'x/y',
  title: 'a <title>',
  recordedOn: 'qemu:7.2.22',
  replayedOn: 'simulated:qemu-7.2',
  records: 9,
  steps,
  end: 'the end of the session (pass)',
  left: 0,
});

test('a page of sessions shows every step with both states side by side, and opens the one that differs', () => {
  const differing = step(1, { mark: 'differs', text: 'they part <here>' });
  const page = sessionHtml([{ view: view([step(0), differing]), command: 'npx charsim replay s' }]);
  expect(page.match(/<details class="step"/g)).toHaveLength(2);
  expect(page.match(/<details class="step" id="session-1\.\d" open>/g)).toEqual([
    '<details class="step" id="session-1.2" open>',
  ]);
  expect(page).toContain('<a href="#session-1.2">Step 2</a>: they part &lt;here&gt;');
  expect(page).toMatch(/<section class="witness apart"><h4><span>recorded<\/span>/);
  expect(page).toMatch(/≠ <span class="soft">chardevs<\/span> r<\/th><td>1 byte<\/td><td>2 bytes<\/td>/);
  expect(page).toContain('<pre class="reproduce">npx charsim replay s</pre>');
});

test('nothing of a session gets onto the page unescaped, and the page loads nothing', () => {
  const page = sessionHtml([{ view: view([step(0)]) }, { view: view([step(0)]) }]);
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('a <title>');
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).not.toMatch(/(src|href)="(?!#)/);
  expect(page).toContain('id="session-2"');
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
