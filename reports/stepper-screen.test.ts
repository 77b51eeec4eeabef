import { expect, test } from 'vitest';
import type { StepView } from '../scenarios/session/step-view.ts';
import { type StepperScreen, stepperScreen } from './stepper-screen.ts';

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
  record: 2 * index + 1,
  tNs: 5n,
  action: { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r\u001b[2J\u4e00', size: 4 } },
  recorded: { see: 'return', value: 'a' },
  replayed: { see: 'return', value: 'a' },
  model: [{ see: 'return', value: 'a' }],
  decisions: 0,
  deviations: 0,
  happened: [{ k: 'ev', fe: '16550', id: 'c', gen: 1, e: 'OPENED' }],
  mark: 'same',
  clauses: ['RB-04'],
  inside: { model: inside('1 byte'), engine: inside(index === 2 ? '2 bytes' : '1 byte') },
  ...rest,
});

const shown = (rest: Partial<StepperScreen> = {}): StepperScreen => ({
  title: 'a session',
  step: step(1),
  around: (index) => step(index),
  played: 3,
  complete: true,
  breakpoints: 0,
  pane: 'inside',
  scroll: 0,
  message: '',
  help: undefined,
  ...rest,
});
const plain = (_: string, text: string): string => text;

test('a screen has exactly its lines, none longer than the terminal, and no character that moves the cursor', () => {
  for (const columns of [40, 79, 80, 81, 132, 200]) {
    for (const rows of [12, 24, 25, 60]) {
      for (const pane of ['inside', 'detail'] as const) {
        const lines = stepperScreen(shown({ pane }), { columns, rows }, plain);
        expect(lines).toHaveLength(rows);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u4e00]/u);
      }
    }
  }
});

test('the states stand side by side, with a mark where they part and where the step changed something', () => {
  const lines = stepperScreen(shown({ step: step(2) }), { columns: 80, rows: 24 }, plain);
  expect(lines).toContainEqual(expect.stringMatching(/^≠ r {2}1 byte +│ r {2}2 bytes$/));
  const changed = step(1, { inside: { model: inside('x'), engine: inside('x') } });
  const news = stepperScreen(shown({ step: changed }), { columns: 80, rows: 24 }, plain);
  expect(news).toContainEqual(expect.stringMatching(/^\* r {2}x +│ r {2}x$/));
});

test('what all saw stands once, what differs for each of them', () => {
  const alike = stepperScreen(shown(), { columns: 80, rows: 24 }, plain).join('\n');
  expect(alike).toMatch(/^all see {3}return "a"$/m);
  const apart = shown({ step: step(1, { replayed: { see: 'closed' }, mark: 'differs', text: 'they part' }) });
  const text = stepperScreen(apart, { columns: 80, rows: 24 }, plain).join('\n');
  expect(text).toMatch(/recorded {2}return "a"\s+replayed {2}\S+\s+model {5}return "a"/);
  expect(text).toContain('they part');
});

test('a terminal that is too small is told what is wanted', () => {
  expect(stepperScreen(shown(), { columns: 30, rows: 5 }, plain)[0]).toBe('wanted 40x12, have 30x5');
});
