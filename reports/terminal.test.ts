import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../scenarios/run/results.ts';
import { sampleResults } from './sample-results.fixture.ts';
import { barLine, failureLines, progressed, startProgress, totalsLines } from './terminal.ts';
import { sideBySide, terminalStyle, wrapped } from './terminal-text.ts';

const plain = { columns: 80, color: false };
const reproduce = (): string => 'npx charsim run IT';

function runOf(results: (typeof sampleResults)[number]): readonly RunEvent[] {
  const { target, scenarios } = results;
  return [
    { type: 'target-started', target, count: scenarios.length + results.summary.notRun },
    ...scenarios.map((result): RunEvent => ({ type: 'scenario-finished', target, result })),
    { type: 'target-finished', results },
  ];
}

describe('progress', () => {
  it('prints one line a family when it is complete, and at the end what was cut off', () => {
    const ids = sampleResults[0]?.scenarios.map(({ id }) => id) ?? [];
    const lines: string[] = [];
    let progress = startProgress([...ids, 'log/never-run'], plain);
    for (const event of sampleResults.flatMap(runOf)) {
      const next = progressed(progress, event);
      progress = next.progress;
      lines.push(...next.lines);
    }
    expect(lines).toMatchInlineSnapshot(`
      [
        "simulated:qemu-7.2  version 0.1.0, profile qemu-7.2, 6 scenarios",
        "  – fdset        1 passed, 1 not applicable  4 ms",
        "  ‼ open         1 unknown, 1 unexpected pass  4 ms",
        "  ✗ log          1 known deviation, 1 failed, 1 not run  4 ms",
        "simulated:design  version 0.1.0, profile design (nearest older), 6 scenarios",
        "  – fdset        1 passed, 1 not applicable  4 ms",
        "  ≈ log          1 passed, 1 known deviation, 1 not run  4 ms",
      ]
    `);
  });
});

describe('failures and totals', () => {
  it('show expected, model and target side by side, and how to run it again as the last line', () => {
    expect(failureLines(sampleResults, plain, reproduce).join('\n')).toMatchInlineSnapshot(`
      "✗ failed log/twice on simulated:qemu-7.2
        <script>alert("1")</script> & ]]> \\x00\\x1b[31m\\u{d800} \\u{202e}
        clauses LOG-02, DEF-05
        step 1: guest-write port=com1 bytes="Z"
        target-against-model: target: <script>alert("1")</script> & ]]>
        \\x00\\x1b[31m\\u{d800} \\u{202e}
        expected                 │ model                    │ target
        accepted count 1         │ accepted count 1         │ error GenericError:
                                 │                          │ <script>alert("1")</scri
                                 │                          │ pt> & ]]> \\x00\\x1b[31m\\u
                                 │                          │ {d800} \\u{202e}
        artifacts: out/log-twice
        npx charsim run IT

      ‼ unexpected pass open/repaired on simulated:qemu-7.2
        what open/repaired shows
        clauses LOG-02, DEF-05
        reason: the deviation is gone
        npx charsim run IT

      ? unknown open/many on simulated:qemu-7.2
        what open/many shows
        clauses OPEN-01
        reason: more than 4096 states
        npx charsim run IT
      "
    `);
  });

  it('fit the terminal from 40 to 160 columns', () => {
    for (const columns of [20, 40, 80, 120, 160, 400]) {
      const width = Math.min(Math.max(columns, 40), 160);
      const lines = failureLines(sampleResults, { columns, color: false });
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
    }
  });

  it('let no control character of a target through, but for the colours of the report', () => {
    const text = [...failureLines(sampleResults, plain), ...totalsLines(sampleResults, plain)].join('');
    expect(text).not.toMatch(/\p{C}/u);
    expect(failureLines(sampleResults, { columns: 80, color: true }).join('')).toContain('\u001b[31m');
  });

  it('of a clean run are nothing but one line of figures', () => {
    const clean = sampleResults.slice(1);
    expect(failureLines(clean, plain)).toEqual([]);
    expect(totalsLines(clean, plain)).toEqual([
      'warning: the nearest older profile is used',
      'simulated:design  2 passed, 1 not applicable, 1 known deviation, 2 not run (incomplete)  8 ms',
    ]);
  });
});

describe('terminal texts', () => {
  it('have colour only on a terminal, without NO_COLOR and unless it is dumb', () => {
    expect(terminalStyle({ isTTY: true, columns: 132 }, {})).toEqual({ columns: 132, color: true });
    expect(terminalStyle({ isTTY: true, columns: 132 }, { NO_COLOR: '1' }).color).toBe(false);
    expect(terminalStyle({ isTTY: true }, { NO_COLOR: '' }).color).toBe(true);
    expect(terminalStyle({ isTTY: true }, { TERM: 'dumb' }).color).toBe(false);
    expect(terminalStyle({}, {})).toEqual({ columns: 80, color: false });
  });

  it('wrap at blanks, else anywhere, and lose nothing', () => {
    expect(wrapped('one two three', 9)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefghijkl', 8)).toEqual(['abcdefgh', 'ijkl']);
    expect(wrapped('a\n\nb', 9)).toEqual(['a', '', 'b']);
  });

  it('stand in columns of equal width', () => {
    const columns = [
      { head: 'left', text: 'a b' },
      { head: 'right', text: 'longer than the column' },
    ];
    expect(sideBySide(columns, 27, plain)).toEqual([
      'left         │ right',
      'a b          │ longer than',
      '             │ the column',
    ]);
  });

  it('have a bar that fits', () => {
    expect(barLine(5, 10, 'fdset/add-fd', { columns: 44, color: false })).toBe(
      '[##########----------] 5/10 fdset/add-fd',
    );
    expect(barLine(5, 10, 'x'.repeat(99), { columns: 44, color: false })).toHaveLength(43);
  });
});
