import { describe, expect, test } from 'vitest';
import { capabilities } from '../model/language/capability.ts';
import { parseScenario } from './scenario-schema.ts';

const good = {
  id: 'toy/one',
  title: 'a toy',
  clauses: ['FDSET-13'],
  steps: [[{ do: 'pipe', as: 'p' }, { see: 'done' }], [{ do: 'observe', what: 'descriptors' }]],
};

function problemsOf(data: unknown): readonly string[] {
  const parsed = parseScenario(data);
  return parsed.ok ? [] : parsed.problems;
}

function stepProblem(...step: readonly unknown[]): string | undefined {
  return problemsOf({ ...good, steps: [[{ do: 'hold' }], step] })[0];
}

describe('a scenario as data', () => {
  test('is taken as it is', () => {
    expect(parseScenario(good)).toEqual({ ok: true, scenario: good });
    expect(parseScenario({ ...good, format: 'charsim-scenario/1' })).toEqual({ ok: true, scenario: good });
  });

  test('may name tests of QEMU that it answers and defects that it would find', () => {
    const told = { ...good, upstream: ['/char/mux'], bugs: ['BUG-043'] };
    expect(parseScenario(told)).toEqual({ ok: true, scenario: told });
    expect(problemsOf({ ...good, upstream: ['char/mux'] })[0]).toContain('a path of a unit test');
    expect(problemsOf({ ...good, bugs: [''] })[0]).toContain('an id of a defect');
  });

  test('may have bare frontends, with or without a chardev, beside serial ports', () => {
    const ports = [
      { id: 'w', kind: 'witness' },
      { id: 'v', kind: 'witness', chardev: 'c' },
    ];
    expect(problemsOf({ ...good, launch: { ports } })).toEqual([]);
    expect(problemsOf({ ...good, launch: { ports: [{ id: 'w', kind: '16550' }] } })).not.toEqual([]);
    expect(stepProblem({ do: 'witness-room', port: 'w' })).toBe('step 2, action: room: is missing');
    expect(stepProblem({ do: 'witness-records', port: 'w' }, { see: 'records', records: [{ event: 'CLOSED' }] })).toBe(
      undefined,
    );
    expect(
      stepProblem({ do: 'witness-records', port: 'w' }, { see: 'records', records: [{ event: 'SHUT' }] }),
    ).toContain('records');
  });

  test('of a newer format, without steps or with unknown members is refused', () => {
    expect(problemsOf({ ...good, format: 'charsim-scenario/2' })[0]).toContain('format');
    expect(problemsOf({ ...good, steps: [] })).toEqual(['steps: wanted at least one step, seen []']);
    expect(problemsOf({ ...good, step: 1 })).toEqual([
      'step: this member does not exist here; remove it or correct its name',
    ]);
    expect(problemsOf({ ...good, title: undefined })[0]).toContain('title');
    expect(problemsOf(7)).toHaveLength(1);
  });

  test('tells step, member, what was wanted and what was seen', () => {
    expect(stepProblem({ do: 'pipes', as: 'p' })).toMatch(
      /^step 2, action: do: wanted 'pipe' \(or one of .*'fault'\), seen "pipes"$/,
    );
    expect(stepProblem({ do: 'hold' }, { see: 'done' }, {})).toContain(
      'step 2: wanted one action, or an action and what',
    );
    expect(stepProblem({ do: 'hold' }, { byProfile: {} })).toContain('byProfile: wanted at least one profile');
    expect(stepProblem({ do: 'pipe', as: 'p', capacity: 2 ** 21 })).toContain('wanted an integer from 0 to 1048576');
    expect(stepProblem({ do: 'pipe', as: 7 })).toBe('step 2, action: as: wanted a text, seen 7');
    expect(stepProblem({ do: 'pipe' })).toBe('step 2, action: as: is missing');
    expect(stepProblem({ do: 'hold' }, { see: 'text', txt: 'x' })).toBe(
      'step 2, expectation: txt: this member does not exist here; remove it or correct its name',
    );
    expect(stepProblem({ do: 'hold' }, { oneOf: [{ see: 'nothing' }] })).toContain('step 2, expectation: oneOf.0.see');
    expect(stepProblem({ do: 'write', to: 'p', bytes: '\u0100' })).toContain('characters 0..255');
    expect(stepProblem({ do: 'register-read', port: 'com1', register: 8 })).toContain('a register 0..7');
  });

  test('holds JSON of limited depth and one-line texts only', () => {
    const circle: Record<string, unknown> = {};
    circle['again'] = circle;
    for (const value of [circle, 5n, () => 0, Number.NaN]) {
      const problem = stepProblem({ do: 'qmp', execute: 'x', arguments: value });
      expect(problem).toContain('arguments: wanted a JSON value of at most 100 levels');
    }
    expect(problemsOf({ ...good, title: 'red \u001b[31m' })[0]).toContain('title: wanted one line without control');
    expect(problemsOf({ ...good, id: 'x'.repeat(201) })[0]).toContain('id: wanted at most 200 characters');
  });

  test('must bind a symbol before it is used', () => {
    const bind = [
      { do: 'qmp', execute: 'add-fd' },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'a' } } },
    ];
    const use = [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0, fd: { $: 'a' } } }];
    expect(problemsOf({ ...good, steps: [bind, use] })).toEqual([]);
    expect(problemsOf({ ...good, steps: [use, bind] })[0]).toContain("{ $: 'a' } is used");
  });

  test('must make a handle before it is used, and tells the nearest that there is', () => {
    const send = (handle: string): object => ({ do: 'qmp', execute: 'add-fd', fds: [handle] });
    expect(problemsOf({ ...good, steps: [[{ do: 'pipe', as: 'p' }], [send('p.wrote')]] })).toEqual([
      "step 2, action: handle 'p.wrote' is used, but no earlier action makes it; did you mean 'p.write'?",
    ]);
    expect(stepProblem({ do: 'read', from: 'p.read' })).toContain('make it first (pipe, socketpair, open, …)');
    expect(stepProblem({ do: 'launch', args: ['-add-fd', 'fd={fd:log},set=1'] })).toContain("handle 'log'");
    expect(problemsOf({ ...good, launch: { inherit: { 7: 'log' } } })[0]).toContain("launch: handle 'log'");
    const received = [[{ do: 'socketpair', as: 's' }], [{ do: 'read', from: 's.a', fds: ['x'] }], [send('x')]];
    expect(problemsOf({ ...good, steps: received })).toEqual([]);
  });

  test.each(capabilities)('may need %s', (capability) => {
    expect(problemsOf({ ...good, needs: [capability] })).toEqual([]);
  });

  test('that is launched by hand must launch', () => {
    expect(problemsOf({ ...good, launch: 'manual' })[0]).toContain('no step launches');
    expect(problemsOf({ ...good, launch: 'manual', steps: [[{ do: 'launch', paused: true }]] })).toEqual([]);
    expect(problemsOf({ ...good, launch: { paused: 1 } })[0]).toContain('launch.paused');
  });
});
